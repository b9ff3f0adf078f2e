"""Finds every text test of a rule set in a listing at once: one automaton for phrases, one filter for patterns.

Only what is found here makes a rule a candidate, so a listing without any sign costs one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import ahocorasick_rs
import re2

from rules.affixes import affixed
from rules.fold import OTHER, Folded, fold
from rules.kept import KEPT
from rules.literals import figured, frequency, share
from rules.prefilter import Prefilter
from rules.schema import SIDE_FIELDS, TEXT_FIELDS, Near, Test
from rules.views import View, clear_views, plain_phrase
from rules.vocabulary import Vocabulary, vocabulary_of

MAX_MEMORY = 1 << 28
MAX_FOUND = 400
"""Matches kept per test and listing: enough for any span list, a bound against a page of 100,000 hits."""

NEGATORS = frozenset(
    """
    tidak tdk tak gak ga gk nggak ngga ndak enggak kagak bukan bkn tanpa tnp jangan jgn anti bebas
    no not non without never
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""Words that take away the meaning of those behind them."""
_BETWEEN = frozenset(
    """
    ada akan pernah perlu usah boleh di pakai pake dikenakan dipungut adanya ini itu sebuah any need the a
    """.split()  # noqa: SIM905
)
_ANCHORS = re.compile(r"(?<![\[\\])\^|(?<!\\)\$|\\[Az]")
"""Signs by which a pattern asks for the beginning or end of a field."""
FIGURES = frozenset(
    """
    0 juta ribu miliar milyar satu dua tiga empat lima enam tujuh lapan sembilan puluh belas
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""Literals (`rules.literals`) of which one stands wherever an amount, an age or a measure is read."""
_FIGURE = re2.compile("|".join(["[0-9]", *sorted(FIGURES - {"0"})]).encode())
_STOPS = re.compile(r"[.!?;\n,]")
_AROUND = str.maketrans("\"'()[]*_", " " * 8)
"""Signs around a word that leave a negation before it standing: `tidak ada "potongan"`."""


@dataclass(frozen=True, slots=True)
class Found:
    """Published `[start, end)` of `field`, read as `read_as`; `obscured` when only a view could read it."""

    field: str
    start: int
    end: int
    read_as: str
    obscured: bool = False
    negated: bool = False
    signal: str = ""
    slot: str = ""


class FieldText:
    """One field of a listing with its views."""

    def __init__(self, name: str, raw: str, vocabulary: Vocabulary | None = None) -> None:
        self.name = name
        self.folded: Folded = fold(raw)
        self.base = View(self.folded.text)
        self._vocabulary = vocabulary

    @cached_property
    def views(self) -> tuple[View, ...]:
        """The readings of the field: as written, cleared of obscuring, and each of them in plain speech."""
        if not self.folded.text:
            return ()
        written = (self.base, *clear_views(self.folded.text, self._vocabulary))
        spoken = (view.in_plain_speech() for view in written)
        return (*written, *(view for view in spoken if view is not None))

    def found(self, view: View, start: int, end: int, read_as: str) -> Found | None:
        """A Found for `[start, end)` of folded text; None when a view shows nothing that the base does not."""
        new = view is self.base or (view.clear and self._inside(start, end))
        new = new or not _same(self.folded.text[start:end], read_as)
        if not new:
            return None
        obscured = view.clear
        raw_start, raw_end = self.folded.span(start, end)
        shifted = not self.folded.plain and not obscured and _lookalike(self.folded.raw[raw_start:raw_end])
        return Found(self.name, raw_start, raw_end, read_as, obscured or shifted, self._negated(start))

    def _inside(self, start: int, end: int) -> bool:
        """Whether folded `[start, end)` is written inside a longer word, as in a hashtag."""
        text = self.folded.text
        return (start > 0 and text[start - 1 : start + 1].isalnum()) or (
            text[end - 1 : end + 1].isalnum() and end < len(text)
        )

    def _negated(self, start: int) -> bool:
        """Whether one of the three words before folded `start`, in the same clause, takes the meaning away."""
        before = self.folded.text[max(0, start - 40) : start]
        stop = max((match.end() for match in _STOPS.finditer(before)), default=0)
        for word in reversed(before[stop:].translate(_AROUND).split()[-3:]):
            if word in NEGATORS:
                return True
            if word not in _BETWEEN:
                return False
        return False


class Glance:
    """The texts of a listing taken together, for a first look at all of them at once.

    `kind` is '' when it is not known, `priced` whether the listing names a price of its own.
    """

    def __init__(
        self, texts: Sequence[str], vocabulary: Vocabulary | None = None, *, kind: str = "", priced: bool = True
    ) -> None:
        self.kind = kind
        self.priced = priced
        self._texts = texts
        self._vocabulary = vocabulary
        self.raw = "\n".join(texts)
        self.views = FieldText("", self.raw, vocabulary).views

    @cached_property
    def figures(self) -> bool:
        """Whether a number may be read anywhere."""
        return any(has_figures(view) for view in self.views)

    @cached_property
    def apart(self) -> list[View]:
        """The views of each text, for patterns that ask where a text begins or ends."""
        return [view for text in self._texts for view in FieldText("", text, self._vocabulary).views]


def _same(written: str, read_as: str) -> bool:
    """Whether folded text already reads so, up to signs and blanks."""
    return written == read_as or View(written).words.strip() == read_as or written.replace("\n", " ") == read_as


def _encodable(raw: str) -> str:
    """`raw` with a question mark for each lone surrogate, of which the automaton would choke; offsets stay."""
    return raw.encode("utf-8", "replace").decode()


def _lookalike(raw: str) -> bool:
    """Whether the published characters hold letters of another alphabet or invisible ones, not just accents."""
    return any(ord(char) > 0x24F and not 0x2000 <= ord(char) <= 0x200A and char not in "‘’“”–—…" for char in raw)


def normal(phrase: str) -> str:
    """A phrase as it stands in `View.words`, without the outer blanks; '' when nothing is left."""
    return View(fold(phrase).text).words.strip()


class Matchers:
    """All text tests of a rule set, compiled. `scan` returns what each test found, by test."""

    def __init__(self, tests: Iterable[tuple[Test, bool]]) -> None:
        """`tests` are pairs of a test and whether its words take affixes."""
        self._phrases: dict[str, list[Test]] = {}
        self._raw: dict[str, list[Test]] = {}
        self._patterns: dict[str, list[Test]] = {}
        self.lazy: list[Test] = []
        read = list(tests)
        for test, affixes in read:
            self._add(test, affixes)
        self.vocabulary = vocabulary_of(read)
        self._texts = list(self._phrases)
        self._raws = list(self._raw)
        self._compiled: dict[int, Any] = {}
        self._anchored = [bool(_ANCHORS.search(pattern)) for pattern in self._patterns]
        self._prefilter = Prefilter(self._texts, list(self._patterns))
        KEPT.save()
        self.tests_by_phrase = [tuple(tests) for tests in self._phrases.values()]
        self.tests_by_pattern = [tuple(tests) for tests in self._patterns.values()]
        self.tests_by_signs = tuple(chain(*self._raw.values()))
        self.tests = list(dict.fromkeys(chain(*self.tests_by_phrase, *self.tests_by_pattern, self.tests_by_signs)))

    def __getstate__(self) -> dict[str, object]:
        """What can be written down; the rest is made anew."""
        made = {"_automaton", "_raw_automaton", "_options"}
        return {**{name: value for name, value in vars(self).items() if name not in made}, "_compiled": {}}

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick | None:
        return ahocorasick_rs.AhoCorasick(self._texts) if self._texts else None

    @cached_property
    def _raw_automaton(self) -> ahocorasick_rs.AhoCorasick | None:
        return ahocorasick_rs.AhoCorasick(self._raws) if self._raws else None

    @cached_property
    def _options(self) -> Any:
        options = re2.Options()
        options.max_mem = MAX_MEMORY
        options.log_errors = False
        options.never_capture = True
        return options

    @property
    def phrases(self) -> Sequence[str]:
        """Phrases by index, with a blank on each side where a word must end."""
        return self._texts

    @cached_property
    def patterns(self) -> Sequence[str]:
        """Patterns by index."""
        return list(self._patterns)

    def _add(self, test: Test, affixes: bool) -> None:
        if test.modifier in {"word", "contains"}:
            for phrase in test.value:
                self._add_phrase(test, phrase, affixes)
        elif test.modifier == "near":
            for phrase in test.value.words:
                self._add_phrase(test, phrase, affixes=False)
        elif test.modifier == "re":
            for pattern in test.value:
                self._patterns.setdefault(pattern, []).append(test)
        else:
            self.lazy.append(test)

    def _add_phrase(self, test: Test, phrase: str, affixes: bool) -> None:
        if OTHER in fold(phrase).text:
            self._raw.setdefault(phrase, []).append(test)
            return
        read = normal(phrase)
        forms = [*affixed(read)] if affixes and " " not in read and len(read) > 3 else [read]
        for form in dict.fromkeys((*forms, plain_phrase(read))):
            key = form if test.modifier == "contains" else f" {form} "
            tests = self._phrases.setdefault(key, [])
            if test not in tests:
                tests.append(test)

    def possible(self, glance: Glance) -> tuple[list[int], list[int]]:
        """Indexes of the phrases that may stand in a listing and of the patterns that may match there."""
        return self._prefilter.possible(view.words for view in glance.views)

    def _regex(self, pattern: int) -> Any:
        """The pattern of this index, compiled when it is first asked for: most never are."""
        regex = self._compiled.get(pattern)
        if regex is None:
            regex = self._compiled[pattern] = re2.compile(self.patterns[pattern].encode(), self._options)
        return regex  # for bytes, which are quicker

    def anchored(self, pattern: int) -> bool:
        """Whether the pattern of this index asks for the beginning or end of a field."""
        return self._anchored[pattern]

    def matches(self, pattern: int, data: bytes) -> bool:
        """Whether the pattern of this index matches in `View.data`."""
        return self._regex(pattern).search(data) is not None

    def stands(self, pattern: int | str, glance: Glance) -> bool:
        """Whether the pattern of this index matches somewhere in a listing, or a phrase stands there."""
        if isinstance(pattern, str):
            words = [view.words for view in glance.views]
            return (
                any(pattern in figured(text) for text in words) if "0" in pattern else any(pattern in w for w in words)
            )
        regex = self._regex(pattern)
        views = glance.apart if self._anchored[pattern] else glance.views
        return any(regex.search(view.data) is not None for view in views)

    def found_raw(self, raw: str) -> Iterator[Test]:
        """The tests whose phrases, of signs without a reading, stand in the published text."""
        if self._raw_automaton is not None and not raw.isascii():
            for index, _, _ in self._raw_automaton.find_matches_as_indexes(_encodable(raw), overlapping=True):
                yield from self._raw[self._raws[index]]

    @cached_property
    def commonness(self) -> Mapping[Test, float]:
        """How often each test may find something, as a rough figure to compare tests by."""
        often: dict[Test, float] = dict.fromkeys(self.tests, 0.0)
        for text, tests in self._phrases.items():
            for test in tests:
                often[test] += len(tests) * frequency([text])  # a phrase of many rules is likely a common one
        for pattern, tests in self._patterns.items():
            for test in tests:
                often[test] += len(tests) * share(pattern)
        return often

    def scan(self, fields: Iterable[FieldText]) -> dict[Test, list[Found]]:
        """Every test that found something, with what it found in order of the text."""
        results: dict[Test, list[Found]] = {}
        for field in fields:
            for test, found in self._in_field(field):
                if reads(test, field.name):
                    kept = results.setdefault(test, [])
                    if len(kept) < MAX_FOUND and found not in kept[-3:]:
                        kept.append(found)
        return results

    def _in_field(self, field: FieldText) -> Iterator[tuple[Test, Found]]:
        for view in field.views:
            phrases, patterns = self._prefilter.possible([view.words])
            if phrases:
                yield from self._phrases_in(field, view)
            yield from self._patterns_in(field, view, patterns)
        if self._raw_automaton is not None and not field.folded.plain:
            for index, start, end in self._raw_automaton.find_matches_as_indexes(
                _encodable(field.folded.raw), overlapping=True
            ):
                for test in self._raw[self._raws[index]]:
                    yield test, Found(field.name, start, end, self._raws[index])

    def _phrases_in(self, field: FieldText, view: View) -> Iterator[tuple[Test, Found]]:
        if self._automaton is None:
            return
        for index, start, end in self._automaton.find_matches_as_indexes(view.words, overlapping=True):
            text = self._texts[index]
            blank = text[0] == " "
            found = field.found(view, *view.from_words(start + blank, end - blank), text.strip())
            if found is not None:
                for test in self.tests_by_phrase[index]:
                    yield test, found

    def _patterns_in(self, field: FieldText, view: View, patterns: Sequence[int]) -> Iterator[tuple[Test, Found]]:
        for index in patterns:
            for match in self._regex(index).finditer(view.data):
                found = field.found(view, *view.folded(match.start(), match.end()), match.group().decode())
                if found is not None:
                    for test in self.tests_by_pattern[index]:
                        yield test, found


def has_figures(view: View) -> bool:
    """Whether an amount, an age or a measure may be read in a view."""
    return _FIGURE.search(view.data) is not None


def reads(test: Test, field: str) -> bool:
    """Whether `test` looks into the listing's `field`."""
    if test.field == "text":
        return field in {"title", "text"}
    return field == {"title": "title", "body": "text"}.get(test.field, test.field)


def is_text(test: Test) -> bool:
    """Whether `test` looks for words."""
    return test.field in TEXT_FIELDS or test.field in SIDE_FIELDS


def near_enough(near: Near, found: list[Found], raw: str) -> list[Found]:
    """The matches of `near.words` that stand together within `max_tokens` words of `raw`; empty when none do."""
    wanted = {normal(word) for word in near.words}
    best: list[Found] = []
    for first in found:
        window = [f for f in found if f.start >= first.start and _words_between(raw, first, f) <= near.max_tokens]
        if {f.read_as for f in window} >= wanted:
            best += [f for f in window if f not in best]
    return best


def _words_between(raw: str, first: Found, last: Found) -> int:
    return len(raw[first.start : last.end].split())
