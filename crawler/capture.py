"""Captures: what a server answered, as one WARC record (ISO 28500) that any WARC reader opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.parcel import Crawled
from storage.revisits import Tag

_CHANGED = (b"content-encoding", b"transfer-encoding", b"content-length")


FLAG = "unmodified"
"""The flag of a response that the server did not send again."""
_TAG = re.compile(r"[\x20-\x7e]{1,200}\Z")

ROBOTS = "Sandi-Robots"
"""The header of a record that says what robots.txt was in force: the sha256 of its body, or why there was none."""


def warc_record(response: Response, robots: str = "") -> bytes:
    """The record of a response: `response` with status and headers, the body after its transfer and content coding.

    Of a page that a browser drew there is no body as received, so it is a `resource`: the document as drawn.
    """
    out = BytesIO()
    named = {ROBOTS: robots} if robots else {}
    writer = WARCWriter(out, gzip=False)
    if "playwright" in response.flags:
        record = writer.create_warc_record(
            response.url,
            "resource",
            payload=BytesIO(response.body),
            warc_content_type="text/html; charset=utf-8",
            warc_headers_dict=named,
        )
    else:
        headers = StatusAndHeaders(str(response.status), _headers(response), protocol="HTTP/1.1")
        record = writer.create_warc_record(
            response.url, "response", payload=BytesIO(response.body), http_headers=headers, warc_headers_dict=named
        )
    writer.write_record(record)
    return out.getvalue()


def _headers(response: Response) -> list[tuple[str, str]]:
    kept = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if name.lower() not in _CHANGED
    ]
    return [*kept, ("Content-Length", str(len(response.body)))]


def parcel_of(response: Response, robots: str = "") -> Crawled:
    """A response as a page without listings, ready to be kept."""
    return Crawled(
        (),
        url=response.url,
        status=response.status,
        content_type=(response.headers.get(b"Content-Type") or b"").decode("latin-1"),
        payload=response.body,
        reader=response.meta.get("reader", ""),
        role=response.meta.get("role", ""),
        record=lambda: warc_record(response, robots),
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
