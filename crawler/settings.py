"""Scrapy settings of every crawl. A source's own (delay, deadline, browser) are added by `crawler/running.py`.

To add a setting: put it in alphabetical order, one line of why when it departs from Scrapy's default, and never let
an environment variable or a source file loosen what protects the machine or the sites (addresses, robots.txt, sizes).
"""

BOT_NAME = "sandi"

CLOSESPIDER_ERRORCOUNT = 50  # a spider whose own code fails again and again is stopped
CONCURRENT_ITEMS = 1  # so many tasks are made for each response, 100 by default; a page has few items, and none waits
CONCURRENT_REQUESTS = 4  # robots.txt may be asked while a page waits for its turn
CONCURRENT_REQUESTS_PER_DOMAIN = 1
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5",
    "Accept-Language": "id,en;q=0.8",
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # it allows all when robots.txt fails
    "crawler.middlewares.scope.ScopeMiddleware": 50,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.wayout.WayOutMiddleware": 545,  # further from the wire than retry: a busy proxy is tried again
    "crawler.middlewares.revisit.RevisitMiddleware": 546,
    "crawler.middlewares.pace.PaceMiddleware": 560,  # nearer to the wire than retry (550), so it sees a 429 first
}
DOWNLOADER_STATS = False  # the ledger of a run counts what anybody looks at
DOWNLOAD_DELAY_JITTER = 0.25  # crawler.middlewares.pace makes the source's delay the shortest gap
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_HANDLERS = {
    "data": None,
    "file": None,
    "ftp": None,
    "http": "crawler.download.GuardedHandler",
    "https": "crawler.download.GuardedHandler",
    "s3": None,
}
DOWNLOAD_MAXSIZE = 4 * 1024 * 1024  # after decompression too; 809 bytes of brotli can hold a gigabyte
DOWNLOAD_TIMEOUT = 20
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default is not to
DOWNLOAD_WARNSIZE = 0
EXTENSIONS = {
    "crawler.extension.RunExtension": 100,
    "crawler.memory.CrawlMemory": 0,  # Scrapy's counts the peak that the starting program had
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.remote_control.RemoteControl": None,  # off, but loaded all the same, with a web server's library
}
HTTPPROXY_ENABLED = False  # a proxy from the environment would go round the guard
ITEM_PIPELINES = {"crawler.pipelines.SinkPipeline": 100}
LOG_FORMATTER = "crawler.extension.QuietFormatter"  # items never reach a log
LOG_INSTALL_ROOT_HANDLER = False  # running.py installs one that escapes what it prints
LOG_LEVEL = "WARNING"
MEMUSAGE_CHECK_INTERVAL_SECONDS = 5.0
MEMUSAGE_ENABLED = True
MEMUSAGE_LIMIT_MB = 1024
METAREFRESH_ENABLED = False
REDIRECT_MAX_TIMES = 5
REMOTE_CONTROL_ENABLED = False  # it runs code that is sent to localhost
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # what failed is counted and told at the end of the run
RETRY_TIMES = 1  # a server that failed twice is left in peace
ROBOTSTXT_OBEY = True  # by our own middleware; this keeps Scrapy's, should someone switch it on again
SPIDER_MIDDLEWARES = {  # each costs every page and item a detour
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # the page budget ends a crawl, however deep
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # crawler.spiders.base counts what is too long
    "crawler.middlewares.referer.NoRefererMiddleware": 700,
}
SPIDER_MODULES = ["crawler.spiders"]
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
STATS_DUMP = False
TELNETCONSOLE_ENABLED = False
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
USER_AGENT = "sandi"  # running.py adds version and contact; without a contact only test sites are crawled
