"""Links in folded text, defanged ones too, and what a link to a known platform says: a handle, a number, or a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import re2

from rules.contacts import numbering
from rules.contacts.numerals import NUMBER_WORD
from rules.contacts.phones import number_at
from rules.contacts.shapes import DOT, SLASH, TIGHT_DOT, TLDS, Taken, as_published, disguised, joined
from rules.fold import Folded

_SCHEME = r"(?:h[tx]{2}ps?\s?[\[(]?:[\])]?\s?/\s?/\s?)"
_PLATFORM = re2.compile(
    rf"(?:^|[^a-z0-9._/@-]|{_SCHEME})((?:{_SCHEME}(?:www{DOT})?|www{DOT})?"
    rf"((?:(?:api|web|chat|m){DOT})?(?:whatsapp|telegram|instagram){DOT}(?:com|me|dog|org)"
    rf"|(?:w[a4]|t|line|ig|wasap|wa{DOT}link)(?:{DOT}|,)(?:me|my|at)|lin{DOT}ee|instagr{DOT}am"
    rf"|(?:wa|t|telegram)\s{{1,2}}me|api\s{{1,2}}whatsapp\s{{1,2}}com|(?:w\sa|t){DOT}m\se){SLASH})".encode()
)
_APP = re2.compile(rb"(?:^|[^a-z0-9])((?:whatsapp|tg)://(?:send/?\?|resolve\?)[^\s]*)")
_GENERIC = re2.compile(
    rf"({_SCHEME}(?:[a-z0-9_-]+{TIGHT_DOT})*[a-z0-9-]+(?::[0-9]{{2,5}})?(?:/[^\s\x1a<>\"]*)?"
    rf"|www{TIGHT_DOT}(?:[a-z0-9_-]+{TIGHT_DOT})+[a-z0-9-]+(?:/[^\s\x1a<>\"]*)?)".encode()
)
_PATH_SIGN = r"(?:/|\s?[\[(](?:/|slash)[\])]\s?|\s(?:slash|garing|garis miring)\s)"
_BARE = re2.compile(
    rf"(?:^|[^a-z0-9.@/_-])((?:[a-z0-9][a-z0-9-]*{TIGHT_DOT})+(?:{TLDS})"
    rf"(?:{_PATH_SIGN}[^\s\x1a<>\"]*)?)(?:$|[^a-z0-9@-])".encode()
)
_CUE = re.compile(
    r"(?<![a-z])(?:klik|link|situs|web(?:site)?|kunjungi|buka|daftar(?:kan)?|pendaftaran|akses|cek|lamar|site|visit|info|url|halaman)"
    r"[\s:;.,>\x1a=/-]{1,4}(?:(?:di|ke|link|website|web|situs|kami|resmi|hanya|only|ini|nya|diri|segera)[\s:>\x1a-]{0,3}){0,4}$"
)
_PATH = re.compile(r"[^\s\x1a<>\"]*")
_ESCAPED = re.compile(r"(?<=\+)[0-9](?:[0-9-]|%20){7,24}|[0-9](?:[0-9-]|%20){7,24}")
_TRAIL = ".,;:!?'\")]}>*|"
_NAME = re.compile(r"[a-z][a-z0-9_]{3,31}(?![a-z0-9_])")
_IG_NAME = re.compile(r"[a-z0-9_][a-z0-9._]{0,28}[a-z0-9_](?![a-z0-9_])")
_LINE_NAME = re.compile(r"(?:r/)?(?:ti/p/)?\s?(?:~|@|%40|%7e)\s?([a-z0-9._-]{3,32})")
_SPOKEN = re.compile(rf"{NUMBER_WORD}(?![a-z0-9])")
_TG_PAGES = frozenset(
    {"joinchat", "share", "addstickers", "addemoji", "proxy", "socks", "c", "iv", "login", "addlist", "boost"}
)
_HOMES = frozenset(
    {
        "wa.me",
        "t.me",
        "whatsapp.com",
        "telegram.org",
        "telegram.me",
        "instagram.com",
        "line.me",
        "facebook.com",
        "tiktok.com",
    }
)
"""Pages of a platform itself, which reach nobody."""
_IG_PAGES = frozenset({"p", "reel", "reels", "tv", "explore", "accounts", "direct", "about", "share"})


class Link(NamedTuple):
    """What a link gives: pairs of kind and value, at folded `[start, end)`."""

    contacts: tuple[tuple[str, str], ...]
    start: int
    end: int
    obscured: bool


def read_platform_links(folded: Folded, data: bytes, region: str, taken: Taken) -> Iterator[Link]:
    """Links to WhatsApp, Telegram, LINE and Instagram, however defanged; each is marked in `taken`."""
    for match in _PLATFORM.finditer(data):
        start, after = match.span(1)
        if taken.has(start):
            continue
        link = _platform(folded, start, match.start(2), after, region)
        if link is not None:
            taken.take(link.start, link.end)
            yield link
    if b"://" in data:
        for match in _APP.finditer(data):
            link = _app(folded, match.start(1), match.end(1), region)
            if link is not None and not taken.has(link.start):
                taken.take(link.start, link.end)
                yield link


def read_pages(folded: Folded, data: bytes, taken: Taken) -> Iterator[Link]:
    """Links to any other page; each is marked in `taken`."""
    for pattern in (_GENERIC, _BARE):
        for match in pattern.finditer(data):
            start, end = match.span(1)
            if not taken.has(start) and (link := _page(folded, start, end, pattern is _BARE)):
                taken.take(link.start, link.end)
                yield link


def _path_end(text: str, start: int) -> int:
    match = _PATH.match(text, start)
    end = match.end() if match else start
    while end > start and text[end - 1] in _TRAIL:
        if text[end - 1] == ")" and "(" in text[start:end]:
            break
        end -= 1
    return end


def _platform(folded: Folded, start: int, host_at: int, after: int, region: str) -> Link | None:
    text = folded.text
    written = text[host_at:after]
    host = re.sub(
        r"(?:slash|garing|garismiring|miring|/|[\[\](){}<>])+$", "", joined(written.rstrip("/ ")).replace(",", ".")
    )
    host = {
        "wame": "wa.me",
        "tme": "t.me",
        "telegramme": "telegram.me",
        "apiwhatsappcom": "api.whatsapp.com",
        "w4.me": "wa.me",
    }.get(host, host)
    clean = re.fullmatch(r"[a-z.]+/", written) is not None
    end = _path_end(text, after)
    found = _of_platform(folded, host, after, end, region)
    if found is None:
        return None
    contacts, used = found
    end = max(end, used)
    if not contacts:
        if end == after:
            return None
        contacts = (("url", _address(folded, start, host_at, host, after, end)),)
    obscured = (
        not clean or "x" in text[start : start + 4] or disguised(folded, start, end) or used > _path_end(text, after)
    )
    return Link(contacts, start, end, obscured)


def _of_platform(
    folded: Folded, host: str, after: int, end: int, region: str
) -> tuple[tuple[tuple[str, str], ...], int] | None:
    """Contacts a platform's path gives (none: it is only a page) and where they end; None when the path is empty."""
    text = folded.text
    if after >= len(text):
        return None
    if host in ("wa.me", "wasap.my", "wasap.at"):
        at = after + 2 if text.startswith("c/", after) else after
        read = _whatsapp(text, at, end, region)
        return None if not read[0] and _SPOKEN.match(text, after) else read
    if host.endswith("whatsapp.com"):
        key = re.compile(r"(?:send)?/?[^\s=]{0,20}?\s?\??[^\s]{0,80}?phone\s?=\s?").match(text, after)
        if host.startswith("chat.") or key is None:
            return (), end
        return _whatsapp(text, key.end(), end, region)
    if host.startswith(("t.me", "telegram")):
        return _telegram(text, after, end, region)
    if host == "line.me":
        name = _LINE_NAME.match(text, after)
        return ((("line", name.group(1).strip(".-")),), name.end()) if name else ((), end)
    if host.startswith(("instagram", "instagr", "ig.me", "m.instagram")):
        return _instagram(text, after, end)
    return (), end


def _whatsapp(text: str, at: int, end: int, region: str) -> tuple[tuple[tuple[str, str], ...], int]:
    if text.startswith("%2b", at):
        at += 3
    if text.startswith("+", at) and "%20" in text[at : at + 24]:
        at += 1
    coded = _ESCAPED.match(text, at)
    if coded is not None and "%20" in coded.group():
        value = numbering.international(re.sub(r"%20|-", "", coded.group()))
        return ((("whatsapp", value), ("phone", value)), coded.end()) if value else ((), end)
    phone = number_at(text, at, region, tight=True) or number_at(text, at, region, tight=False)
    if phone is None:
        return (), end
    return (("whatsapp", phone.value), ("phone", phone.value)), phone.end


def _telegram(text: str, at: int, end: int, region: str) -> tuple[tuple[tuple[str, str], ...], int]:
    if text[at] == "+":
        digits = re.match(r"\+[0-9]{8,15}(?![a-z0-9_-])", text[at:end])
        phone = number_at(text, at, region, tight=True) if digits else None
        return ((("phone", phone.value),), end) if phone else ((), end)
    at += 2 if text.startswith("s/", at) else 0
    at += 1 if text.startswith("@", at) else 0
    loose = text.startswith(" ", at)
    name = _NAME.match(text, at + loose)
    if loose and name is not None and not re.search(r"[0-9_]", name.group()):
        return (), end  # the next word, unless it can be nothing but a name
    if name is None or name.group() in _TG_PAGES:
        return (), end
    return (("telegram", name.group()),), name.end()


def _instagram(text: str, at: int, end: int) -> tuple[tuple[tuple[str, str], ...], int]:
    for lead in ("stories/", "_u/", "m/", "@"):
        if text.startswith(lead, at):
            at += len(lead)
    name = _IG_NAME.match(text, at)
    if name is None or name.group() in _IG_PAGES:
        return (), end
    return (("instagram", name.group().rstrip(".")),), name.end()


def _app(folded: Folded, start: int, end: int, region: str) -> Link | None:
    text = folded.text
    phone = re.search(r"phone=\+?(?=[0-9])", text[start:end])
    if phone is not None:
        found, _ = _whatsapp(text, start + phone.end(), end, region)
        return Link(found, start, end, disguised(folded, start, end)) if found else None
    name = re.search(r"domain=([a-z][a-z0-9_]{3,31})", text[start:end])
    return Link((("telegram", name.group(1)),), start, end, disguised(folded, start, end)) if name else None


def _address(folded: Folded, start: int, host_at: int, host: str, after: int, end: int) -> str:
    """`https://host/path` (http kept when it is written), the path in the published case."""
    host = f"www.{host}" if re.search(r"www\W", folded.text[start:host_at]) and not host.startswith("www") else host
    scheme = "http" if re.match(r"h[tx]{2}p(?!s)", folded.text[start:host_at]) else "https"
    return f"{scheme}://{host}/{as_published(folded, after, end)}".rstrip("/")


def _page(folded: Folded, start: int, end: int, bare: bool) -> Link | None:
    text = folded.text
    end = start + len(text[start:end].rstrip(_TRAIL))
    scheme = re.match(_SCHEME, text[start:end])
    host_at = start + (scheme.end() if scheme else 0)
    slash = re.compile(_PATH_SIGN).search(text, host_at, end)
    host_end, path_at = (slash.start(), slash.end()) if slash else (end, end)
    host = joined(text[host_at:host_end])
    if "." not in host or host.replace(".", "").isdigit():
        return None
    if bare and path_at >= end and not _CUE.search(text[max(0, start - 40) : start]):
        return None
    if (bare and not scheme and len(host) < 4) or (path_at >= end and host.removeprefix("www.") in _HOMES):
        return None
    obscured = (
        text[host_at:host_end] != host
        or text.startswith("hx", start)
        or (scheme is not None and not re.fullmatch(r"https?://", scheme.group()))
        or (slash is not None and slash.group() != "/")
        or disguised(folded, start, end)
    )
    return Link((("url", _address(folded, start, host_at, host, path_at, end)),), start, end, obscured)
