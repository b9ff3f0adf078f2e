"""Pages drawn by JavaScript: the system's Chromium through scrapy-playwright, with the guard proxy as its only way out.

A fresh context for each page; only documents, scripts and data of the source's own hosts are loaded; no downloads, no
service workers, no WebSockets, no images or media.
"""

from __future__ import annotations

import itertools
import os
from importlib.util import find_spec
from typing import Any

from scrapy.http import Request, Response
from scrapy_playwright.handler import BrowserContextWrapper, ScrapyPlaywrightDownloadHandler

from crawler.guard import in_scope
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
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 20_000,
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_MAX_CONTEXTS": 2,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
        "SANDI_BROWSER_AGENT": user_agent,
    }
    if find_spec("psutil"):
        settings["EXTENSIONS"] = {
            "crawler.extension.RunExtension": 100,
            "scrapy.extensions.memusage.MemoryUsage": None,
            "scrapy_playwright.memusage.ScrapyPlaywrightMemoryUsageExtension": 0,
        }
    return settings


class BrowserHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """scrapy-playwright's handler, held to the source's hosts."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._agent = crawler.settings["SANDI_BROWSER_AGENT"]
        self._max_bytes = 8 * crawler.settings.getint("DOWNLOAD_MAXSIZE") or 32 * _MIB
        self._numbers = itertools.count()
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
            response: Response = await super()._download_request(request, spider)
            return response
        finally:
            wrapper = self.context_wrappers.get(name)
            if wrapper is not None:
                await wrapper.context.close()

    async def _create_browser_context(
        self, name: str, context_kwargs: Any, spider: Any = None
    ) -> BrowserContextWrapper:
        wrapper = await super()._create_browser_context(name, context_kwargs, spider)
        await wrapper.context.route("**/*", self._gate)  # a page's own route misses the windows that it opens
        await wrapper.context.route_web_socket("**/*", lambda socket: socket.close())
        return wrapper

    async def _gate(self, route: Any) -> None:
        if self._unwanted(route.request):
            await route.abort()
        else:
            await route.continue_()

    def _unwanted(self, request: Any) -> bool:
        wanted = request.resource_type in _WANTED and in_scope(self._crawler.spider.source, request.url)
        return not wanted
