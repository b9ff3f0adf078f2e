"""Captures: what a server answered, as one WARC record (ISO 28500) that any WARC reader opens."""

from __future__ import annotations

from io import BytesIO

from scrapy.http import Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_CHANGED = (b"content-encoding", b"transfer-encoding", b"content-length")


def warc_record(response: Response) -> bytes:
    """The record of a response: `response` with status and headers, the body after its transfer and content coding.

    Of a page that a browser drew there is no body as received, so it is a `resource`: the document as drawn.
    """
    out = BytesIO()
    writer = WARCWriter(out, gzip=False)
    if "playwright" in response.flags:
        record = writer.create_warc_record(
            response.url, "resource", payload=BytesIO(response.body), warc_content_type="text/html; charset=utf-8"
        )
    else:
        headers = StatusAndHeaders(str(response.status), _headers(response), protocol="HTTP/1.1")
        record = writer.create_warc_record(
            response.url, "response", payload=BytesIO(response.body), http_headers=headers
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
