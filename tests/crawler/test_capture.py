"""Records of captures: what any reader of WARC gets out of them is what the server sent."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from scrapy.http import HtmlResponse
from warcio.archiveiterator import ArchiveIterator

from crawler.capture import ROBOTS, read_record, warc_record

URL = "https://toko.example/i/1?a=1&b=2"
AT = datetime(2026, 11, 1, 2, 3, 4, tzinfo=UTC)
BODY = "<p>Lemari jati – 1,2 m</p>\r\n\r\nWARC/1.0\r\n".encode()


def response(**changes: Any) -> HtmlResponse:
    headers = {
        "Content-Type": "text/html",
        "Set-Cookie": ["a=1", "b=2"],
        "Content-Encoding": "br",
        "Content-Length": "9",
    }
    return HtmlResponse(**{"url": URL, "status": 203, "headers": headers, "body": BODY, **changes})


def test_a_reader_of_warc_gets_status_headers_and_body() -> None:
    (record,) = [
        (one.rec_type, one.rec_headers, one.http_headers, one.content_stream().read(), one.digest_checker.passed)
        for one in ArchiveIterator(BytesIO(warc_record(response(), "sha256:aa", AT)), check_digests=True)
    ]
    kind, fields, http, body, passed = record
    assert (kind, body, passed) == ("response", BODY, True)
    assert (fields.get_header("WARC-Target-URI"), fields.get_header("WARC-Date")) == (URL, "2026-11-01T02:03:04Z")
    assert fields.get_header(ROBOTS) == "sha256:aa"
    assert (http.get_statuscode(), [value for name, value in http.headers if name == "Set-Cookie"]) == (
        "203",
        ["a=1", "b=2"],
    )
    assert dict(http.headers)["Content-Length"] == str(len(BODY))
    assert "Content-Encoding" not in dict(http.headers)


def test_a_drawn_page_is_a_resource_without_status_and_headers() -> None:
    read = read_record(warc_record(response(flags=["playwright"])))
    assert (read.drawn, read.status, read.headers, read.body) == (True, 200, (), BODY)


@pytest.mark.parametrize("body", [b"", b"\0\xff\xfe", b"\r\n\r\n"], ids=["nothing", "no text", "line ends"])
def test_any_body_comes_back(body: bytes) -> None:
    assert read_record(warc_record(response(body=body))).body == body


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        pytest.param("Jual é".encode("latin-1"), "Jual é", id="latin-1"),
        pytest.param(b"a\r\nSandi-Robots: forged", "a Sandi-Robots: forged", id="line ends"),
        pytest.param(b"a\nb", "a b", id="half a line end"),
    ],
)
def test_a_header_stays_one_header(value: bytes, kept: str) -> None:
    read = read_record(warc_record(response(headers={"X-Any": [value]})))
    assert read.headers == (("X-Any", kept), ("Content-Length", str(len(BODY))))


def test_what_is_told_of_robots_stays_one_line() -> None:
    record = warc_record(response(), "not obeyed: a reason\r\nWARC-Type: metadata")
    (fields,) = [one.rec_headers.headers for one in ArchiveIterator(BytesIO(record))]
    assert [value for name, value in fields if name == "WARC-Type"] == ["response"]
