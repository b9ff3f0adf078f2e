"""Masking: how a contact looks on disk and on a page. Same length as published, so offsets of spans still fit.

Two nets, one behind the other: the spans and values that the verdict names as contacts, and then whatever still has
the shape of one (`contact_shapes`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import phonenumbers

from sandi.listing import scrub
from sandi.verdict import Contact
from storage import contact_shapes

MASK = "•"
SHORTEST_WORD = 3

HOUSES = frozenset(
    [
        "t.me",
        "wa.me",
        "chat.whatsapp.com",
        "api.whatsapp.com",
        "line.me",
        "lin.ee",
        "instagram.com",
        "facebook.com",
        "m.me",
        "bit.ly",
        "linktr.ee",
        "forms.gle",
        "docs.google.com",
        "discord.gg",
        "s.id",
        "tiktok.com",
        "x.com",
    ]
)

_NUMBERS = ("phone", "whatsapp")
_SEPARATOR = r"[\s.\-()/_]{0,3}"
_BETWEEN = re.compile(r"(?:[^\w]|_)+")
_SIGNS = r"(?:[^\w]|_|%[0-9a-f]{2}){0,4}"
"""What may stand between the parts of a contact when it is written again: an address built from a title has `-`."""


def mask_text(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with the characters of each `[start, end)` replaced by `•`; spaces and punctuation stay as separators."""
    chars: list[str] | None = None
    for start, end in spans:
        if chars is None:
            chars = list(text)
        for place in range(max(start, 0), min(end, len(chars))):
            chars[place] = _hidden(chars[place])
    return text if chars is None else "".join(chars)


def masked_value(kind: str, value: str) -> str:
    """A contact as people may see it: of a number country and last two digits, of a handle its first letter."""
    if kind in _NUMBERS:
        return _masked_number(value)
    if kind == "email":
        name, _, host = value.rpartition("@")
        return f"{_first(name)}@{MASK * 3}.{host.rpartition('.')[2]}" if name else _first(value)
    if kind == "url":
        return _masked_url(host_of(value))
    return "@" + _first(value.lstrip("@"))


class Hider:
    """Hides the contacts of one listing wherever they stand in it, in any usual spelling."""

    def __init__(self, contacts: Sequence[Contact], published: Iterable[str] = ()) -> None:
        """`published`: the contacts as they were written, so that an odd spelling is found a second time."""
        patterns = {shape for contact in contacts for shape in _spellings(contact)}
        patterns |= {_written(raw.strip()) for raw in published if len(raw.strip()) > SHORTEST_WORD}
        ordered = sorted(patterns, key=len, reverse=True)
        self._known = re.compile("|".join(ordered), re.IGNORECASE) if ordered else None
        self._numbers = [_national(contact.value) for contact in contacts if contact.kind in _NUMBERS]

    def field(self, text: str, spans: Iterable[tuple[int, int]]) -> str:
        """Title or text: the spans of contacts, known contacts, plain numbers and addresses."""
        return mask_text(text, [*spans, *contact_shapes.in_text(text), *self._known_spans(text)])

    def loose(self, text: str) -> str:
        """Any other field: known contacts, runs of eight and more digits, handles, addresses."""
        return mask_text(text, [*contact_shapes.in_field(text), *self._known_spans(text)])

    def url(self, url: str) -> str:
        """An address stays as it is unless a contact of the listing or something that reads as one stands in it."""
        masked = mask_text(url, [*self._known_spans(url), *contact_shapes.in_address(url)])
        return mask_text(masked, contact_shapes.in_slugs(masked))

    def price(self, price: float | None) -> float | None:
        """A price that is a phone number of the listing is none."""
        if price is None or price != price or abs(price) < 10_000_000:
            return price
        digits = str(int(price)) if abs(price) < 1e18 else ""
        return None if any(number and number in digits for number in self._numbers) else price

    def _known_spans(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in self._known.finditer(text)] if self._known else []


_NOBODY = Hider(())


def host_of(url: str) -> str:
    """The host of an address, with or without its scheme; empty when it has none."""
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""


def scrubbed(text: str) -> str:
    """Text that people or programs write beside a listing (notes, reasons, messages), without contacts."""
    return _NOBODY.loose(scrub(text))


def plain_scrubbed(text: str) -> str:
    """`scrubbed` for what programs write: ids of runs and dates keep their digits."""
    return _NOBODY.field(scrub(text), ())


def scrubbed_url(url: str) -> str:
    """An address without the mobile numbers and e-mail addresses that stand in it."""
    return _NOBODY.url(url)


def _hidden(char: str) -> str:
    return char if char.isspace() or unicodedata.category(char)[0] in "PZC" else MASK


def _masked_url(host: str) -> str:
    """The house stays readable when many live in it; a site of one's own is a contact by its name."""
    house = host.removeprefix("www.")
    shown = house if house in HOUSES else f"{MASK * 3}.{house.rpartition('.')[2]}" if "." in house else MASK * 3
    return f"{shown}/{MASK * 5}"


def _first(word: str) -> str:
    return (word[0] if len(word) > 5 and word[0].isalpha() else MASK) + MASK * 4


def _masked_number(value: str) -> str:
    digits = "".join(char for char in value if char.isdigit())
    if len(digits) < 8:
        return MASK * len(digits)
    country = _country(value)
    hidden = MASK * (len(digits) - len(country) - 2)
    groups = "-".join(hidden[place : place + 4] for place in range(0, len(hidden), 4))
    return f"{'+' + country + ' ' if country else ''}{groups}-{digits[-2:]}"


def _country(value: str) -> str:
    try:
        return str(phonenumbers.parse(value).country_code)
    except phonenumbers.NumberParseException:
        return ""


def _national(value: str) -> str:
    digits = "".join(char for char in value if char.isdigit())
    return digits.removeprefix(_country(value))


def shape_of(contact: Contact) -> str | None:
    """A pattern of a contact in any usual spelling, without the `@` of a handle; None when it is too short to know."""
    found = _spellings(contact)
    return found[0].removeprefix("@?") if found else None


def _spellings(contact: Contact) -> list[str]:
    value = contact.value.strip()
    if contact.kind in _NUMBERS:
        number = _national(value)
        country = re.escape(_country(value))
        return [rf"(?:\+?{country}{_SEPARATOR}|0)?" + _SEPARATOR.join(number)] if len(number) > 5 else []
    if contact.kind == "email":
        return [re.escape(value).replace("@", "(?:@|%40)")]
    if contact.kind == "url":
        return [re.escape(re.sub(r"(?i)^https?://(www\.)?", "", value))]
    handle = value.lstrip("@")
    return [rf"@?{_written(handle)}"] if len(handle) >= SHORTEST_WORD else []


def _written(text: str) -> str:
    """A pattern of `text` with any signs where it has signs, so that `bunga_kerja` is found in `/bunga-kerja-7`."""
    parts = [re.escape(part) for part in _BETWEEN.split(text) if part]
    if len(parts) < 2 or sum(map(len, parts)) <= SHORTEST_WORD:
        return _word(text)
    return rf"(?<![^\W_]){_SIGNS.join(parts)}(?![^\W_])"


def _word(text: str) -> str:
    left = r"(?<!\w)" if text[:1].isalnum() else ""
    right = r"(?!\w)" if text[-1:].isalnum() else ""
    return f"{left}{re.escape(text)}{right}"
