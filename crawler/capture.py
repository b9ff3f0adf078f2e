"""Captures: what a server answered, as one WARC record (ISO 28500) that any WARC reader opens."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator

from crawler.parcel import Crawled
from storage.revisits import Tag

_CHANGED = (b"content-encoding", b"transfer-encoding", b"content-length")


FLAG = "unmodified"
"""The flag of a response that the server did not send again."""
_BREAKS = re.compile(r"[\r\n]+")
_RAW_BREAKS = re.compile(rb"[\r\n]+")
_TAG = re.compile(r"[\x20-\x7e]{1,200}\Z")

ROBOTS = "Sandi-Robots"
"""The header of a record that says what robots.txt was in force: the sha256 of its body, or why there was none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; called, the record of it. `at` is when it came."""

    url: str
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    drawn: bool
    robots: str
    at: datetime

    def __call__(self) -> bytes:
        """`response` with status and headers, the body after its transfer and content coding.

        Of a page that a browser drew there is no body as received, so it is a `resource`: the document as drawn.
        Written here and not by warcio, which takes ten times as long; warcio reads it.
        """
        block = self.body if self.drawn else self._head() + self.body
        fields = {
            "WARC-Type": "resource" if self.drawn else "response",
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
            "WARC-Target-URI": self.url,
            "WARC-Date": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
            ROBOTS: self.robots,
            "WARC-Payload-Digest": _digest(self.body),
            "WARC-Block-Digest": _digest(block),
            "Content-Type": "text/html; charset=utf-8" if self.drawn else "application/http; msgtype=response",
            "Content-Length": str(len(block)),
        }
        lines = [f"{name}: {_BREAKS.sub(' ', value)}" for name, value in fields.items() if value]
        return "\r\n".join(["WARC/1.0", *lines, "", ""]).encode("utf-8", "replace") + block + b"\r\n\r\n"

    def _head(self) -> bytes:
        """Status and headers as received, without those of a coding that the body has no more."""
        lines = [b"HTTP/1.1 %d " % self.status]
        for name, value in self.headers:
            if name.lower() not in _CHANGED:
                lines.append(b"%s: %s" % (name, _RAW_BREAKS.sub(b" ", value)))
        return b"\r\n".join([*lines, b"Content-Length: %d" % len(self.body), b"", b""])


def answer_of(response: Response, robots: str = "", at: datetime | None = None) -> Answer:
    """A response, to be made into a record where it is kept; it came at `at`, just now if not given."""
    headers = tuple((name, value) for name, values in response.headers.items() for value in values)
    drawn = "playwright" in response.flags
    moment = at or datetime.now(UTC)
    return Answer(response.url, response.status, headers, response.body, drawn, robots, moment)


def warc_record(response: Response, robots: str = "", at: datetime | None = None) -> bytes:
    """The record of a response."""
    return answer_of(response, robots, at)()


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def parcel_of(response: Response, robots: str = "") -> Crawled:
    """A response that has just come as a page without listings, ready to be kept."""
    return Crawled(
        (),
        url=response.url,
        status=response.status,
        content_type=(response.headers.get(b"Content-Type") or b"").decode("latin-1"),
        payload=response.body,
        reader=response.meta.get("reader", ""),
        role=response.meta.get("role", ""),
        record=answer_of(response, robots),
        tag=_tag_of(response),
    )


def _tag_of(response: Response) -> Tag | None:
    """What the server called this state of a page that it sent whole."""
    if response.status != 200 or "playwright" in response.flags or FLAG in response.flags:
        return None
    told = [(response.headers.get(name) or b"").decode("latin-1").strip() for name in ("ETag", "Last-Modified")]
    etag, modified = (text if _TAG.match(text) else "" for text in told)
    return Tag(etag, modified) if etag or modified else None


@dataclass(frozen=True, slots=True)
class Captured:
    """A record read again. `at` is ISO 8601; a page that a browser drew has no status and no headers."""

    url: str
    at: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    drawn: bool


def read_record(record: bytes) -> Captured:
    """The page of a record. Raises ValueError when there is none in it."""
    for found in ArchiveIterator(BytesIO(record)):
        if found.rec_type not in ("response", "resource"):
            continue
        drawn = found.rec_type == "resource"
        headers = () if drawn or found.http_headers is None else tuple(map(tuple, found.http_headers.headers))
        status = 200 if drawn else int(found.http_headers.get_statuscode())
        return Captured(
            found.rec_headers.get_header("WARC-Target-URI"),
            found.rec_headers.get_header("WARC-Date"),
            status,
            headers,
            found.content_stream().read(),
            drawn,
        )
    raise ValueError("the record holds no page")
