"""Commands of this project, next to Scrapy's own."""
