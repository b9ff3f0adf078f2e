"""Places in folded text: provinces and regencies of Indonesia, countries, and places known for scam compounds.

One Aho-Corasick automaton finds the longest names. Names that are ordinary words as well (Batu, Malang) count only when
a preposition, a capital letter or a place beside them says that a place is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import ahocorasick_rs

from rules import place_names as names
from rules.fold import OTHER, Folded

KINDS = ("province", "regency", "country", "compound")


@dataclass(frozen=True, slots=True)
class Place:
    """A place at folded `[start, end)`: one of KINDS, canonical `name`, ISO 3166 `country`.

    `closed_to_placement` says that no Indonesian worker is placed in its country (`place_names.CLOSED_TO_PLACEMENT`).
    """

    start: int
    end: int
    kind: str
    name: str
    country: str
    closed_to_placement: bool

    def raw_span(self, folded: Folded) -> tuple[int, int]:
        """The published characters."""
        return folded.span(self.start, self.end)


class _Entry(NamedTuple):
    kind: str
    name: str
    country: str
    doubtful: bool


_PREPOSITION = re.compile(
    r"(?:^|[^a-z])(?:di|ke|dari|asal|kelahiran|daerah|kota|kab|kabupaten|wilayah|domisili|lokasi|loc|penempatan|tujuan|"
    r"area|se|kec|prov|"
    r"propinsi|provinsi|sekitar|seputar|cabang|negara|kerja|orang|gadis|warga|from|in|to|alamat|kirim|via|pulau|"
    r"khusus|asli)"
    r"[\s:.,(-]{1,3}$"
)
_TOWN = re.compile(
    r"(?:^|[^a-z])(?:kota|kab|kabupaten|asal|kelahiran|domisili|alamat|wilayah|lokasi|daerah)[\s:.(-]{1,3}$"
)
_BESIDE = re.compile(r"[\s]?[,/&()|-][\s(]{0,2}|\s(?:dan|atau|ke|-|sampai)\s|\s")
_ROUTE = re.compile(rf"\s?(?:-|>|->|{OTHER})\s?")
_STREET = re.compile(
    r"(?:^|[^a-z])(?:jl|jln|jalan|gang|gg|jend|jendral|perum|komplek|ruko|pasar|bank|pt|cv|hotel)[\s.]{1,2}$"
)
_PRODUCT = re.compile(
    r"(?:^|[^a-z])(?:pisang|tahu|tempe|ubi|salak|jeruk|mangga|bawang|sambal|rawon|gudeg|kerupuk|keripik|dodol|bika|bolu|"
    r"lumpia|asinan|rujak|martabak|kain|songket|sarung|tenun|gula|garam|ayam|bebek|kacang|keris|gethuk|getuk|wingko|bunga|kembang|pohon|tanaman|bibit|bonsai|minyak|dupa|motif|kayu|kopi|sepatu|bahasa|masakan|"
    r"restoran|resto|"
    r"made in|buatan|ukir|ukiran|kue|soto|sate|bakso|nasi|mie|pempek|lada|merica|drama|timnas|vs|lawan|wisata|"
    r"tour|trip)"
    r"[\s:-]{1,2}$"
)
_LEET_GATE = re.compile(r"[a-z][013457]+[a-z]")
_MIXED = re.compile(r"[a-z0-9]*[a-z][013457][a-z][a-z0-9]*")
_LEET = str.maketrans("013457", "oieast")
_CHINESE = re.compile(f"{OTHER}{{2,16}}")


def _entries() -> Iterator[tuple[str, _Entry]]:
    for name, aliases in names.PROVINCES.items():
        for word in (name.lower(), *_split(aliases)):
            yield word, _Entry("province", name, "ID", word in names.ORDINARY_WORDS)
    for listed in names.REGENCIES.values():
        for word in _split(listed):
            for alias in (word, *_split(names.REGENCY_ALIASES.get(word, ""))):
                yield alias, _Entry("regency", word.title(), "ID", alias in names.ORDINARY_WORDS)
    for code, (name, aliases) in names.COUNTRIES.items():
        for word in (name.lower(), *_split(aliases)):
            yield word, _Entry("country", name, code, False)
    for name, (code, aliases) in names.COMPOUNDS.items():
        for word in (name.lower(), *_split(aliases)):
            doubtful = name in names.COMPOUNDS_WITH_COUNTRY and word == name.lower()
            yield word, _Entry("compound", name, code, doubtful)


def _split(written: str) -> list[str]:
    return [word for part in written.split(";") if (word := part.strip())]


@cache
def _automaton() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...], dict[str, _Entry]]:
    """The automaton, its patterns and what each means; a regency called like its province (Jambi) is the province."""
    table: dict[str, _Entry] = {}
    for word, entry in _entries():
        table.setdefault(word, entry)
    words = tuple(table)
    made = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return made, words, table


def read_places(folded: Folded) -> tuple[Place, ...]:
    """All places in the order of the text, the longest name at each point."""
    text = folded.text
    automaton, words, table = _automaton()
    hits = [
        (start, end, table[words[index]])
        for index, start, end in automaton.find_matches_as_indexes(text)
        if _whole(text, start, end)
    ]
    hits += _in_chinese(folded)
    if _LEET_GATE.search(text):
        hits += _disguised(text, hits)
    hits.sort(key=lambda hit: hit[:2])
    countries = {entry.country for _, _, entry in hits if entry.kind == "country" or not entry.doubtful}
    return tuple(
        Place(start, end, entry.kind, entry.name, entry.country, entry.country in names.CLOSED_TO_PLACEMENT)
        for i, (start, end, entry) in enumerate(hits)
        if _meant(folded, hits, i, countries)
    )


def _disguised(text: str, known: list[tuple[int, int, _Entry]]) -> list[tuple[int, int, _Entry]]:
    """Countries and compounds written with figures for letters (K4mboja): one figure, one letter, so offsets stay."""
    read = _MIXED.sub(lambda word: word.group().translate(_LEET), text)
    automaton, words, table = _automaton()
    found = []
    for index, start, end in automaton.find_matches_as_indexes(read):
        entry = table[words[index]]
        if entry.kind in ("country", "compound") and _whole(read, start, end) and text[start:end] != read[start:end]:
            found.append((start, end, entry))
    return [hit for hit in found if not any(a < hit[1] and hit[0] < b for a, b, _ in known)]


def _whole(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _in_chinese(folded: Folded) -> list[tuple[int, int, _Entry]]:
    found = []
    for run in _CHINESE.finditer(folded.text):
        raw_start, raw_end = folded.span(*run.span())
        raw = folded.raw[raw_start:raw_end]
        for word, meant in names.CHINESE.items():
            if len(raw) == len(run.group()) and (at := raw.find(word)) >= 0:
                start = run.start() + at
                found.append((start, start + len(word), _chinese_entry(meant)))
    return found


def _chinese_entry(meant: str) -> _Entry:
    if meant in names.COUNTRIES:
        return _Entry("country", names.COUNTRIES[meant][0], meant, False)
    return _Entry("compound", meant, names.COMPOUNDS[meant][0], False)


def _meant(folded: Folded, hits: list[tuple[int, int, _Entry]], i: int, countries: set[str]) -> bool:
    """Whether a name is meant as a place."""
    start, _, entry = hits[i]
    text = folded.text
    before = text[max(0, start - 20) : start]
    if _STREET.search(before) or (_PRODUCT.search(before) and entry.kind != "compound"):
        return False
    if not entry.doubtful:
        return True
    if entry.kind == "compound":
        return entry.country in countries
    if _has_neighbour(text, hits, i) or _on_a_route(folded, hits, i):
        return True
    if text[start : hits[i][1]] in names.THINGS:
        return _TOWN.search(before) is not None or (_PREPOSITION.search(before) is not None and _capital(folded, start))
    return _PREPOSITION.search(before) is not None or (_capital(folded, start) and not _opens(folded, start))


def _has_neighbour(text: str, hits: list[tuple[int, int, _Entry]], i: int) -> bool:
    """Whether an undoubted place stands right beside, as in "Batu, Jawa Timur"."""
    start, end, _ = hits[i]
    if i and not hits[i - 1][2].doubtful and _BESIDE.fullmatch(text[hits[i - 1][1] : start]):
        return True
    return i + 1 < len(hits) and not hits[i + 1][2].doubtful and bool(_BESIDE.fullmatch(text[end : hits[i + 1][0]]))


def _on_a_route(folded: Folded, hits: list[tuple[int, int, _Entry]], i: int) -> bool:
    """Whether two doubted names with capitals are joined by a dash: "Kupang - Medan"."""
    for first, second in ((i - 1, i), (i, i + 1)):
        if first < 0 or second == len(hits):
            continue
        between = folded.text[hits[first][1] : hits[second][0]]
        if _ROUTE.fullmatch(between) and _capital(folded, hits[first][0]) and _capital(folded, hits[second][0]):
            return True
    return False


def _capital(folded: Folded, start: int) -> bool:
    """Whether the published name has a capital first and a small letter after it: SHOUTED text says nothing."""
    at = folded.at(start)
    raw = folded.raw[at : at + 2]
    return len(raw) == 2 and raw[0].isupper() and raw[1].islower()


def _opens(folded: Folded, start: int) -> bool:
    """Whether a sentence opens here, where every word has a capital."""
    before = folded.text[max(0, start - 3) : start].rstrip(" \"'(*-")
    return not before or before[-1] in ".!?:\n" + OTHER
