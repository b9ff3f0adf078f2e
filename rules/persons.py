"""Figures and words that describe a person: age, height, weight, sex, heads, months of pregnancy.

A number alone does not say of whom it speaks. So each fact tells whether it is asked of applicants (`requirement`) and
whether it rather belongs to goods, pets or an audience (`goods`); rules decide what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

import re2

from rules.amounts import number_of_words
from rules.fold import Folded
from rules.person_words import (
    ASKED,
    AUDIENCE,
    BOUND,
    BOUNDED,
    BUILD,
    CAPACITY,
    DIMENSION,
    DURATION_AFTER,
    DURATION_BEFORE,
    FEMALE,
    FURNITURE,
    GOODS_SEX,
    HEADS,
    MALE,
    NO_HEADS,
    OBJECT_AGE,
    OBJECT_BEFORE,
    PERSON_BEFORE,
    PERSON_ELSE,
    PERSON_NEAR,
    PETS,
)

MOST_FIGURES = 2000
"""A text with more figures of one kind than this is no listing; the rest of it is not read."""
KINDS = ("age", "height", "weight", "sex", "count", "pregnancy")


@dataclass(frozen=True, slots=True)
class PersonFact:
    """`low` to `high` at folded `[start, end)`, in years, cm, kg, heads or months; for `sex`, `text` says which.

    "maks 35" is read as 17–35 and "min 18" as 18–65, so that an open end makes nobody a child.
    """

    start: int
    end: int
    kind: str
    low: float = 0.0
    high: float = 0.0
    text: str = ""
    requirement: bool = False
    goods: bool = False

    def raw_span(self, folded: Folded) -> tuple[int, int]:
        """The published characters."""
        return folded.span(self.start, self.end)


_N = r"([0-9]{1,3}(?:[.,][0-9])?)"
_TO = r"\s?(?:-+|s/d|s\.d\.?|sd|sampai(?: dengan)?|smp|hingga|to|~|dan|and|sampe|sampek)\s?"
_TO_AGE = (
    rf"(?:{_TO}|[\s,]{{1,2}}(?:dan |and )?"
    r"(?:max(?:imal|imum|i)?|maks(?:imal|imum)?|mak|paling tua|sampai)[\s.:]{1,2})"
)
_WORD_NUMBER = (
    r"((?:(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|sepuluh|sebelas|puluh|belas)\s?){1,3})"
)
_BOUND_WORD = re.compile(rf"(?<![a-z])(?:{BOUND})(?![a-z])")
_UPWARD = re.compile(r"min|di ?atas|lebih|over|paling muda|at least")
_YEARS = r"tahunan|tahun|taun|taon|thn|th|yrs?(?: old)?|years?(?: old)?|y\.?/?o"
_MONTHS = r"bulan|bln|months?"
_SHORT = r"minggu|mgg|weeks?|hari|days?"
_AGE = re2.compile(
    (
        rf"\b(?:(?:ber)?umur|umurnya|umurku|(?:ber)?usia|usianya|usiaku|ages?|aged|umr|usia2)\b"
        rf"(?:[\s:.=(]|{BOUND}|antara|sekitar|kisaran|baru|masih|mulai|dari|ideal|genap|between|saya|dia|aku|"
        r"ku|nya|kami|calon|pelamar|kandidat|kurang lebih|rata2|produktif){0,6}"
        rf"(?:{_N}|{_WORD_NUMBER})(?:\s?(?:{_YEARS}|{_MONTHS})?{_TO_AGE}{_N})?"
        rf"(?:\s?-?({_YEARS}|{_MONTHS}|{_SHORT}|an)\b)?"
    ).encode()
)
_YEARS_OLD = re2.compile(
    rf"(?:^|[^0-9a-z.,])((?:{BOUND})\s?)?{_N}(?:\s?(?:{_YEARS})?{_TO_AGE}{_N})?\s?({_YEARS})(?:$|[^a-z0-9])".encode()
)
_INFANT = re2.compile(
    rf"\b(?:bayi|balita|batita|orok|newborn|baby|anak|dede|dedek|si kecil)(?:ku|nya)?"
    rf"(?:\s(?:{FEMALE}|{MALE}|saya|kami|lucu|sehat|kecil|ini|usia|umur|berusia|berumur|baru|lahir|perempuannya))"
    rf"{{0,3}}[\s,:(]{{1,3}}{_N}(?:{_TO}{_N})?\s?(bulan|bln|bl|minggu|mgg|hari|hr|months?|weeks?|"
    rf"days?)(?:an)?(?:$|[^a-z0-9])".encode()
)
_PAIR_OF_PERSON = re2.compile(
    rf"\b(?:{FEMALE}|{MALE}|tb ?/ ?bb|postur|body)(?:nya)?[\s:,(=]{{1,3}}(1[3-9][0-9])\s?[/-]\s?"
    r"([3-9][0-9])(?:$|[^0-9/.,-]|[.,](?:$|[^0-9]))".encode()
)
_TALL = re2.compile(
    rb"(?:^|[^0-9a-z.,x])(1[.,][3-9][0-9]|1[3-9][0-9])\s?(m|meter|cm)?\s(?:tinggi(?:nya| badan(?:nya)?|ku)?|tall|tb)\b"
)
_HEIGHT = re2.compile(
    rf"\b(?:tinggi(?: badan)?(?:ku|nya|mu)?|tb|t\.b|height)(?:\s?/\s?(?:berat(?: badan)?|bb))?"
    rf"(?:[\s:.=]|nya|{BOUND}|sekitar|kira2|around){{0,5}}([0-9]{{3}}|"
    rf"1[.,][0-9]{{2}})(?:{_TO}([0-9]{{3}}))?\s?(cm|m\b)?"
    rf"(?:\s?[/,&]\s?([0-9]{{2,3}})(?:\s?kg)?)?".encode()
)
_WEIGHT = re2.compile(
    rf"\b(?:berat(?: badan)?(?:ku|nya|mu)?|bobot(?:nya)?|bb|b\.b|weight)(?:[\s:.=]|nya|{BOUND}|ideal|lahir|"
    rf"bayi|saya|aku|sekarang|sekitar){{0,6}}{_N}(?:{_TO}{_N})?\s?(kg|kilo|gr|gram|g|ton)?\b".encode()
)
_BORN_WEIGHT = re2.compile(
    rf"\blahir(?:nya|an)?[\s:,]{{1,2}}(?:dengan |bb |berat |normal ){{0,2}}{_N}\s?(?:kg|kilo)\b".encode()
)
_PAIR = re2.compile(rb"(?:^|[^0-9a-z.,x])(1[3-9][0-9])\s?(?:cm)?\s?[/,&|-]?\s?([3-9][0-9])\s?kg\b")
_PREGNANT = re2.compile(
    (
        rf"\b(?:(?:hamil|bumil|mengandung|kandungan|kehamilan|pregnant|hml)(?:nya)?"
        rf"(?:[\s:,.(]|usia|umur|masuk|jalan|sudah|udah|udh|sdh|kandungan|kehamilan|baru|sekitar|tua){{0,6}}"
        rf"{_N}(?:{_TO}{_N})?\s?-?({_MONTHS}|minggu|mgg|mg|weeks?|w)\b"
        rf"|{_N}\s?({_MONTHS}|minggu|weeks?)\s?(?:hamil|pregnant|kandungan)"
        rf"|(?:hamil tua|trimester (?:3|iii|tiga|akhir))\b)"
    ).encode()
)
_SEX = re2.compile(rf"\b(?:({FEMALE})|({MALE}))\b".encode())
_SEX_AGE = re2.compile(
    rf"\b(?:{FEMALE}|{MALE})\s?(?:[/,&]|dan|atau)?\s?(?:{FEMALE}|{MALE})?"
    r"(?: (?:muda|cantik|single|lajang|sehat|manis|baik|desa|kampung|belia|cakep|ganteng|tulen))?[ ,:(]{1,2}"
    rf"([1-6][0-9])(?:{_TO}([1-6][0-9]))?(?:$|[^a-z0-9.,/%x-]|[.,)](?:$|[^0-9]))".encode()
)
_COUNT = re2.compile(
    rf"(?:^|[^0-9a-z.,-])(?:([0-9]{{1,4}})|{_WORD_NUMBER})(?:\s?\([a-z ]{{3,24}}\))?\s?({HEADS})\b".encode()
)


def read_persons(folded: Folded) -> tuple[PersonFact, ...]:
    """All facts about persons in the order of the text; never two of one kind over the same characters."""
    text, data = folded.text, folded.text.encode()
    found: list[PersonFact] = []
    taken: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for reader in _READERS:
        for fact in reader(text, data):
            span = range(fact.start, fact.end)
            kinds = ("age", "pregnancy") if fact.kind == "age" else (fact.kind,)
            if all(taken[kind].isdisjoint(span) for kind in kinds):
                taken[fact.kind].update(span)
                found.append(fact)
    found.sort(key=lambda fact: (fact.start, fact.end, fact.kind))
    adult = any(f.kind == "age" and not f.goods and not f.requirement for f in found)
    return tuple(_settled(text, fact, adult) for fact in found)


def _settled(text: str, fact: PersonFact, adult: bool) -> PersonFact:
    """A height or weight in cm or kg beside a piece of furniture is its own, unless somebody has an age."""
    if fact.kind not in ("height", "weight") or fact.goods or adult:
        return fact
    if not FURNITURE.search(text, max(0, fact.start - 70), fact.start):
        return fact
    return replace(fact, goods=True)


def _number(written: bytes | None) -> float:
    return float(written.replace(b",", b".")) if written else 0.0


def _window(text: str, start: int, size: int) -> str:
    return text[max(0, start - size) : start]


def _ages(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_AGE.finditer(data), MOST_FIGURES):
        start, end = match.span()
        low = _number(match.group(1)) or number_of_words((match.group(2) or b"").decode())
        high = _number(match.group(3))
        unit = (match.group(4) or b"").decode()
        if not low or OBJECT_AGE.match(text, start + 4) or OBJECT_BEFORE.search(_window(text, start, 40)):
            continue
        if unit.startswith(("bul", "bln", "month")):
            low, high = low / 12, high / 12
        elif re.fullmatch(_SHORT, unit):
            of_year = 52 if unit.startswith(("m", "w")) else 365
            low, high = low / of_year, high / of_year
        elif unit == "an":
            high = low + 9
        fact = _aged(text, start, end, low, high, unit == "an", text[start:end])
        if fact is not None:
            yield fact


def _years_old(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_YEARS_OLD.finditer(data), MOST_FIGURES):
        start = match.start(1) if match.group(1) else match.start(2)
        end = match.end(4)
        low, high = _number(match.group(2)), _number(match.group(3))
        before = _window(text, start, 36)
        if (
            not 1 <= low <= 90
            or OBJECT_BEFORE.search(before)
            or DURATION_BEFORE.search(before)
            or DURATION_AFTER.match(text, end)
        ):
            continue
        if low < 12 and not PERSON_BEFORE.search(before):
            continue
        fact = _aged(text, start, end, low, high, False, (match.group(1) or b"").decode())
        if fact is not None:
            yield fact


def _infants(text: str, data: bytes) -> Iterator[PersonFact]:
    """ "bayi perempuan 3 bulan": a child's age in months, weeks or days without a word for age."""
    for match in islice(_INFANT.finditer(data), MOST_FIGURES):
        unit = (match.group(3) or b"").decode()
        of_year = 12 if unit.startswith(("b", "mo")) else 52 if unit.startswith(("mi", "mg", "w")) else 365
        low = _number(match.group(1)) / of_year
        high = _number(match.group(2)) / of_year or low
        if low <= high <= 3:
            start = match.start(1)
            goods = high > low or _not_a_persons_age(text, start, match.end(3), low, high)  # "0-12 bulan": a size
            yield PersonFact(start, match.end(3), "age", low, high, goods=goods)


def _ages_by_sex(text: str, data: bytes) -> Iterator[PersonFact]:
    """ "wanita 20-35, bisa masak": a figure behind a word for women or men, without a unit."""
    for match in islice(_SEX_AGE.finditer(data), MOST_FIGURES):
        start = match.start(1)
        end = match.end(2) if match.group(2) else match.end(1)
        if re.match(rf"\s?(?:{HEADS}|kg|cm|jt|juta|rb|ribu|hari|jam|bulan|pcs|unit|x)\b", text[end : end + 16]):
            continue
        if not GOODS_SEX.search(_window(text, match.start(), 44)):
            fact = _aged(text, start, end, _number(match.group(1)), _number(match.group(2)), False, "")
            if fact is not None:
                yield fact


def _aged(text: str, start: int, end: int, low: float, high: float, about: bool, written: str) -> PersonFact | None:
    before = _window(text, start, 60)
    bound = _BOUND_WORD.search(written) or BOUNDED.search(before)
    if high and high < low:
        return None
    ranged = bool(high) and not about
    high = high or low
    after = re.match(r"\s?(?:ke ?(bawah|atas)|(\+)|(and above|and below))", text[end : end + 16])
    if bound is not None and not ranged:
        up = _UPWARD.match(bound.group().strip()) is not None
        low, high = (low, max(low, 65.0)) if up else (min(low, 17.0), high)
    elif after is not None and not ranged:
        up = after.group(1) == "atas" or after.group(2) is not None or after.group(3) == "and above"
        low, high = (low, max(low, 65.0)) if up else (min(low, 17.0), high)
    if high > 110:
        return None
    asked = ranged or bound is not None or after is not None
    goods = _not_a_persons_age(text, start, end, low, high)
    return PersonFact(start, end, "age", low, high, requirement=asked and not goods, goods=goods)


def _not_a_persons_age(text: str, start: int, end: int, low: float, high: float) -> bool:
    around = text[max(0, start - 60) : end + 40]
    if PETS.search(around) and high <= 25:
        return True
    return low < 13 and high <= 16 and AUDIENCE.search(_window(text, start, 44)) is not None


def _heights(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_HEIGHT.finditer(data), MOST_FIGURES):
        start, end = match.span()
        low = _number(match.group(1))
        if low < 3:
            low *= 100
        high = _number(match.group(2)) or low
        if not 50 <= low <= high <= 230 or re.match(r"\s?x|[0-9]|[.,][0-9]|\s?m(?:eter|dpl)", text[end : end + 6]):
            continue
        stop = match.end(3) if match.group(3) else match.end(2) if match.group(2) else match.end(1)
        goods = _is_dimension(text, start, stop) or _high_thing(text, start)
        yield _measured(text, start, stop, "height", low, high, goods)
        if (weight := _number(match.group(4))) and 25 <= weight <= 160:
            yield _measured(text, match.start(4), end, "weight", weight, weight, goods)


def _high_thing(text: str, start: int) -> bool:
    """Whether a bare "tinggi" follows a word for a thing, and nothing near is of a person: "pintu tinggi 210"."""
    if re.match(r"tinggi (?:badan|minimal|maksimal|sekitar)|tinggi[knm]|tb|t\.b|height", text[start : start + 16]):
        return False
    before = re.search(r"([a-z]+) $", _window(text, start, 24))
    if before is None or BUILD.fullmatch(before.group(1)):
        return False
    return PERSON_ELSE.search(text, max(0, start - 60), start) is None and (
        PERSON_ELSE.search(text, start + 6, start + 60) is None
    )


def _weights(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_WEIGHT.finditer(data), MOST_FIGURES):
        start, end = match.span()
        low = _number(match.group(1))
        high = _number(match.group(2)) or low
        unit = (match.group(3) or b"").decode()
        if (
            unit in ("gr", "gram", "g", "ton")
            or not 2 <= low <= high <= 200
            or re.match(r"/[0-9]", text[end : end + 2])
        ):
            continue
        short = text.startswith(("bb", "b.b", "berat badan"), start)
        if low < 25 and not short and not re.search(r"\b(?:bayi|newborn|baby|lahir)\W*$", _window(text, start, 12)):
            continue
        named = short or re.match(r"berat(?: badan|ku|mu)", text[start : start + 12]) is not None
        goods = _is_dimension(text, start, end) or PETS.search(_window(text, start, 24)) is not None
        goods = goods or not (named or PERSON_NEAR.search(text, max(0, start - 80), end + 60))
        yield _measured(text, start, end, "weight", low, high, goods)


def _born(text: str, data: bytes) -> Iterator[PersonFact]:
    """ "lahir 3,1 kg": a child's weight without a word for weight."""
    for match in islice(_BORN_WEIGHT.finditer(data), MOST_FIGURES):
        low = _number(match.group(1))
        if 0.8 <= low <= 6:
            goods = PETS.search(_window(text, match.start(), 40)) is not None
            yield PersonFact(match.start(1), match.end(), "weight", low, low, goods=goods)


def _tall(text: str, data: bytes) -> Iterator[PersonFact]:
    """ "1,65 m tinggi": the figure before the word."""
    for match in islice(_TALL.finditer(data), MOST_FIGURES):
        low = _number(match.group(1))
        low = low * 100 if low < 3 else low
        goods = _is_dimension(text, match.start(1), match.end())
        yield _measured(text, match.start(1), match.end(), "height", low, low, goods)


def _pairs(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(chain(_PAIR.finditer(data), _PAIR_OF_PERSON.finditer(data)), MOST_FIGURES):
        goods = _is_dimension(text, match.start(1), match.end())
        height, weight = _number(match.group(1)), _number(match.group(2))
        yield _measured(text, match.start(1), match.end(1), "height", height, height, goods)
        end = match.end() if match.group().endswith(b"kg") else match.end(2)
        yield _measured(text, match.start(2), end, "weight", weight, weight, goods)


def _is_dimension(text: str, start: int, end: int) -> bool:
    return DIMENSION.search(text, max(0, start - 32), min(len(text), end + 28)) is not None


def _measured(text: str, start: int, end: int, kind: str, low: float, high: float, goods: bool) -> PersonFact:
    bound = _BOUND_WORD.search(text, start, end) or BOUNDED.search(_window(text, start, 10))
    if bound is not None and low == high:
        ends = (low, 230.0 if kind == "height" else 200.0)
        low, high = ends if _UPWARD.match(bound.group().strip()) else (low / 2, low)
    return PersonFact(start, end, kind, low, high, requirement=bound is not None and not goods, goods=goods)


def _pregnancies(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_PREGNANT.finditer(data), MOST_FIGURES):
        low = _number(match.group(1) or match.group(4))
        high = _number(match.group(2)) or low
        unit = (match.group(3) or match.group(5) or b"").decode()
        if not unit:
            low, high = 7.0, 9.0
        elif unit.startswith(("mi", "mg", "w")):
            low, high = low / 4.345, high / 4.345
        if 0 < low <= high <= 10.5:
            goods = PETS.search(text, max(0, match.start() - 40), match.end()) is not None
            yield PersonFact(match.start(), match.end(), "pregnancy", low, high, goods=goods)


def _sexes(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_SEX.finditer(data), MOST_FIGURES):
        start, end = match.span()
        before = _window(text, start, 44)
        goods = GOODS_SEX.search(before) is not None or PETS.search(before) is not None
        asked = not goods and ASKED.search(before) is not None
        said = "female" if match.group(1) else "male"
        yield PersonFact(start, end, "sex", text=said, requirement=asked, goods=goods)


def _counts(text: str, data: bytes) -> Iterator[PersonFact]:
    for match in islice(_COUNT.finditer(data), MOST_FIGURES):
        start = match.start(1) if match.group(1) else match.start(2)
        number = _number(match.group(1)) or number_of_words((match.group(2) or b"").decode())
        if 1 <= number <= 5000:
            before = _window(text, start, 44)
            goods = CAPACITY.search(before) is not None or NO_HEADS.match(text, match.start(3)) is not None
            asked = not goods and ASKED.search(before) is not None
            yield PersonFact(start, match.end(3), "count", number, number, requirement=asked, goods=goods)


_READERS = (
    *(_pregnancies, _ages, _years_old, _infants, _ages_by_sex, _pairs, _tall, _heights, _weights, _born),
    *(_sexes, _counts),
)
