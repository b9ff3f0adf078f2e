"""Finds every text test of a rule set in a listing at once: one automaton for phrases, one filter for patterns.

Only what is found here makes a rule a candidate, so a listing without any sign costs one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick_rs
import re2

from rules.affixes import affixed
from rules.fold import OTHER, Folded, fold
from rules.schema import SIDE_FIELDS, TEXT_FIELDS, Near, Test
from rules.views import View, clear_views, plain_phrase
from rules.vocabulary import Vocabulary, vocabulary_of

MAX_MEMORY = 1 << 28
MAX_FOUND = 400
"""Matches kept per test and listing: enough for any span list, a bound against a page of 100,000 hits."""

_NEGATORS = frozenset(
    """
    tidak tdk tak gak ga gk nggak ngga ndak enggak kagak bukan bkn tanpa tnp jangan jgn anti bebas
    no not non without never
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_BETWEEN = frozenset(
    """
    ada akan pernah perlu usah boleh di pakai pake dikenakan dipungut adanya ini itu sebuah any need the a
    """.split()  # noqa: SIM905
)
_STOPS = re.compile(r"[.!?;\n,]")


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
        written = (self.base, *clear_views(self.folded.text, vocabulary)) if raw else ()
        spoken = (view.in_plain_speech() for view in written)
        self.views = (*written, *(view for view in spoken if view is not None))

    def found(self, view: View, start: int, end: int, read_as: str) -> Found | None:
        """A Found for `[start, end)` of folded text; None when a view shows nothing that the base does not."""
        new = view is self.base or not _same(self.folded.text[start:end], read_as)
        if not new:
            return None
        obscured = view.clear
        raw_start, raw_end = self.folded.span(start, end)
        shifted = not self.folded.plain and not obscured and _lookalike(self.folded.raw[raw_start:raw_end])
        return Found(self.name, raw_start, raw_end, read_as, obscured or shifted, self._negated(start))

    def _negated(self, start: int) -> bool:
        """Whether one of the three words before folded `start`, in the same clause, takes the meaning away."""
        before = self.folded.text[max(0, start - 40) : start]
        stop = max((match.end() for match in _STOPS.finditer(before)), default=0)
        for word in reversed(before[stop:].split()[-3:]):
            if word in _NEGATORS:
                return True
            if word not in _BETWEEN:
                return False
        return False


def _same(written: str, read_as: str) -> bool:
    """Whether folded text already reads so, up to signs and blanks."""
    return written == read_as or View(written).words.strip() == read_as or written.replace("\n", " ") == read_as


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
        self._automaton = ahocorasick_rs.AhoCorasick(self._texts) if self._texts else None
        self._raws = list(self._raw)
        self._raw_automaton = ahocorasick_rs.AhoCorasick(self._raws) if self._raws else None
        self._regexes = list(self._patterns)
        self._filter = self._pattern_filter()

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

    def _pattern_filter(self) -> re2.Filter | None:
        """All patterns behind the literals they cannot match without.

        A re2.Set builds its automaton while it reads: on text it has not seen, hundreds of patterns with gaps cost ten
        times what the literals cost.
        """
        if not self._regexes:
            return None
        options = re2.Options()
        options.max_mem = MAX_MEMORY
        options.log_errors = False
        patterns = re2.Filter()
        for regex in self._regexes:
            patterns.Add(regex, options)
        patterns.Compile()
        return patterns

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
            yield from self._phrases_in(field, view)
            yield from self._patterns_in(field, view)
        if self._raw_automaton is not None and not field.folded.plain:
            for index, start, end in self._raw_automaton.find_matches_as_indexes(field.folded.raw, overlapping=True):
                for test in self._raw[self._raws[index]]:
                    yield test, Found(field.name, start, end, self._raws[index])

    def _phrases_in(self, field: FieldText, view: View) -> Iterator[tuple[Test, Found]]:
        if self._automaton is None:
            return
        words = view.words
        for index, start, end in self._automaton.find_matches_as_indexes(words, overlapping=True):
            text = self._texts[index]
            blank = text[0] == " "
            found = field.found(view, *view.from_words(start + blank, end - blank), text.strip())
            if found is not None:
                for test in self._phrases[text]:
                    yield test, found

    def _patterns_in(self, field: FieldText, view: View) -> Iterator[tuple[Test, Found]]:
        if self._filter is None:
            return
        text = view.text.replace("\n", " ")
        for index in self._filter.Match(text) or ():
            for match in self._filter.re(index).finditer(text):
                found = field.found(view, *view.folded(match.start(), match.end()), match.group())
                if found is not None:
                    for test in self._patterns[self._regexes[index]]:
                        yield test, found


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
