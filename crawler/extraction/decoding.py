"""Bytes of a page to text, as browsers do it: what is declared counts, then UTF-8, then Windows-1252.

https://encoding.spec.whatwg.org/ and the fallback of HTML 13.2.3.2; guessing by statistics reads curly quotes as
Baltic letters, so it is not done.
"""

from __future__ import annotations

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding


def decoded(body: bytes, content_type: str = "") -> str:
    """The text of a page; `content_type` is the header's value. Bytes that do not fit become U+FFFD."""
    bom, mark = read_bom(body)
    declared = bom or http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    raw = body[len(mark) :] if mark else body
    if declared and (name := resolve_encoding(declared)):
        return raw.decode(name, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
