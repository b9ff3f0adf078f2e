"""Markup to text: what a reader sees, line breaks kept, every other character as published."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SILENT = frozenset({"script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object", "select"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol"),
        *("p", "pre", "section", "table", "tbody", "td", "textarea", "th", "thead", "tr", "ul"),
    }
)
_VERBATIM = frozenset({"pre", "textarea"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")

_Part = str | int
"""A text, or the number of line breaks that must lie between its neighbours (as `innerText` of browsers counts)."""


def node_text(node: LexborNode) -> str:
    """The text under `node` as a browser lays it out: a line a block and `<br>`, an empty line beside each `<p>`.

    Walks without recursion, so that a page nested 300,000 deep costs no stack.
    """
    parts: list[_Part] = []
    verbatim = 0
    stack: list[LexborNode | str] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            verbatim -= item in _VERBATIM
            parts.append(_breaks(item))
            continue
        tag = item.tag or ""
        if item.is_text_node:
            raw = item.text_content or ""
            parts.append(raw if verbatim else _SPACES.sub(" ", raw))
        elif tag == "br":
            parts.append("\n")
        elif item.is_element_node and tag not in _SILENT:
            if tag in _BLOCKS:
                parts.append(_breaks(tag))
                verbatim += tag in _VERBATIM
                stack.append(tag)
            stack.extend(reversed(list(item.iter(include_text=True))))
    return _joined(parts)


def _breaks(tag: str) -> int:
    return 2 if tag == "p" else 1


def _joined(parts: list[_Part]) -> str:
    text: list[str] = []
    wanted = 0
    for part in parts:
        if isinstance(part, int):
            wanted = max(wanted, part)
            continue
        fresh = wanted or not text or text[-1].endswith(("\n", " "))
        piece = part.lstrip(" ") if fresh else part
        if not piece:
            continue
        if (wanted or piece == "\n") and text:
            text[-1] = text[-1].rstrip(" ")
        if wanted and text:
            text.append("\n" * wanted)
        wanted = 0
        text.append(piece)
    return _MANY_BREAKS.sub("\n\n", "".join(text)).strip(" \t\n")


def tidy(text: str) -> str:
    """A published text that holds no markup: line ends made `\\n`, the ends trimmed, nothing else touched."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\f")


def markup_text(value: str) -> str:
    """A text that may hold HTML (a feed's content, a JSON-LD description) as plain text.

    Without a tag only character references are read, so that `a < b` stays.
    """
    if not _MARKUP.search(value):
        return tidy(html.unescape(value) if "&" in value else value)
    body = LexborHTMLParser(value).body
    return node_text(body) if body is not None else ""
