"""Addresses: made absolute, freed of fragment and tracking, so that one listing has one address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.sources import netloc

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_ga|_gl|ref_src"
    r"|srsltid|spm|scm|trk|trkinfo|sessionid|phpsessid|jsessionid)\Z",
    re.IGNORECASE,
)


def canonical(url: str, base: str = "") -> str:
    """`url` absolute, host in lower case, without fragment and tracking parameters; empty when it is not http(s).

    A fragment that is a path (`#/iklan/5`, `#!5`) stays: pages drawn by JavaScript live there.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        place = netloc(urlunsplit(parts))
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not place:
        return ""
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _TRACKING.match(name)]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit((parts.scheme, place, parts.path or "/", query, fragment))
