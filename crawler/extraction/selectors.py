"""The selectors a source names: CSS through selectolax, XPath through parsel, `match` through RE2."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import re2
from parsel import Selector
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.extraction.text import node_text, tidy
from crawler.extraction.transforms import transformed
from crawler.sources import FieldRule

_PSEUDO = re.compile(r"(?P<css>.*?)\s*::(?P<what>text|attr\((?P<attr>[^)\s]+)\))\s*\Z", re.DOTALL)
_PROBE = LexborHTMLParser("<html><body></body></html>")


class SelectorError(ValueError):
    """A selector or pattern that cannot be read; `mend` says what to write."""

    def __init__(self, found: str, mend: str) -> None:
        super().__init__(found)
        self.mend = mend


def is_xpath(select: str) -> bool:
    """Whether `select` is an XPath: those start with `/`, `./` or `(`."""
    return select.startswith(("/", "./", "(", ".//"))


@lru_cache(maxsize=512)
def split(select: str) -> tuple[str, str | None]:
    """A CSS selector and what to take: None the visible text, `text` the element's own text, else an attribute.

    >>> split("a.next::attr(href)"), split("h1"), split("::attr(id)")
    (('a.next', 'href'), ('h1', None), ('', 'id'))
    """
    if m := _PSEUDO.match(select):
        return m["css"].strip(), m["attr"] or "::text"
    return select.strip(), None


def check_css(select: str) -> None:
    """Raises SelectorError when the selector cannot be read."""
    css, _ = split(select)
    try:
        if css:
            _PROBE.css(css)
    except SelectolaxError:
        mend = "write a CSS selector such as `h1.title` or `a.card::attr(href)`"
        raise SelectorError(f"{select!r} is no CSS selector", mend) from None


def check_rule(rule: FieldRule) -> None:
    """Raises SelectorError when selector or pattern cannot be read."""
    if is_xpath(rule.select):
        try:
            Selector(text="<p/>").xpath(rule.select)
        except ValueError:
            mend = "write an XPath such as `//h1/text()`"
            raise SelectorError(f"{rule.select!r} is no XPath", mend) from None
    else:
        check_css(rule.select)
    if rule.match is not None:
        try:
            _pattern(rule.match)
        except re2.error as error:
            mend = "write it in RE2 syntax (no look-around, no back-references)"
            raise SelectorError(f"`match` is no RE2 pattern: {_reason(error)}", mend) from None


@lru_cache(maxsize=512)
def _pattern(pattern: str) -> re2._Regexp:
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options=options)


def _reason(error: re2.error) -> str:
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def values(root: LexborNode, rule: FieldRule) -> list[str]:
    """What `rule` finds under `root`: one text if it does not join, none of them empty."""
    found = _by_xpath(root, rule.select) if is_xpath(rule.select) else _by_css(root, rule.select)
    if rule.match is not None:
        found = matched(found, rule.match)
    found = transformed(found, rule.then)
    kept = [text for text in found if text]
    if rule.join is not None and kept:
        return [rule.join.join(kept)]
    return kept


def links(root: LexborNode, select: str) -> list[str]:
    """Addresses as written: the named attribute, or `href` of what is selected or of the first link in it."""
    css, attribute = split(select)
    found: list[str | None] = []
    for node in root.css(css):
        if attribute and attribute != "::text":
            found.append(node.attributes.get(attribute))
        elif node.tag == "a":
            found.append(node.attributes.get("href"))
        elif inner := node.css_first("a[href]"):
            found.append(inner.attributes.get("href"))
    return [link.strip() for link in found if link and link.strip()]


def _by_css(root: LexborNode, select: str) -> list[str]:
    css, what = split(select)
    nodes: Sequence[LexborNode] = root.css(css) if css else [root]
    if what is None:
        return [node_text(node) for node in nodes]
    if what == "::text":
        return [tidy(node.text(deep=False)) for node in nodes]
    return [(node.attributes.get(what) or "").strip() for node in nodes]


def _by_xpath(root: LexborNode, select: str) -> list[str]:
    found = Selector(text=root.html or "", type="html").xpath(select)
    return [_xpath_text(item) for item in found]


def _xpath_text(item: Selector) -> str:
    raw = item.get() or ""
    if isinstance(item.root, str):
        return tidy(raw)
    body = LexborHTMLParser(raw).body
    return node_text(body) if body is not None else ""


def matched(texts: Sequence[str], pattern: str) -> list[str]:
    """What a pattern keeps of these texts: its first group, or the whole match; texts without one are left out."""
    matches = (_pattern(pattern).search(text) for text in texts)
    return [(m.group(1) if m.re.groups else m.group(0)) or "" for m in matches if m]
