"""Downloads by plain HTTP, with a guard on the head of an answer: Scrapy bounds bodies, not headers."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.client import ResponseFailed

MAX_HEAD = 64 * 1024


class HeadersTooLarge(IgnoreRequest):
    """The head of an answer is longer than MAX_HEAD; the connection was closed, and nobody asks again."""


class _HeadTooLong(Exception):
    """Raised inside the parser, which closes the connection."""


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's handler with bounded heads."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = HeadGuard
        self._pool.retryAutomatically = False  # tries are counted in one place, by RETRY_TIMES

    async def download_request(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            if head_too_long(error.__cause__):
                raise HeadersTooLarge(f"headers of more than {MAX_HEAD} bytes") from None
            raise


def head_too_long(error: BaseException | None) -> bool:
    """Whether a download failed because of its head."""
    reasons = error.reasons if isinstance(error, ResponseFailed) else []
    return any(isinstance(reason, Failure) and isinstance(reason.value, _HeadTooLong) for reason in reasons)


class _Parser(_LenientHTTPClientParser):
    """Counts the bytes of the head; the attribute is made on first use, because the class is put on later."""

    _head = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  (Twisted's name)
        if self.state in (STATUS, HEADER):
            self._head += len(line) + 1
            if self._head > MAX_HEAD:
                raise _HeadTooLong
        super().lineReceived(line)


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        self._parser.__class__ = _Parser
        return answer


class HeadGuard(_LenientHTTP11ClientFactory):
    """Makes connections whose heads are bounded."""

    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802  (Twisted's name)
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
