"""Lets a crawl tell what it does and when, on its own clock: tests then need not measure on a busy machine.

Each line of the file that `EVENTS` names is `["ask"|"end"|"kill", seconds, address]`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers import DownloadHandlers

from crawler import pool


def tell_events(now: Callable[[], float] = monotonic) -> None:
    """Notes each request as it leaves, as it ends, and each reader of a page that had to be killed."""
    if "EVENTS" not in os.environ:
        return
    path = Path(os.environ["EVENTS"])
    download, ask = DownloadHandlers.download_request_async, pool.Pool.ask

    def tell(what: str, address: str = "") -> None:
        with path.open("a") as file:
            file.write(json.dumps([what, now(), address]) + "\n")

    async def downloading(self: DownloadHandlers, request: Request) -> Any:
        tell("ask", request.url)
        try:
            return await download(self, request)
        finally:
            tell("end", request.url)

    async def asking(self: pool.Pool, message: bytes) -> bytes:
        try:
            return await ask(self, message)
        except pool.Poisoned:
            tell("kill")
            raise

    DownloadHandlers.download_request_async = downloading  # type: ignore[method-assign]
    pool.Pool.ask = asking  # type: ignore[method-assign]


def told(path: Path) -> list[tuple[str, float, str]]:
    """What was noted in `path`, in order; addresses as paths."""
    return [
        (what, at, "/" + address.split("/", 3)[-1])
        for what, at, address in map(json.loads, path.read_text().splitlines())
    ]
