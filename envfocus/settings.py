"""Every knob of envfocus. Where Scrapy's default differs, it stands beside with the
reason.
"""

from os import environ

from envfocus import __version__

BOT_NAME = "envfocus"
SPIDER_MODULES = ["envfocus.spiders"]
NEWSPIDER_MODULE = "envfocus.spiders"
COMMANDS_MODULE = "envfocus.commands"

# --- this host's: the same names in the environment win, for systemd, cron, Scrapyd and Docker alike ----

ENVFOCUS_PAPER = environ.get("ENVFOCUS_PAPER", "ecofocus")  # a profile in papers/
ENVFOCUS_BASE_URL = environ.get(
    "ENVFOCUS_BASE_URL", "https://www.ecofocus.co.kr/"
)  # http only on loopback, with port
ENVFOCUS_FEED_DIR = environ.get("ENVFOCUS_FEED_DIR", "feed/")  # where records go
ENVFOCUS_STATE_DIR = environ.get(
    "ENVFOCUS_STATE_DIR", "state/"
)  # where the project keeps what it must remember
ENVFOCUS_HEALTHCHECK_URL = environ.get(
    "ENVFOCUS_HEALTHCHECK_URL", ""
)  # asked for with /start and /<exit code>
ENVFOCUS_METRICS_FILE = environ.get(
    "ENVFOCUS_METRICS_FILE", ""
)  # e.g. /var/lib/prometheus/envfocus-{spider}.prom

# --- envfocus's own -------------------------------------------------------------------------------

ENVFOCUS_REDACT_CONTACTS = True  # e-mail addresses and phone numbers are personal data

# --- what a run asks for --------------------------------------------------------------------------

ENVFOCUS_KNOWN_IN_A_ROW = (
    5  # rows of a list that were seen before: known ground, and one page more is read
)
ENVFOCUS_RECHECK_AGES = "1h 6h 24h 7d"  # when an article is looked at again; what failed is tried again after these
ENVFOCUS_GAP_MAX = (
    1000  # numbers; a longer gap is a jump, and nobody asks for what was never given
)
ENVFOCUS_PROBE_SHARE = (
    0.5  # of the day's budget, for numbers that nothing showed; the rest is for news
)

# --- courtesy -------------------------------------------------------------------------------------

USER_AGENT = environ.get(  # put your own contact here, or no run begins
    "ENVFOCUS_USER_AGENT", f"envfocus/{__version__} (+https://envfocus.example/contact)"
)
ROBOTSTXT_OBEY = True  # default False
ENVFOCUS_CRAWL_DELAY_MAX = 30.0  # s; a site that wants a longer crawl-delay is not crawled: a stop waits for one delay
DOWNLOAD_DELAY = (
    1.0  # default 0; without a delay CONCURRENT_REQUESTS_PER_DOMAIN does not hold
)
DOWNLOAD_DELAY_JITTER = (
    0  # default 0.5, which halves the delay now and then: it is a floor here
)
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8
CONCURRENT_REQUESTS = 1  # default 16; what waits in the downloader would have to be fetched before a run can stop
ENVFOCUS_REQUESTS_PER_DAY = (
    20_000  # of all runs with this state folder, a KST day; 0: no budget
)
ENVFOCUS_HOURS = ""  # KST, e.g. "01:00-06:30"; a run asks in these hours only
RETRY_HTTP_CODES = [
    408,
    500,
    502,
    504,
    522,
    524,
]  # default also 429 and 503, asked again at once
ENVFOCUS_BACKOFF_SECONDS = 5.0  # the first pause after 429 and 503; each try doubles it
ENVFOCUS_RETRY_AFTER_MAX = 600.0  # s; a site that wants us away for longer ends the run
ENVFOCUS_BLOCKED_STREAK = (
    5  # 403, 429, 503 in a row from one host end the run; 0: never
)
DEFAULT_REQUEST_HEADERS = {  # default asks for English
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ko-KR,ko;q=0.9",
}
COOKIES_ENABLED = False  # default True; nothing here needs a session
REFERRER_POLICY = (
    "scrapy.spidermiddlewares.referer.NoReferrerPolicy"  # default sends the way here
)

# --- guards ---------------------------------------------------------------------------------------

TELNETCONSOLE_ENABLED = False  # default True: a port that runs code
REMOTE_CONTROL_ENABLED = False  # default True: another one
_wire = "envfocus.middlewares.download_handler.MeasuredHandler"
DOWNLOAD_HANDLERS = {
    "http": _wire,
    "https": _wire,
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}  # default: all
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False
DOWNLOAD_MAXSIZE = (
    8 * 1024 * 1024
)  # default 1 GiB, before and after decompression; pages are near 50 KB
DOWNLOAD_WARNSIZE = 2 * 1024 * 1024  # default 32 MiB
DOWNLOAD_TIMEOUT = 20  # default 180 s, from connecting to the last byte; a run told to stop must end within 30 s
REDIRECT_MAX_TIMES = 5  # default 20; RFC 9309 asks for five at least
METAREFRESH_ENABLED = (
    False  # default True; a page that refreshes elsewhere is no article
)
CLOSESPIDER_TIMEOUT = (
    6 * 3600
)  # default 0: no deadline; a day's budget at one request a second takes less

# --- between the engine and the network: small numbers are nearer to the engine -------------------

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # Hosts, which knows no exception
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # Robots, which fails closed
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # Decompression, at its place
    "envfocus.middlewares.backoff.Backoff": 560,
    "envfocus.middlewares.decompression.Decompression": 590,
    "envfocus.middlewares.hosts.Hosts": 650,  # sees answers before RedirectMiddleware (600) follows them
    "envfocus.middlewares.robots.Robots": 660,  # asks no host that Hosts has not let through
    "envfocus.middlewares.circuit_breaker.CircuitBreaker": 860,
    "envfocus.middlewares.budget.Budget": 950,  # the last: every request that is sent, and no other
}

SPIDER_MIDDLEWARES = {  # default: on; the spider makes its own addresses, and no request leads to a deeper one
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

# --- the walk of an item --------------------------------------------------------------------------

ITEM_PIPELINES = {
    "envfocus.pipelines.text.TextPipeline": 100,
    "envfocus.pipelines.privacy.PrivacyPipeline": 200,
    "envfocus.pipelines.stamps.StampsPipeline": 300,
    "envfocus.pipelines.weather.WeatherPipeline": 400,
    "envfocus.pipelines.dates.DatesPipeline": 500,
    "envfocus.pipelines.regions.RegionsPipeline": 600,
    "envfocus.pipelines.contract.ContractPipeline": 900,
    "envfocus.pipelines.accept.AcceptPipeline": 1000,
}
CONCURRENT_ITEMS = 8  # default 100, which starts 100 tasks for each response
EXTENSIONS = {
    "envfocus.extensions.delivery.Delivery": 50,
    "envfocus.extensions.traffic.TrafficStats": 60,
    "envfocus.extensions.crawl_hours.CrawlHours": 70,
    "envfocus.extensions.quarantine.Quarantine": 100,
    "envfocus.extensions.progress.Progress": 200,
    "envfocus.extensions.freeze_gc.FreezeGc": 900,
}

# --- the feed -------------------------------------------------------------------------------------

ENVFOCUS_PUBLISH_EVERY_RECORDS = 5000  # a long run delivers as it goes
ENVFOCUS_PUBLISH_EVERY_SECONDS = 900
ENVFOCUS_PART_RECORDS = 10_000  # about 50 MB a file
ENVFOCUS_FEED_COMPRESSION = ""  # or "zstd"
ENVFOCUS_FLOORS = {  # share of a skin's articles that fill a field; below it the layout changed: nothing is published
    "title": 0.98,  # every article has one
    "body": 0.95,  # picture stories have none
    "published_at": 0.90,  # where the skin shows it; the meta tag does not count
    "section": 0.90,
    "dateline": 0.30,  # columns and notices have none
    "byline": 0.30,  # often missing on old pages
    "subtitles": 0.20,  # "often absent"
    "images": 0.20,
    "tags": 0.20,
}
ENVFOCUS_CEILINGS = {  # shares above which a run is unusual: it is published, with a warning in log and run record
    "changed": 0.20,  # of the known articles that were read again; papers edit few, a parser that changed edits all
    "quarantined": 0.01,  # of the records
    "not_delivered": 0.05,  # of the articles that were asked for
}

# --- `-O out.jsonl`: a quick look, by the same exporter -------------------------------------------

_lines = "envfocus.exporters.RecordLinesExporter"
FEED_EXPORTERS = {
    "jsonl": _lines,
    "jsonlines": _lines,
    "jl": _lines,
    "marshal": None,
    "pickle": None,
}
FEED_EXPORT_ENCODING = "utf-8"

# --- log ------------------------------------------------------------------------------------------

LOG_LEVEL = "INFO"  # default DEBUG
LOG_VERSIONS = ["Python", "Twisted", "lxml"]  # default: ten of them
LOG_FORMATTER = "envfocus.logformatter.LineFormatter"  # one line an item
WARN_ON_GENERATOR_RETURN_VALUE = (
    False  # default True; our callbacks are typed, and it costs 5 % of a crawl
)
