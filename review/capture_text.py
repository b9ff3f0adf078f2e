"""A stored capture as plain text: what a person would have read, without markup, scripts, or anything that loads."""

from __future__ import annotations

import io
import zlib

from selectolax.lexbor import LexborHTMLParser
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

MOST_BYTES = 4_000_000
MOST_CHARS = 20_000
UNSEEN = ("script", "style", "noscript", "template", "head")


def text_of(record: bytes) -> str:
    """The text of the answer in a WARC record, at most MOST_CHARS characters; what is no text is told by its kind.

    JSON and feeds come as they are. Never raises for a record that cannot be read: it says so.
    """
    try:
        for one in ArchiveIterator(io.BytesIO(record)):
            if one.rec_type == "response":
                kind = (one.http_headers.get_header("content-type") or "") if one.http_headers else ""
                body = one.content_stream().read(MOST_BYTES)
                return _text(body, kind.lower())[:MOST_CHARS]
    except (ArchiveLoadFailed, OSError, ValueError, zlib.error) as error:
        return f"({type(error).__name__})"
    return ""


def _text(body: bytes, kind: str) -> str:
    if "html" in kind or (not kind and body.lstrip()[:1] == b"<"):
        tree = LexborHTMLParser(body)
        tree.strip_tags(list(UNSEEN))
        lines = (tree.body.text(separator="\n") if tree.body else "").splitlines()
        return "\n".join(" ".join(line.split()) for line in lines if line.strip())
    if kind.startswith(("image/", "video/", "audio/", "font/")):
        return f"({kind})"
    return body.decode("utf-8", "replace")
