"""Page → record → normalised record. Pure: the crawl, `scrapy page` and re-reading use it."""
