"""Pages drawn by JavaScript: the system's Chromium through scrapy-playwright, with the guard proxy as its only way out.

A fresh context for each page; only documents, scripts and data of the source's own hosts are loaded; no downloads, no
service workers, no WebSockets, no images or media. A redirect is not left to Chromium: where the page is led elsewhere,
by the server or by a script, the crawl itself asks for that address, after robots.txt and the guard.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import os
from typing import Any
from urllib.parse import urljoin

from playwright.async_api import Error as BrowserError
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Request, Response
from scrapy_playwright.handler import BrowserContextWrapper, ScrapyPlaywrightDownloadHandler
from scrapy_playwright.memusage import ScrapyPlaywrightMemoryUsageExtension

from crawler.download import HeadGuard
from crawler.guard import in_scope
from crawler.memory import resident
from crawler.proxy import GuardProxy
from crawler.sources import Source
from sandi.chromium import HOW, find_chromium
from sandi.errors import ConfigError

_WANTED = frozenset({"document", "script", "xhr", "fetch"})
_ARGS = (
    "--blink-settings=imagesEnabled=false",  # the route sees every request, but not one sent while its page closes
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # names are resolved by the guard proxy alone
    "--no-first-run",
)
_MIB = 1024 * 1024
_HOPS = 5
PAGE_S = 25.0
"""The longest that a page may hold the browser, whatever it does there."""
ANSWER_S = 20.0
"""The longest that a server may take for one answer to the browser."""


def chromium() -> str:
    """The path of a Chromium. Raises ConfigError with how to get one if there is none."""
    found = find_chromium()
    if found is None:
        raise ConfigError(HOW)
    return found


def browser_settings(source: Source, user_agent: str) -> dict[str, Any]:
    """The settings of a source with `javascript`. Raises ConfigError when Chromium is missing or may not run."""
    root = os.geteuid() == 0
    if root and not source.loopback:
        raise ConfigError(
            "a browser must not run as root without its sandbox on pages of others; run sandi as an ordinary user"
        )
    launch: dict[str, Any] = {
        "headless": True,
        "chromium_sandbox": not root,
        "args": list(_ARGS),
        "timeout": 30_000,
        "executable_path": chromium(),
    }
    handler = "crawler.browser.BrowserHandler"
    settings: dict[str, Any] = {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "data": None, "file": None, "ftp": None, "s3": None},
        "MEMUSAGE_LIMIT_MB": 3072,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": int(ANSWER_S * 1000),
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_MAX_CONTEXTS": 2,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
        "SANDI_BROWSER_AGENT": user_agent,
    }
    settings["EXTENSIONS"] = {
        "crawler.browser.BrowserMemory": 0,
        "crawler.extension.RunExtension": 100,
        "crawler.memory.CrawlMemory": None,
        "scrapy.extensions.memusage.MemoryUsage": None,
    }
    return settings


class BrowserMemory(ScrapyPlaywrightMemoryUsageExtension):  # type: ignore[misc]
    """Like `crawler.memory.CrawlMemory`, with the browser's processes counted in."""

    def get_virtual_size(self) -> int:
        """Resident memory of this process and the browser's in bytes."""
        return resident() + int(self._get_total_playwright_process_memory())


class BrowserHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """scrapy-playwright's handler, held to the source's hosts."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._agent = crawler.settings["SANDI_BROWSER_AGENT"]
        self._max_bytes = 8 * crawler.settings.getint("DOWNLOAD_MAXSIZE") or 32 * _MIB
        self._numbers = itertools.count()
        self._led: dict[str, str] = {}
        self._opened: dict[str, Any] = {}
        self._loaded: set[str] = set()
        self._pool._factory = HeadGuard
        self._pool.retryAutomatically = False
        self._proxy: GuardProxy | None = None
        self.abort_request = self._unwanted

    async def _launch(self) -> None:
        spider = self._crawler.spider
        self._proxy = GuardProxy(spider.source, spider.guard, max_bytes=self._max_bytes)
        self.config.launch_options["proxy"] = {"server": await self._proxy.start()}
        await super()._launch()

    async def _close(self) -> None:
        await super()._close()
        if self._proxy is not None:
            await self._proxy.close()

    async def _download_request(self, request: Request, spider: Any = None) -> Response:
        """Loads a page in a context of its own, and closes that context whatever happens."""
        name = f"page-{next(self._numbers)}"
        request.meta["playwright_context"] = name
        request.meta["playwright_context_kwargs"] = {
            "accept_downloads": False,
            "service_workers": "block",
            "user_agent": self._agent,
            "locale": "id-ID",
        }
        try:
            response: Response = await asyncio.wait_for(super()._download_request(request, spider), PAGE_S)
        except BrowserError:
            if name not in self._led:
                raise
            return _moved(request, self._led[name])
        except TimeoutError:
            raise DownloadTimeoutError(f"the page held the browser longer than {PAGE_S:g} s") from None
        else:
            return _moved(request, self._led[name]) if name in self._led else response
        finally:
            self._led.pop(name, None)
            self._opened.pop(name, None)
            self._loaded.discard(name)
            wrapper = self.context_wrappers.get(name)
            if wrapper is not None:
                await self._end(wrapper)

    async def _end(self, wrapper: BrowserContextWrapper) -> None:
        """Close a context; a page that does not let go takes the browser with it, and the next page starts one."""
        try:
            await asyncio.wait_for(wrapper.context.close(), 5)
        except (BrowserError, TimeoutError):
            await kill_browser(self)

    async def _create_browser_context(
        self, name: str, context_kwargs: Any, spider: Any = None
    ) -> BrowserContextWrapper:
        wrapper = await super()._create_browser_context(name, context_kwargs, spider)
        await wrapper.context.route("**/*", functools.partial(self._gate, name))  # a page's own misses pop-ups
        await wrapper.context.route_web_socket("**/*", lambda socket: socket.close())
        return wrapper

    def _make_request_handler(self, context_name: str, **told: Any) -> Any:
        """The page's own route, which comes before that of its context: the same gate, in place of the library's."""

        async def handle(route: Any, _: Any) -> None:
            told["initial_request_done"].set()
            await self._gate(context_name, route)

        return handle

    async def _gate(self, name: str, route: Any) -> None:
        """Let pass what is wanted, following redirects here and not in Chromium, which would ask before we can."""
        request = route.request
        page = _main_page(request)
        if page is not None:
            first = self._opened.setdefault(name, page)
            if name in self._loaded:
                if page is first:  # a script leads elsewhere; else it opens a window
                    self._led[name] = request.url
                await route.abort()
                return
            self._loaded.add(name)
        if self._unwanted(request):
            await route.abort()
            return
        await self._fetch(name, route)

    async def _fetch(self, name: str, route: Any) -> None:
        url = route.request.url
        for _ in range(_HOPS):
            response = await route.fetch(url=url, max_redirects=0, max_retries=0, timeout=ANSWER_S * 1000)
            target = response.headers.get("location")
            if not 300 <= response.status < 400 or not target:
                await route.fulfill(response=response)
                return
            url = urljoin(url, target)
            if _main_page(route.request) is not None:
                self._led[name] = url
                break
            if not in_scope(self._crawler.spider.source, url):
                break
        await route.abort()

    def _unwanted(self, request: Any) -> bool:
        wanted = request.resource_type in _WANTED and in_scope(self._crawler.spider.source, request.url)
        return not wanted


def _main_page(request: Any) -> Any:
    """The page that this request loads anew, a mere word for a window that is just being opened; else None."""
    if not request.is_navigation_request():
        return None
    try:
        frame = request.frame
    except BrowserError:
        return "window"
    return frame.page if frame.parent_frame is None else None


def _moved(request: Request, target: str) -> Response:
    """A page that leads elsewhere, as a redirect that the crawl follows with all its checks."""
    return Response(request.url, status=302, headers={"Location": target}, request=request)


async def kill_browser(handler: Any) -> None:
    """End the browser at once. scrapy-playwright starts a new one for the next page."""
    browser = getattr(handler, "browser", None)
    if browser is not None:
        with contextlib.suppress(BrowserError, TimeoutError):
            await asyncio.wait_for(browser.close(), 5)
