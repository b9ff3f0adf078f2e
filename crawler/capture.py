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


def warc_record(response: Response, robots: str = "", at: datetime | None = None) -> bytes:
    """The record of a response: `response` with status and headers, the body after its transfer and content coding.

    Of a page that a browser drew there is no body as received, so it is a `resource`: the document as drawn. `at` is
    when it came, now if not given. Written here and not by warcio, which takes ten times as long; warcio reads it.
    """
    body = response.body
    drawn = "playwright" in response.flags
    block = body if drawn else _head(response) + body
    fields = {
        "WARC-Type": "resource" if drawn else "response",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        "WARC-Target-URI": response.url,
        "WARC-Date": f"{at or datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        ROBOTS: robots,
        "WARC-Payload-Digest": _digest(body),
        "WARC-Block-Digest": _digest(block),
        "Content-Type": "text/html; charset=utf-8" if drawn else "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    lines = [f"{name}: {_BREAKS.sub(' ', value)}" for name, value in fields.items() if value]
    return "\r\n".join(["WARC/1.0", *lines, "", ""]).encode("utf-8", "replace") + block + b"\r\n\r\n"


def _head(response: Response) -> bytes:
    """Status and headers as received, without those of a coding that the body has no more."""
    lines = [b"HTTP/1.1 %d " % response.status]
    for name, values in response.headers.items():
        if name.lower() not in _CHANGED:
            lines += [b"%s: %s" % (name, _RAW_BREAKS.sub(b" ", value)) for value in values]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(response.body), b"", b""])


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def parcel_of(response: Response, robots: str = "") -> Crawled:
    """A response that has just come as a page without listings, ready to be kept."""
    at = datetime.now(UTC)
    return Crawled(
        (),
        url=response.url,
        status=response.status,
        content_type=(response.headers.get(b"Content-Type") or b"").decode("latin-1"),
        payload=response.body,
        reader=response.meta.get("reader", ""),
        role=response.meta.get("role", ""),
        record=lambda: warc_record(response, robots, at),
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
