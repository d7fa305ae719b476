"""What Scrapy does with an item: normalise it, then deliver it."""
