"""Scrapy's settings: each that differs from Scrapy's default, with that default and why.

The settings of envfocus itself (`ENVFOCUS_…`), their defaults and the order of the
places where they can stand are in `envfocus/config.py`; any of them can be set here.
The defaults of DOWNLOAD_DELAY, DOWNLOAD_TIMEOUT, RETRY_TIMES and CLOSESPIDER_TIMEOUT are
in `envfocus/scrapy_settings.py`: a paper's profile can change them, and a value here
would hide the profile's.
"""

from os import environ

from envfocus import __version__
from envfocus.scrapy_settings import from_environment

# --- project

BOT_NAME = "envfocus"
SPIDER_MODULES = ["envfocus.spiders"]
NEWSPIDER_MODULE = "envfocus.spiders"
COMMANDS_MODULE = "envfocus.commands"
# default {}; brings the politeness of the paper's profile
ADDONS = {"envfocus.scrapy_settings.ProfileAddon": 100}

# --- politeness

# default names Scrapy; put your own contact here, or no run begins
USER_AGENT = f"envfocus/{__version__} (+https://envfocus.example/contact)"
# default False
ROBOTSTXT_OBEY = True
# default 0.5, which shortens the delay by up to half: here it is a minimum
DOWNLOAD_DELAY_JITTER = 0
# default 8
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# default 16; what waits in the downloader would have to be fetched before a run can stop
CONCURRENT_REQUESTS = 1
# default has 429 and 503 too, and asks again at once; the back-off middleware has them
RETRY_HTTP_CODES = [408, 500, 502, 504, 522, 524]
# default asks for English
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ko-KR,ko;q=0.9",
}
# default True; nothing here needs a session
COOKIES_ENABLED = False
# default sends the page that led to a request
REFERRER_POLICY = "scrapy.spidermiddlewares.referer.NoReferrerPolicy"

# --- guards

# default True: a port that runs code
TELNETCONSOLE_ENABLED = False
# default True: another one
REMOTE_CONTROL_ENABLED = False
# default: all schemes; others than http read this host's files. Ours measures the traffic
_handler = "envfocus.middlewares.download_handler.MeasuredHandler"
DOWNLOAD_HANDLERS = {
    "http": _handler,
    "https": _handler,
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# default False
DOWNLOAD_VERIFY_CERTIFICATES = True
# default 1 GiB, before and after decompression; pages are near 50 KB
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
# default 32 MiB
DOWNLOAD_WARNSIZE = 2 * 1024 * 1024
# default 20; RFC 9309 asks for five at least
REDIRECT_MAX_TIMES = 5
# default True; a page that refreshes elsewhere is no article
METAREFRESH_ENABLED = False

# --- between the engine and the network: small numbers are nearer to the engine

DOWNLOADER_MIDDLEWARES = {
    # Hosts stands in for it, and knows no exception
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    # Robots stands in for it, and allows nothing where the file cannot be had
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # Decompression stands in for it, at the same place
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "envfocus.middlewares.backoff.Backoff": 560,
    "envfocus.middlewares.decompression.Decompression": 590,
    # sees answers before RedirectMiddleware (600) follows them
    "envfocus.middlewares.hosts.Hosts": 650,
    # asks no host that Hosts has not let through
    "envfocus.middlewares.robots.Robots": 660,
    "envfocus.middlewares.circuit_breaker.CircuitBreaker": 860,
    # the last: it counts every request that is sent, and no other
    "envfocus.middlewares.budget.Budget": 950,
}
# default: on; the spider makes its own addresses, and no request leads to a deeper one
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

# --- what an item passes

ITEM_PIPELINES = {
    "envfocus.pipelines.normalize.NormalizePipeline": 100,
    "envfocus.pipelines.deliver.DeliverPipeline": 900,
}
# default 100, which starts 100 tasks for each response
CONCURRENT_ITEMS = 8
EXTENSIONS = {
    "envfocus.extensions.delivery.Delivery": 50,
    "envfocus.extensions.traffic.TrafficStats": 60,
    "envfocus.extensions.crawl_hours.CrawlHours": 70,
    "envfocus.extensions.quarantine.Quarantine": 100,
    "envfocus.extensions.progress.Progress": 200,
    "envfocus.extensions.freeze_gc.FreezeGc": 900,
}

# --- `-O out.jsonl`: a quick look, by the same exporter as the feed

_exporter = "envfocus.exporters.RecordLinesExporter"
FEED_EXPORTERS = {
    "jsonl": _exporter,
    "jsonlines": _exporter,
    "jl": _exporter,
    "marshal": None,
    "pickle": None,
}
# by default JSON has escapes
FEED_EXPORT_ENCODING = "utf-8"

# --- log

# default DEBUG
LOG_LEVEL = "INFO"
# default: ten of them
LOG_VERSIONS = ["Python", "Twisted", "lxml"]
# default writes the whole item; ours writes one line
LOG_FORMATTER = "envfocus.logformatter.LineFormatter"
# default True; our callbacks are typed, and it costs 5 % of a crawl
WARN_ON_GENERATOR_RETURN_VALUE = False

# --- the environment and the env file win over this file: ENVFOCUS_USER_AGENT and such

globals().update(from_environment(environ))
