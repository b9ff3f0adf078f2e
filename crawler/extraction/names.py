"""What authors of pages call things: words in classes and ids that tell lists, menus, titles, people and dates."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.extraction.outline import Node

STATE = re.compile(
    r"\A(?:first|last|odd|even|alt|alternate|active|selected|current|hot|new|unread|read|sticky|pinned|closed|locked"
    r"|hover|open|opened|visible|clear|clearfix|left|right|middle|sale|sold|featured|item-?\d*)\Z",
    re.IGNORECASE,
)
MENU = re.compile(
    r"(?:^|[\W_])(?:nav\w*|menu\w*|sub-?menu|foot\w*|breadcrumbs?|sidebar\w*|side|aside|pag(?:er|ination|enav\w*|e-?numbers?|elinks)|toolbar"
    r"|filter\w*|facets?|layered|social|share\w*|sharing|lang\w*|login|signin|search-?form|cookie\w*|consent|widgets?"
    r"|tag-?cloud|cart|basket|minicart|account|crumbs?|banner\w*|ads(?:bygoogle|ense)\w*|ad-?(?:slots?|units?|banners?)|sponsor\w*|recent\w*|related|similar"
    r"|recommend\w*|upsell\w*|cross-?sell\w*|viewed|bestsell\w*|ticker|legend|rss|skip|topbar|top-?links|blogroll"
    r"|partners?|promo\w*|teaser-?box|online|statistics|stats|who|jump\w*|quick-?links|sitemap|categor(?:y|ies)-?list)(?:[\W_]|$)"
)
FOOTER = re.compile(
    r"(?:(?:site|page|main|global)[-_]?)?footer(?:[-_](?:wrap|wrapper|container|inner))?\Z", re.IGNORECASE
)
LISTING = re.compile(
    r"product|listing|(?:^|[\W_])items?(?:[\W_]|$)|result|offer|thread|topic|discussion|post(?:[\W_s]|$)|article|entry"
    r"|card|(?:^|[\W_])ads?-?list|iklan|lowongan|job|vacanc|message|forum"
)
MENU_TAGS = frozenset({"nav", "footer", "aside", "header"})
_DIGITS = re.compile(r"\d")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TITLE = re.compile(r"title|(?:^|[\W_])name|headline|subject|judul|caption|betreff|titre|titulo|product-?link|topic")
PERSON = re.compile(
    r"user|author|member|(?:^|[\W_])by(?:[\W_]|$)|avatar|last-?post|(?:full|display|nick|screen|from)[-_]?name|(?:^|[\W_])sender|(?:^|[\W_])poster"
)
MEMBER = re.compile(r"member(?:list)?\b|[/?&;=](?:user|profile|author|u)s?(?:[/=.]|\.php)", re.IGNORECASE)
"""What addresses of people's pages hold."""
_AGO = r"(?:ago|lalu|k[ae]pungkur|k[ae]pengker)"
DATE = re.compile(
    r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b|\b\d{1,2}:\d{2}\b"
    rf"|\b\d+\s+\w+\s+(?:yang\s+)?{_AGO}\b|\b(?:\w+ )?(?:dina|dinten|jam|menit|minggu|wulan|sasi|week|month) {_AGO}\b"
    r"|\b\d{1,2}\.?\s+(?:jan|feb|mar|apr|may|mei|jun|jul|aug|agt|agu|ags|sep|oct|okt|nov|dec|des)[a-z]*\b"
    r"|\b(?:kemarin|yesterday|gestern|hier|hari ini|today|heute|baru saja|just now|wingi|kamari)\b"
    r"|\b(?:mau (?:esuk|awan|sore|bengi)|tadi (?:pagi|siang|sore|malam))\b|\d+年\d+月"
    r"|\b(?:\d{1,2}\.?\s+)?(?:jan|feb|mar|m[aä]r|apr|may|mei|mai|jun|jul|aug|agt|agu|sep|oct|okt|nov|dec|des|dez)[a-zéû]*\.?"
    r"\s+\d{1,4}\b",
    re.IGNORECASE,
)


def cleaned(node: Node) -> str:
    """The classes of an element that say what it is: not its state, and none that is numbered."""
    return ".".join(sorted({name for name in node.classes if not STATE.match(name) and not _DIGITS.search(name)}))


@lru_cache(maxsize=8192)
def says_menu(names: str) -> bool:
    """Whether a class or id names a menu, a side box or a banner."""
    return MENU.search(names) is not None


@lru_cache(maxsize=8192)
def says_listing(names: str) -> bool:
    """Whether a class or id names a product, a thread or the like."""
    return LISTING.search(names) is not None
