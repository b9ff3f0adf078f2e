"""Links that call somebody (telephone, mail, messengers): no address of a listing, but a contact its text may lack."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import unquote, urlsplit

from crawler.extraction.names import MENU_TAGS
from crawler.extraction.outline import Node, Outline, up

_MOST = 10
_MOST_LINKS = 100
_LONGEST = 120
_CALLS = re.compile(
    r"(?:tel|sms|mailto|whatsapp|tg|line):"
    r"|(?:https?:)?//(?:www\.|web\.|api\.|m\.)?(?:wa\.me|whatsapp\.com/send|t\.me|telegram\.me|line\.me/(?:r/)?ti/p|m\.me"
    r"|zalo\.me|viber\.me|signal\.me)(?:[/?#]|\Z)",
    re.IGNORECASE,
)
_CALLING = re.compile(rf"href\s*=\s*[\"']?\s*(?:{_CALLS.pattern})", re.IGNORECASE)
_NEEDED = (".me", "whatsapp", "tel:", "sms:", "mailto:", "tg:", "line:")
"""One of these stands in every such link; looking for them takes a tenth of the time."""
_NUMBER = re.compile(r"(?:phone=|wa\.me/)\+?(\d{6,15})", re.IGNORECASE)
_SHARES = re.compile(r"/share\b|[?&](?:url|link)=", re.IGNORECASE)
_FRAME = re.compile(r"(?:^|[\W_])(?:foot\w*|float\w*|fab|sticky|nav\w*|share\w*|social\w*|topbar|top-?bar)(?:[\W_]|$)")
"""What stands around the contacts of the site itself, and around buttons that pass a page on."""


def calls(href: str) -> bool:
    """Whether a link opens a telephone, mail or messenger rather than a page."""
    return _CALLS.match(href) is not None


def may_call(html: str) -> bool:
    """Whether markup may hold a link that calls somebody; told quickly, because most pages hold none."""
    small = html.lower()
    return any(needed in small for needed in _NEEDED) and _CALLING.search(html) is not None


def contacts_in(outline: Outline, nodes: Iterable[Node]) -> str:
    """The contacts that links among these nodes hold, a line each: numbers, mail addresses, addresses of messengers.

    Those of the site's frame (footer, floating button, buttons to share) are left out.
    """
    found: dict[str, None] = {}
    links = (node for node in nodes if node.tag == "a" and not node.hidden and calls(node.attr("href")))
    for node in islice(links, _MOST_LINKS):
        if (told := contact_of(node.attr("href"))) and not _framed(outline, node):
            found[told] = None
    return "\n".join(list(found)[:_MOST])


def contact_of(href: str) -> str:
    """What a link that calls says of whom: a number, a mail address or a messenger's address; empty when nobody."""
    scheme, _, rest = href.partition(":")
    if scheme.lower() in ("tel", "sms", "mailto"):
        return unquote(rest).partition("?")[0].strip()[:_LONGEST]
    if number := _NUMBER.search(href):
        return f"https://wa.me/{number[1]}"
    path = urlsplit(href).path.strip("/")
    own = scheme.lower() in ("http", "https", "") and path and not _SHARES.search(href)
    return href.partition("?")[0][:_LONGEST] if own and "whatsapp" not in href.lower() and "wa.me" not in href else ""


def _framed(outline: Outline, node: Node) -> bool:
    return any(
        (one.tag in MENU_TAGS - {"aside"} and not _in_article(one))
        or (_FRAME.search(one.names) and not outline.is_layout(one))
        for one in up(node)
    )


def _in_article(node: Node) -> bool:
    """Whether a `header` or `footer` is that of an article or a card, not that of the site."""
    return any(one.tag in ("article", "li", "section", "main") for one in up(node))
