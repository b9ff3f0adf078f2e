"""Licence numbers by shape: what an agency shows to look licensed, so that rules and reviewers can check it.

Shapes only: whether a number was ever issued must be asked of the authority. The forms are those that the Indonesian
ministries for manpower, migrant workers and sea transport print, and those of the neighbours that receive workers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rules.fold import Folded

KINDS = ("sip3mi", "sip2mi", "siuppak", "p3mi", "decree", "lpk", "nib", "job_order", "agency", "poea")
"""SIP3MI or SIPPTKI (placement company), SIP2MI (recruiting permit), SIUPPAK (crewing agency), P3MI (any other number
of a placement company), decree (of a minister or director general), LPK (training institute), NIB (business number),
job order, agency (foreign: EA, JTKSM, MOM), POEA or DMW (Philippines)."""
MOST_LICENCES = 100
"""A text with more than this is no listing; the rest of it is not read."""


@dataclass(frozen=True, slots=True)
class Licence:
    """One of KINDS with its `number` as `plain_number` writes it, at folded `[start, end)`."""

    start: int
    end: int
    kind: str
    number: str

    def raw_span(self, folded: Folded) -> tuple[int, int]:
        """The published characters."""
        return folded.span(self.start, self.end)


_YEAR = r"\s?(?:/|,|-)?\s?(?:tahun|thn|th)\.?\s?(?:19|20)[0-9]{2}"
_SERIAL = (
    r"(?:kep|sk|al|lt|kk|um|hk|jo|b|c|d)?[\s./]{0,2}"
    rf"[0-9]{{1,6}}(?:\.[0-9]{{1,4}}){{0,3}}(?:(?:\s?[/-]\s?[a-z0-9]{{1,12}}(?:[.&-][a-z0-9]{{1,10}}){{0,3}}){{1,6}}(?:{_YEAR})?|{_YEAR})"
)
_NAMES = {
    "sip3mi": r"sip+3mi|sipp?p?tkis?|siup\s?p3mi|surat izin perusahaan penempatan(?: pekerja migran(?: indonesia)?)?",
    "sip2mi": r"sip2mi|surat izin perekrutan(?: pekerja migran(?: indonesia)?)?|sip pengerahan",
    "siuppak": r"siup+ak|surat izin usaha perekrutan dan penempatan awak kapal|siup pak",
    "p3mi": r"p3mi|pptkis",
    "lpk": r"(?:izin |ijin |sk )?lpk|tdlpk",
    "nib": r"nib|nomor induk berusaha",
    "job_order": r"job\s?order|jo|demand letter",
    "agency": r"(?:ea|mom|employment agency) licen[cs]e|jtksm|licen[cs]e|lic|agensi",
    "decree": r"kep(?:utusan)?(?:\s?(?:menteri|menaker(?:trans)?|dirjen))?|kepmen(?:aker)?|"
    r"sk (?:men(?:aker)?|dirjen|kemnaker|bp2mi|kp2mi)",
}
_WEAK = re.compile(r"jo|licen[cs]e|lic|agensi|kep\w*")
"""Names behind which a bare number may be anything, unless it is called a number."""
_OWNERS = "no|nomor|nomer|number|reg|izin|ijin|sk|resmi|kemnaker|kp2mi|bp2mi|ri"
_LABEL = rf"(?:[\s:.,()#-]{{0,3}}\b(?:{_OWNERS})\b){{0,4}}[\s:.,()#-]{{0,4}}"
_LABELLED = r"[\s:.,()#-]{0,3}(?:(?:no|nomor|nomer|number|reg)\b[\s:.,()#-]{0,4}|[:#]\s?){1,2}"
_NAMED = re.compile("|".join(rf"(?P<{kind}>\b(?:{name})\b)" for kind, name in _NAMES.items()))
_BEHIND = re.compile(rf"{_LABEL}(?P<number>{_SERIAL})(?![a-z0-9])")
_PLAIN = r"(?P<number>[0-9]{4,16}|[0-9]{2}[a-z][0-9]{4})(?![a-z0-9/-])"
_BEHIND_STRONG = re.compile(_LABEL + _PLAIN)
_BEHIND_WEAK = re.compile(_LABELLED + _PLAIN)
_ALONE = re.compile(
    r"\b(?P<decree>kep[\s.]{0,2}[0-9]{1,4}\s?/\s?(?:men|dirjen|ppkt|pptkpkk|kp2mi|bp2mi|bnp2tki)(?:[.-]?[a-z0-9]{1,12}){0,3}(?:\s?/\s?[a-z0-9]{1,12}(?:[.-][a-z0-9]{1,8}){0,3}){0,5}"
    r"|[0-9]{1,4}/(?:men|kp2mi|bp2mi)/[ivx]{1,4}/20[0-9]{2})(?![a-z0-9])"
    r"|\b(?P<poea>(?:poea|dmw)-?[0-9]{3}-(?:lb|sb)-[0-9]{6}(?:-[a-z]{1,3})?)(?![a-z0-9])"
    r"|(?<![0-9])(?P<agency>[0-9]{2}c[0-9]{4})(?![a-z0-9])"
)
_PHONE = re.compile(r"(?:\+?62|0)8[0-9]{2}")
_YEAR_ALONE = re.compile(r"(?:19|20)[0-9]{2}")
_DATE = re.compile(r"[0-3]?[0-9][/-][01]?[0-9](?:[/-](?:20)?[0-9]{2})?")


def read_licences(folded: Folded) -> tuple[Licence, ...]:
    """All licence numbers in the order of the text; never two over the same characters."""
    found: list[Licence] = []
    for licence in sorted(_all(folded.text), key=lambda licence: (licence.start, -licence.end)):
        if not found or licence.start >= found[-1].end:
            found.append(licence)
    return tuple(found)


def _all(text: str) -> Iterator[Licence]:
    for match in islice(_ALONE.finditer(text), MOST_LICENCES):
        yield Licence(*match.span(), str(match.lastgroup), plain_number(match.group()))
    for match in islice(_NAMED.finditer(text), MOST_LICENCES):
        plain = _BEHIND_WEAK if _WEAK.fullmatch(match.group()) else _BEHIND_STRONG
        behind = _BEHIND.match(text, match.end()) or plain.match(text, match.end())
        if behind is not None and _may_be(behind["number"]):
            yield Licence(match.start(), behind.end(), str(match.lastgroup), plain_number(behind["number"]))


def _may_be(number: str) -> bool:
    """Whether it is neither a phone number nor a year, nor a price or a date."""
    return not (_PHONE.match(number) or _YEAR_ALONE.fullmatch(number) or _DATE.fullmatch(number))


def plain_number(written: str) -> str:
    """A number as it is compared: capitals, `/` between its parts, one blank before and after TAHUN.

    "Kep. 123 / MEN / III / 2019" and "KEP.123/MEN/III/2019" are both `KEP.123/MEN/III/2019`.
    """
    number = re.sub(r"\s?([/.-])\s?", r"\1", " ".join(written.upper().split()))
    return re.sub(r"\s?\b(?:TAHUN|THN|TH)\b\.?\s?", " TAHUN ", number).strip()
