"""What Korean words mean. Pure functions over small tables; knows nothing of Scrapy."""
