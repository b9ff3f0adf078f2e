"""Rewrites an advert in the ten ways in which people hide words from machines, to measure what the rules still read.

Amounts, short words and contacts stay as they are: whoever writes such an advert wants to be understood and reached.
The same text always comes out the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rules.contacts import read_contacts
from rules.fold import fold

_WORD = re.compile(r"[A-Za-z0-9]+")
_UNIT = re.compile(
    r"(?:rp|idr|usd|rm|sgd|jt|juta|rb|ribu|k|ratus|puluh|th|thn|tahun|bln|bulan|hari|jam|kg|cm|persen|orang|org)\Z",
    re.I,
)
_SHORTEST = 4
"""Letters of the shortest word that is worth hiding."""

_LEET = str.maketrans("aeioAEIO", "43104310")
_LEET_OTHER = str.maketrans("aisotAISOT", "@1$07@1$07")
_CYRILLIC = str.maketrans("aceopxykmtbhACEOPXYKMTBH", "асеорхукмтвнАСЕОРХУКМТВН")
_GREEK = str.maketrans("aeiknoptuvxABEHIKMNOPTXYZ", "αεικηορτυνχΑΒΕΗΙΚΜΝΟΡΤΧΥΖ")
_INVISIBLE = "\u200b\u200c\u2060\u00ad\u200d\ufeff"
_SIGNS = ".-*_"
_SMALL_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ")


def _alphabet(upper: int, lower: int, zero: int = 0) -> dict[int, int]:
    """A table to an alphabet whose letters stand in order from the code points given."""
    table = {65 + i: upper + i for i in range(26)} | {97 + i: lower + i for i in range(26)}
    return table | ({48 + i: zero + i for i in range(10)} if zero else {})


_FULLWIDTH = _alphabet(0xFF21, 0xFF41, 0xFF10)
_FANCY: tuple[dict[int, int], ...] = (
    _alphabet(0x1D5D4, 0x1D5EE, 0x1D7EC),  # sans-serif bold
    _alphabet(0x1D4D0, 0x1D4EA),  # bold script
    _alphabet(0x24B6, 0x24D0),  # circled
    _alphabet(0x1F170, 0x1F170),  # negative squared
    _SMALL_CAPITALS,
)

Word = Callable[[str, int], str]

WAYS = (
    "leet", "homoglyph", "zero-width", "spaced", "dotted", "repeated", "fullwidth", "fancy", "hashtag", "mixed",
)  # fmt: skip


def rewritings(text: str) -> dict[str, tuple[str, ...]]:
    """Way → the text obscured in that way, once for each variant of it."""
    words = _Text(text)
    return {
        "leet": (words.each(lambda word, _: word.translate(_LEET)), words.each(lambda w, _: w.translate(_LEET_OTHER))),
        "homoglyph": (words.each(lambda w, _: w.translate(_CYRILLIC)), words.each(lambda w, _: w.translate(_GREEK))),
        "zero-width": (words.each(_sown), words.each(lambda w, i: w[:2] + _INVISIBLE[i % 6] + w[2:])),
        "spaced": (words.each(lambda w, _: " ".join(w), gap="   "), words.each(lambda w, _: " ".join(w))),
        "dotted": (words.each(lambda w, _: ".".join(w)), words.each(lambda w, i: _SIGNS[i % 4].join(w))),
        "repeated": (words.each(_drawn_out), words.each(_swollen)),
        "fullwidth": (words.all(_FULLWIDTH),),
        "fancy": tuple(words.all(table) for table in _FANCY),
        "hashtag": (words.tagged(str.capitalize), words.tagged(str.lower)),
        "mixed": (words.each(_mixed), words.each(lambda w, i: _mixed(w, i + 1))),
    }


class _Text:
    """A text cut into words that may be obscured and what stands between them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._contacts = [(c.start, c.end) for c in read_contacts("text", fold(text))]
        self._words = [match.span() for match in _WORD.finditer(text)]

    def _kept(self, start: int, end: int) -> bool:
        """Whether a word belongs to a contact or an amount."""
        if any(start < last and end > first for first, last in self._contacts) or self.text[start - 1 : start] == "@":
            return True
        word = self.text[start:end]
        return any(char.isdigit() for char in word) or _UNIT.match(word) is not None

    def each(self, write: Word, gap: str = "") -> str:
        """Every word worth hiding rewritten; `gap` stands for a single blank beside one, when given."""
        out, at, hidden = [], 0, False
        for i, (start, end) in enumerate(self._words):
            word, between = self.text[start:end], self.text[at:start]
            hide = end - start >= _SHORTEST and not self._kept(start, end)
            out.append(gap if gap and between == " " and (hide or hidden) else between)
            out.append(write(word, i) if hide else word)
            at, hidden = end, hide
        return "".join([*out, self.text[at:]])

    def all(self, table: dict[int, int]) -> str:
        """All letters in another alphabet, except those of contacts."""
        out, at = [], 0
        for start, end in self._contacts:
            out += [self.text[at:start].translate(table), self.text[max(at, start) : end]]
            at = max(at, end)
        return "".join([*out, self.text[at:].translate(table)])

    def tagged(self, write: Callable[[str], str], most: int = 3) -> str:
        """Neighbouring words as hashtags of up to `most` words."""
        out, at, run = [], 0, list[str]()
        for start, end in self._words:
            word, between = self.text[start:end], self.text[at:start]
            if run and between == "-":  # laki-laki is one word
                run[-1] += word
                at = end
                continue
            if run and (between != " " or len(run) == most or self._kept(start, end)):
                out.append(_tag(run, write))
                run = []
            if not (run and between == " "):
                out.append(between)
            if self._kept(start, end):
                out.append(word)
            else:
                run.append(word)
            at = end
        return "".join([*out, _tag(run, write), self.text[at:]])


def _tag(run: Sequence[str], write: Callable[[str], str]) -> str:
    if max(map(len, run), default=0) < _SHORTEST:
        return " ".join(run)
    return "#" + "".join(map(write, run))


def _sown(word: str, i: int) -> str:
    return _INVISIBLE[i % 6].join(word)


def _drawn_out(word: str, i: int) -> str:
    """The last vowel drawn out: `kambojaaaa`."""
    at = max((at for at, char in enumerate(word) if char in "aiueoAIUEO"), default=len(word) - 1)
    return word[:at] + word[at] * (3 + i % 3) + word[at + 1 :]


def _swollen(word: str, i: int) -> str:
    """Two letters drawn out: `kkkambbboja`."""
    marked = {i % len(word), (i + 3) % len(word)}
    return "".join(char * 3 if at in marked else char for at, char in enumerate(word))


_MIXTURE: tuple[Word, ...] = (
    lambda word, _: ".".join(word.translate(_LEET)),
    lambda word, i: _drawn_out(word, i).translate(_CYRILLIC),
    lambda word, i: _sown(word.translate(_FANCY[i % 2]), i),
    lambda word, _: "-".join(word.translate(_FULLWIDTH)),
    lambda word, i: _sown(word.translate(_LEET), i),
    lambda word, _: word.translate(_LEET_OTHER).translate(_CYRILLIC),
)


def _mixed(word: str, i: int) -> str:
    """Two ways at once, others for every word."""
    return _MIXTURE[i % len(_MIXTURE)](word, i)
