"""Makes rules and listings out of a seed, for `sandi rules bench`: the same seed makes the same text anywhere.

The words are invented but fall as words of a language do (Zipf), so that what is common in listings is common in rules'
context and rare in their phrases. Every listing is new: an engine that learns while it reads gains nothing twice.
No word here takes away the meaning of the next (tidak, tanpa): other engines know no negation.
"""

from __future__ import annotations

import hashlib
import random
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import orjson

from rules.loader import RuleSet
from rules.reader import read_rule, read_signals
from rules.schema import Signal
from rules.speech import plain
from sandi.errors import InputError, Problem
from sandi.listing import Listing
from sandi.strict_yaml import load_text

CONTEXT: Mapping[str, Sequence[str]] = {
    "work": "kerja lowongan karyawan posisi shift kantor pabrik proyek lamaran staf".split(),  # noqa: SIM905
    "pay": "gaji juta bonus komisi tunjangan upah lembur bayaran dibayar modal".split(),  # noqa: SIM905
    "contact": "whatsapp telegram hubungi inbox chat admin nomor kontak telepon grup".split(),  # noqa: SIM905
    "person": "wanita pria gadis usia umur tahun lulusan menikah lajang tinggi".split(),  # noqa: SIM905
    "travel": "berangkat tiket paspor visa bandara malaysia kamboja taiwan mess agen".split(),  # noqa: SIM905
    "deal": "harga promo diskon nego transfer ongkir garansi stok order cicilan".split(),  # noqa: SIM905
}
"""Common words, ten a group: each group is a signal that many rules share."""

_COMMON = """
    dan di yg yang ini utk untuk dgn dengan dari ke ada bisa anda kami akan sdh lebih hari baru murah barang kondisi
    jg masih ukuran warna bahan siap kirim pesan toko jual beli rumah mobil motor kamar meja kursi lemari bagus asli
    lbh sekolah kota dekat pasar jalan pagi sore bln buah kain tas sepatu sawah kebun ibu bapak org dapat pakai lama
    besar kecil putih hitam merah biru paket isi kotak lengkap minat segera info krn mesin alat listrik air kayu besi
    jt rb pcs size model ready seri set unit jasa kursus les servis antar jemput wa tlp hub lokasi daerah pusat cabang
""".split()  # noqa: SIM905 - a list of words reads better as words
_TAKING_AWAY = frozenset({"tidak", "bukan", "tanpa", "jangan", "anti", "bebas", "kagak", "belum", "ndak", "non"})

WORDS = 40_000
_RARE_FROM = 8_000
"""Rank beyond which words fall faster than before, as they do in real languages (Ferrer i Cancho and Solé, 2001)."""
_ONSETS = "b c d g h j k l m n p r s t w y ng ny".split()  # noqa: SIM905
_AFFIXES = (
    *(("me", ""), ("mem", "kan"), ("meng", "i"), ("di", ""), ("di", "kan"), ("ber", ""), ("ter", ""), ("", "an")),
    *(("ke", "an"), ("pe", "an"), ("se", ""), ("per", "an")),
)
_VOWELS = "aaaaiiuueeo"
_CODAS = (*[""] * 6, "n", "ng", "r", "s", "k", "t", "m", "l", "h")
_ACCENTED = str.maketrans("aeiou", "áéíóú")
_EMOJI = "🔥✨👉📞✅💼🌸🛒"
_LEET = str.maketrans("oieas", "01345")


@dataclass(frozen=True, slots=True)
class Part:
    """A selection: any of some phrases and patterns (RE2 syntax, on folded text), or a group of CONTEXT."""

    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class MadeRule:
    """A rule before it is written down; `written` are texts that its patterns match."""

    id: str
    parts: Mapping[str, Part]
    condition: str
    written: tuple[str, ...] = ()

    def planted(self) -> Iterator[tuple[str, ...]]:
        """Texts that stand together in a listing for the rule's sake."""
        phrases = [phrase for part in self.parts.values() for phrase in part.phrases]
        together = 2 if self.condition.startswith("2 of") else 1
        yield from (tuple(phrases[i : i + together]) for i in range(0, len(phrases), together))
        yield from ((text,) for text in self.written * 5)

    def yaml(self) -> str:
        """The rule as its author would hand it in."""
        detection: dict[str, object] = {name: _selection(part) for name, part in self.parts.items()}
        example = next(phrase for part in self.parts.values() for phrase in (*part.phrases, *self.written))
        value = {
            "title": f"Made rule {self.id}",
            "id": self.id,
            "status": "stable",
            "revision": 1,
            "tactic": "fake-job",
            "description": "Made for measuring.",
            "references": ["bench"],
            "falsepositives": ["all of them"],
            "detection": {**detection, "condition": self.condition},
            "examples": {
                "match": [{"text": example}],
                "no_match": [{"text": "selamat pagi", "because": next(iter(self.parts))}],
            },
        }
        return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def _selection(part: Part) -> object:
    if part.group:
        return {"signal": f"context.{part.group}"}
    tests: list[dict[str, list[str]]] = []
    if part.phrases:
        tests.append({"text|word": list(part.phrases)})
    if part.patterns:
        tests.append({"text|re": list(part.patterns)})
    return tests


class Language:
    """Invented words by falling frequency, after the common ones."""

    def __init__(self, rng: random.Random) -> None:
        context = [word for group in CONTEXT.values() for word in group]
        rng.shuffle(context)
        words = dict.fromkeys(_COMMON[:30])
        for word in [*_COMMON[30:], *(_word(rng) for _ in range(200))]:
            words.setdefault(word)
            if len(words) % 5 == 0 and context:
                words.setdefault(context.pop())
        words |= dict.fromkeys(context)
        while len(words) < WORDS:
            word = _word(rng)
            if word[::-1] not in words:  # sandi reads words backwards too, and would find one more than the others
                words.setdefault(word)
        self.words = tuple(words)
        self._weights = [*accumulate(1 / (rank + 2.7) / (1 + rank / _RARE_FROM) for rank in range(WORDS))]

    def drawn(self, rng: random.Random, count: int) -> list[str]:
        """`count` words as often as each is used."""
        whole = self._weights[-1]
        return [self.words[bisect_right(self._weights, rng.random() * whole)] for _ in range(count)]

    def among(self, rng: random.Random, first: int, last: int) -> str:
        """A word of the ranks `[first, last)`, each as likely."""
        return self.words[rng.randrange(first, last)]


def _word(rng: random.Random) -> str:
    """An invented word that is read as it is written."""
    while True:
        syllables = [
            rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((2, 2, 2, 3, 3)))
        ]
        head, tail = rng.choice(_AFFIXES) if rng.random() < 0.3 else ("", "")
        word = head + "".join(syllables) + tail
        if plain(word) == word and word not in _TAKING_AWAY:
            return word


@dataclass(frozen=True, slots=True)
class Made:
    """Rules, and the language that listings for them are written in."""

    seed: int
    rules: tuple[MadeRule, ...]
    language: Language
    _planted: tuple[tuple[str, ...], ...]

    @property
    def phrases(self) -> frozenset[str]:
        """All phrases of all rules, context words left out."""
        return frozenset(phrase for rule in self.rules for part in rule.parts.values() for phrase in part.phrases)

    @property
    def patterns(self) -> frozenset[str]:
        """All patterns of all rules."""
        return frozenset(pattern for rule in self.rules for part in rule.parts.values() for pattern in part.patterns)

    def listings(self, name: str, count: int) -> Iterator[Listing]:
        """`count` listings that belong to `name`; another name gives other listings."""
        for number in range(count):
            rng = random.Random(f"{self.seed}/{name}/{number}")  # noqa: S311 - nothing secret
            yield _listing(rng, self, f"bench:{name}/{number}")


def make(rules: int, seed: int = 1) -> Made:
    """`rules` rules of the kinds that rule sets are made of. Of 20: ten `a`, five `a and b and not f`, two `2 of`, two
    `(a or x) and b`, one `x and not f`, where x is a pattern, b common context and f a filter.
    """
    rng = random.Random(seed)  # noqa: S311
    language = Language(rng)
    filters = [language.among(rng, 2_000, 8_000) for _ in range(60)]
    made = tuple(_rule(rng, language, filters, number) for number in range(rules))
    return Made(seed, made, language, tuple(texts for rule in made for texts in rule.planted()))


def _rule(rng: random.Random, language: Language, filters: Sequence[str], number: int) -> MadeRule:
    kind = number % 20
    rule = MadeRule(f"made-{number:05}", {}, "a")
    a = Part(phrases=_phrases(rng, language, rng.randint(5, 10)))
    b = Part(group=rng.choice([*CONTEXT]))
    f = Part(phrases=tuple(dict.fromkeys(rng.choices(filters, k=3))))
    if kind < 10:
        return replace(rule, parts={"a": a})
    if kind < 15:
        return replace(rule, parts={"a": a, "b": b, "f": f}, condition="a and b and not f")
    if kind < 17:
        signs = {f"s_{i}": Part(phrases=(phrase,)) for i, phrase in enumerate(_phrases(rng, language, 6))}
        return replace(rule, parts=signs, condition="2 of s_*")
    pattern, written = _pattern(rng, language)
    x = Part(patterns=(pattern,))
    if kind < 19:
        return replace(rule, parts={"a": a, "x": x, "b": b}, condition="(a or x) and b", written=(written,))
    return replace(rule, parts={"x": x, "f": f}, condition="x and not f", written=(written,))


def _phrases(rng: random.Random, language: Language, count: int) -> tuple[str, ...]:
    """Phrases of one to three words; what stands alone is a rare word."""
    found: dict[str, None] = {}
    while len(found) < count:
        size = rng.choice((1, 1, 2, 2, 2, 3))
        words = [language.among(rng, 200, 20_000) for _ in range(size)]
        found[" ".join(words) if size > 1 else language.among(rng, WORDS // 2, WORDS)] = None
    return tuple(found)


def _pattern(rng: random.Random, language: Language) -> tuple[str, str]:
    """A pattern as rule authors write them, and a text that it matches."""
    one, two, three = (language.among(rng, 8_000, WORDS) for _ in range(3))
    kinds = (
        (
            rf"\b{one}\W+(?:\w+\W+){{0,3}}(?:gaji|upah)\W+(?:rp\W*)?[0-9]{{1,2}}\W*(?:jt|juta)\b",
            f"{one} per bulan gaji {rng.randint(2, 30)} juta",
        ),
        (
            rf"\b(?:umur|usia)\W+(?:1[89]|2[0-9]|3[0-5])\W+(?:tahun\W+)?(?:{one}|{two})\b",
            f"usia {rng.randint(18, 35)} tahun {one}",
        ),
        (rf"\b{one}\W+(?:\w+\W+){{0,6}}{two}\b", f"{one} toko baru {two}"),
        (rf"\b{one}\b.{{0,60}}\b{two}\b", f"{one} dekat pasar kota {two}"),
        (rf"\b{one}\W+(?:yang\W+|untuk\W+)?(?:{two}|{three})\b", f"{one} untuk {three}"),
        (rf"\b{one}(?:an|kan)?\W+[0-9]{{1,3}}\W*(?:{two}|orang)\b", f"{one} {rng.randint(2, 90)} {two}"),
    )
    return rng.choice(kinds)


# Listings -------------------------------------------------------------------------------------------------------

_NO_TITLE = frozenset({"gaji", "upah", "umur", "usia", "juta", "jt", "wa", "yg"})


_PLANTED = (0, 1, 2), (88, 11, 1)
"""How many texts are planted in a listing for the sake of rules, and in how many listings of a hundred; real crawls
hold far less."""


def _listing(rng: random.Random, made: Made, url: str) -> Listing:
    language = made.language
    words = language.drawn(rng, rng.randint(54, 94))
    for _ in range(rng.choices(*_PLANTED)[0] if made.rules else 0):
        for text in rng.choice(made._planted):
            words.insert(rng.randrange(len(words)), text)
    title = " ".join(word for word in language.drawn(rng, rng.randint(3, 7)) if word not in _NO_TITLE)
    text = f"{_sentences(rng, words)} {_end(rng, language)}"
    if rng.random() < 0.1:
        text = _decorated(rng, text)
    return Listing(url=url, title=title.title() if rng.random() < 0.8 else title.upper(), text=text)


def _sentences(rng: random.Random, words: Sequence[str]) -> str:
    """Words with signs, prices and line breaks among them; in some listings all in capitals."""
    parts: list[str] = []
    opening = True
    for word in words:
        parts.append(word.capitalize() if opening else word)
        luck = rng.random()
        opening = luck < 0.06
        if opening:
            parts[-1] += rng.choice((". ", "! ", ".\n", "\n", ".\n- "))
        elif luck < 0.14:
            parts[-1] += ", "
        elif luck < 0.17:
            parts[-1] += f" {_figure(rng)} "
        else:
            parts[-1] += " "
    text = "".join(parts)
    return text.upper() if rng.random() < 0.05 else text


def _figure(rng: random.Random) -> str:
    number = rng.randint(1, 99)
    return rng.choice(
        (f"Rp {number}.500.000", f"Rp{number}.000", f"{number} kg", f"{number}cm", f"{number} jt", "100%")
    )


def _end(rng: random.Random, language: Language) -> str:
    """The call at the end of an advert, with what opens the gates of obscured writing in some of them.

    Obscured are only words that no rule looks for: other engines read none.
    """
    luck = rng.random()
    word = language.words[rng.randrange(24)]
    call = f"wa 08{rng.randint(11, 99)}0000{rng.randint(0, 9999):04}" if luck < 0.8 else "wa di bio"
    if luck < 0.08:
        return f"{word}-{word} {call}"
    if luck < 0.12:
        return f"{'murah'.translate(_LEET)} {call}"
    return f"siaaaap {call}" if luck < 0.14 else call


def _decorated(rng: random.Random, text: str) -> str:
    """Accents and emoji, as in one advert of ten."""
    words = text.split(" ")
    for i, word in enumerate(words):
        luck = rng.random()
        if luck < 0.06:
            words[i] = word.translate(_ACCENTED)
        elif luck < 0.1:
            words[i] = f"{word} {rng.choice(_EMOJI)}"
    return " ".join(words)


# As sandi reads them --------------------------------------------------------------------------------------------


def ruleset(made: Made) -> RuleSet:
    """The rules, read by sandi's own reader from the text that an author would hand in. Raises InputError."""
    problems: list[Problem] = []
    rules = []
    for one in made.rules:
        text = one.yaml()
        (document,) = load_text(text, f"{one.id}.yaml")
        rule = read_rule(document, text, hashlib.sha256(text.encode()).hexdigest(), problems)
        if rule is not None:
            rules.append(rule)
    signals = _signals(problems)
    if problems:
        raise InputError(problems)
    return RuleSet(signals, tuple(rules))


def _signals(problems: list[Problem]) -> dict[str, Signal]:
    group = {
        name: {
            "title": name,
            "slot": "context",
            "evidence": "reported",
            "source": ["bench"],
            "match": {"text|word": list(words)},
        }
        for name, words in CONTEXT.items()
    }
    (document,) = load_text(orjson.dumps({"group": "context", "signals": group}), "context.yaml")
    return {signal.name: signal for signal in read_signals(document, problems)}
