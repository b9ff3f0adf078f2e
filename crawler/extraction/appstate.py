"""What a page carries for its scripts (`__NEXT_DATA__`, `window.__INITIAL_STATE__ = {…}`), as listings.

Only JSON is read, nothing is run. What is no JSON (a script's own objects) is left alone.
"""

from __future__ import annotations

import html as html_entities
import re
from collections.abc import Iterator
from typing import Any

import orjson

from crawler.extraction.answers import items_at
from crawler.extraction.found import Found
from crawler.extraction.guess import guess
from crawler.sources import FieldRule

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_ASSIGNED = re.compile(
    r"(?:window|self|globalThis)\s*(?:\.\s*|\[\s*[\"'])([A-Za-z_$][\w$]*)(?:[\"']\s*\])?\s*=\s*(JSON\.parse\(\s*)?(?=[\[{\"'])"
    r"|(?:var|let|const)\s+(__[\w$]+|[A-Za-z_$]*(?:[Ss]tate|[Dd]ata|[Pp]rops|[Ss]tore))\s*=\s*(JSON\.parse\(\s*)?(?=[\[{\"'])"
)
_MAX_SCRIPTS = 200
_MAX_CHARS = 4_000_000
_FEWEST = 30
"""Characters below which a script holds no listings."""


def states(html: str) -> Iterator[Any]:
    """The JSON values in the page's scripts, JSON-LD left out."""
    for number, match in enumerate(_SCRIPT.finditer(html[:_MAX_CHARS])):
        attributes, body = match[1].lower(), match[2].strip()
        if number >= _MAX_SCRIPTS:
            return
        if "ld+json" in attributes or len(body) < _FEWEST:
            continue
        if "json" in attributes or "__next_data__" in attributes:
            yield from _whole(body.removeprefix("<!--").removesuffix("-->"))
        else:
            for assigned in _ASSIGNED.finditer(body):
                yield from _begun(body, assigned.end(), parsed=bool(assigned[2] or assigned[4]))


def _whole(text: str) -> Iterator[Any]:
    for attempt in (text, html_entities.unescape(text)):
        try:
            yield orjson.loads(attempt.strip())
        except orjson.JSONDecodeError:
            continue
        return


def _begun(body: str, start: int, *, parsed: bool) -> Iterator[Any]:
    """The JSON value that begins at `start`; after `JSON.parse(` a text that holds one."""
    end = _end(body, start)
    if end <= start:
        return
    raw = body[start:end]
    if raw[0] in "\"'":
        if parsed:
            yield from (inner for text in _string(raw) for inner in _whole(text))
        return
    yield from _whole(raw.replace(":undefined", ":null"))


def _string(raw: str) -> Iterator[str]:
    """A JavaScript string literal as text."""
    quoted = (
        raw if raw[0] == '"' else '"' + raw[1:-1].replace("\\'", "'").replace('"', '\\"').replace('\\\\"', '\\"') + '"'
    )
    try:
        yield orjson.loads(quoted)
    except orjson.JSONDecodeError:
        return


def _end(body: str, start: int) -> int:
    """Behind the bracket or quote that closes what begins at `start`; `start` when nothing does."""
    depth, quote, escaped = 0, "", False
    for at in range(start, len(body)):
        char = body[at]
        if quote:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == quote:
                quote = ""
                if not depth:
                    return at + 1
        elif char in "\"'":
            quote = char
        elif char in "[{":
            depth += 1
        elif char in "]}":
            depth -= 1
            if not depth:
                return at + 1
    return start


def state_listings(html: str) -> list[Found]:
    """The listings of the state that holds the most of them."""
    best: list[Found] = []
    for value in states(html):
        guessed = guess(value)
        if guessed is None:
            continue
        rules = {name: FieldRule(path) for name, path in guessed.fields.items()}
        found = [one for one in items_at(value, guessed.items, rules) if not one.empty]
        if len(found) > len(best):
            best = found
    return best
