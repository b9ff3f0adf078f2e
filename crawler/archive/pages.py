"""Web pages in files: WARC, WACZ, HAR, MHTML and saved HTML, each as address, time, type and body."""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

MAX_PAGE = 4 * 1024 * 1024
"""Longer pages are left out, as in a crawl."""
MAX_FILE = 512 * 1024 * 1024
_MAX_MEMBERS = 1000
_SMALL = 1024 * 1024
_MOST_SWELLING = 100
"""Pages shrink to a tenth; what shrinks to less than a hundredth holds nothing."""
_SAVED_FROM = re.compile(rb"saved from url=\(\d+\)(\S{1,2000}?)\s*-->", re.IGNORECASE)
_CANONICAL = re.compile(
    rb"<link\b[^>]*\brel\s*=\s*[\"']?canonical[\"']?[^>]*\bhref\s*=\s*[\"']([^\"'<>\s]{1,2000})", re.IGNORECASE
)
_READABLE = ("html", "json", "xml")


class ArchiveError(ValueError):
    """A file that cannot be read as what it seems to be."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was kept. `at` is ISO 8601 or empty; `url` is empty when the file does not say it."""

    url: str
    at: str
    content_type: str
    body: bytes


def warc_pages(stream: IO[bytes]) -> Iterator[Kept]:
    """The readable responses of a WARC, plain or gzipped; also of the segments of Common Crawl. Raises ArchiveError."""
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type not in ("response", "resource") or not record.rec_headers.get_header("WARC-Target-URI"):
                continue
            headers = record.http_headers
            status = headers.get_statuscode() if headers is not None else "200"
            kind = (headers.get_header("Content-Type") if headers is not None else record.content_type) or ""
            if status != "200" or not any(word in kind for word in _READABLE):
                continue
            body = record.content_stream().read(MAX_PAGE + 1)
            if len(body) <= MAX_PAGE:
                url = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
                yield Kept(url, record.rec_headers.get_header("WARC-Date") or "", kind, body)
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError) as error:
        raise ArchiveError(f"no WARC that can be read to its end ({error})") from None


def wacz_pages(path: Path) -> Iterator[Kept]:
    """The pages of a WACZ (https://specs.webrecorder.net/wacz/): of the WARCs in it. Raises ArchiveError."""
    try:
        with zipfile.ZipFile(path) as packed:
            held = [one for one in packed.infolist() if re.search(r"\.warc(?:\.gz)?\Z", one.filename)]
            for info in held[:_MAX_MEMBERS]:
                if info.file_size > max(_SMALL, _MOST_SWELLING * info.compress_size):
                    raise ArchiveError(f"{info.filename[:100]!r} swells to {info.file_size:,} bytes: made to choke on")
                with packed.open(info) as member:
                    yield from warc_pages(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ArchiveError(f"no WACZ: {error}") from None


def har_pages(raw: bytes) -> Iterator[Kept]:
    """The pages of a HAR 1.2, which browsers' developer tools save. Raises ArchiveError."""
    entries = _dig(_json(raw), "log", "entries")
    if not isinstance(entries, list):
        raise ArchiveError("no HAR: `log.entries` is missing")
    for entry in entries:
        content = _dig(entry, "response", "content")
        url, kind = _dig(entry, "request", "url"), str(_dig(content, "mimeType") or "")
        text = _dig(content, "text")
        if not isinstance(text, str) or not isinstance(url, str) or not any(word in kind for word in _READABLE):
            continue
        if _dig(entry, "response", "status") != 200:
            continue
        coded = _dig(content, "encoding") == "base64"
        body = _unbased(text) if coded else text.encode(errors="replace")
        if len(body) <= MAX_PAGE:
            yield Kept(
                url, str(_dig(entry, "startedDateTime") or ""), kind if coded else "text/html; charset=utf-8", body
            )


def mhtml_page(raw: bytes) -> Iterator[Kept]:
    """The page of an MHTML file (RFC 2557), as browsers save it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            url = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
            charset = part.get_content_charset()
            kind = f"text/html; charset={charset}" if charset else "text/html"
            if isinstance(body, bytes) and len(body) <= MAX_PAGE:
                yield Kept(url, str(message.get("Date") or ""), kind, body)
            return
    raise ArchiveError("no MHTML: it holds no HTML part")


def saved_page(raw: bytes) -> Iterator[Kept]:
    """A saved HTML page; its address is what the browser noted in it, or what the page calls its canonical one."""
    found = _SAVED_FROM.search(raw[:4096]) or _CANONICAL.search(raw)
    url = found[1].decode("utf-8", "replace") if found else ""
    if len(raw) <= MAX_PAGE:
        yield Kept(url if url.startswith("http") else "", "", "text/html", raw)


def read_bytes(path: Path) -> bytes:
    """A whole file. Raises ArchiveError when it is too large for its kind."""
    if path.stat().st_size > MAX_FILE:
        raise ArchiveError(f"larger than {MAX_FILE // 1024 // 1024} MB")
    return path.read_bytes()


def _json(raw: bytes) -> Any:
    try:
        return orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise ArchiveError(f"no JSON: {error}") from None


def _dig(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _unbased(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""
