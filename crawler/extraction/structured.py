"""Structured data of a page: JSON-LD by regex and orjson, microdata by extruct, both as schema.org objects."""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Mapping
from typing import Any

import orjson

from crawler.extraction.schemaorg import is_read

_BLOCK = re.compile(
    r"<script\b[^>]*\btype\s*=\s*[\"']?application/ld\+json[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL
)
_TYPE = re.compile(r"itemtype\s*=\s*(?:\"([^\"]*)|'([^']*)|([^\s>]+))")
_ODD = ("ITEMTYPE", "itemType", "ItemType")
_CONTROL = re.compile(r"[\x00-\x1f]")
_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
    "|&#0*(?:[0-8]|1[124-9]|2[0-9]|3[01]);|&#x0*(?:[0-8bcef]|1[0-9a-f]);",
    re.IGNORECASE,
)
"""What the reader of microdata cannot hold: one such character, and the page would be read as empty of listings."""
_MAX_BLOCKS = 50


def json_ld(html: str) -> list[Any]:
    """The decoded JSON-LD blocks of a page; what is not JSON is left out.

    Raw line breaks inside texts, CDATA and comment wrappers and HTML-escaped quotes are forgiven: real pages have them.
    """
    blocks = []
    for number, match in enumerate(_BLOCK.finditer(html)):
        if number >= _MAX_BLOCKS:
            break
        decoded = _decoded(match[1])
        if decoded is not None:
            blocks.append(decoded)
    return blocks


def _decoded(raw: str) -> Any:
    text = raw.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removeprefix("<![CDATA[").removesuffix("//]]>").removesuffix("]]>")
    for attempt in (text, _CONTROL.sub(" ", text), html_entities.unescape(text)):
        try:
            return orjson.loads(attempt.strip().rstrip(";"))
        except orjson.JSONDecodeError:
            continue
    return None


def microdata(html: str, url: str) -> list[Any]:
    """The microdata objects of a page in the shape of JSON-LD; empty when the page has none that a listing is read
    from: reading them takes longer than all else on a page, and most pages mark up nothing but crumbs and menus.
    """
    if "itemscope" not in html.lower() or not _has_listings(html):
        return []
    from extruct.w3cmicrodata import MicrodataExtractor

    try:
        found = MicrodataExtractor().extract(_NOT_XML.sub(" ", html), base_url=url)
    except ValueError:  # a character that lxml cannot hold, written in a way that nobody thought of
        return []
    return [_as_json_ld(item) for item in found]


def _has_listings(html: str) -> bool:
    """Whether a type of microdata is a listing or names some; one that is written oddly may be."""
    named = {"".join(found) for found in _TYPE.findall(html)}
    return any("&" in types or any(map(is_read, types.split())) for types in named) or any(odd in html for odd in _ODD)


def _as_json_ld(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_json_ld(item) for item in value]
    if isinstance(value, Mapping) and "properties" in value:
        return {"@type": value.get("type"), **{k: _as_json_ld(v) for k, v in value["properties"].items()}}
    return value
