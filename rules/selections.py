"""From YAML values to selections: typed access that notes every mistake with its line and how to mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
import re2

from rules import licences, places
from rules.fold import fold
from rules.licences import plain_number
from rules.routes import canonical_place
from rules.schema import (
    FIELDS,
    FLAG_FIELDS,
    NUMBER_FIELDS,
    NUMBER_MODIFIERS,
    SIDE_FIELDS,
    TEXT_FIELDS,
    TEXT_MODIFIERS,
    Clause,
    Fuzzy,
    Near,
    Outlier,
    Selection,
    Test,
)
from sandi.errors import Problem
from sandi.listing import KINDS
from sandi.strict_yaml import Document, Path_
from sandi.verdict import CONTACT_KINDS, SLOTS

CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "contact.kind": CONTACT_KINDS,
    "licence.kind": licences.KINDS,
    "person.sex": ("female", "male"),
    "place.kind": places.KINDS,
}
"""Fields that know only these words."""

MAX_PROGRAM = 5_000
MAX_WAYS = 50
_BACKTRACKS = re.compile(r'"(?:REGEX|FUZZY\d?)":')
_LIST = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")
_WORDS = re.compile(r"[^\W_]+")
_GAP = r"\W+"
_REPEAT = re.compile(r"\{(\d{0,3}),(\d{0,3})\}\Z")
_SUBSTITUTES = {
    "(?=": "look-ahead is not possible; write two selections joined by `and`, or `text|near`",
    "(?!": "look-ahead is not possible; write a `filter_…` selection",
    "(?<=": "look-behind is not possible; match the words before as well",
    "(?<!": "look-behind is not possible; write a `filter_…` selection",
    "repetition size": "use smaller or fewer repeats, such as {0,40}",
    "\\1": "back-references are not possible; write the alternatives out",
}


class Reader:
    """Typed access to one mapping of a document; a mistake is noted and a stand-in returned."""

    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document = document
        self.problems = problems
        self.lists: Mapping[str, tuple[str, ...]] = {}

    def note(self, path: Path_, found: str, mend: str, grade: str = "error") -> None:
        self.problems.append(self.document.problem(path, found, mend, grade))

    def keys(self, value: Mapping[str, Any], path: Path_, known: frozenset[str]) -> None:
        for key in value:
            if key not in known:
                near = difflib.get_close_matches(str(key), sorted(known), n=1)
                mend = f"did you mean `{near[0]}`?" if near else f"use one of {', '.join(sorted(known))}"
                self.note((*path, key), "unknown key", mend)

    def text(self, value: Mapping[str, Any], path: Path_, key: str, *, required: bool = False) -> str:
        given = value.get(key)
        if given is None:
            if required:
                self.note(path, f"`{key}` is missing", f"add `{key}: …`")
            return ""
        if isinstance(given, (str, int, float)) and not isinstance(given, bool):
            return str(given)
        self.note((*path, key), f"expected a text, found {kind_of(given)}", "write a text")
        return ""

    def number(self, value: Mapping[str, Any], path: Path_, key: str, low: int, high: int, default: int) -> int:
        given = value.get(key, default)
        if isinstance(given, int) and not isinstance(given, bool) and low <= given <= high:
            return given
        self.note((*path, key), f"found {given!r}", f"write a whole number from {low} to {high}")
        return default

    def choice(
        self, value: Mapping[str, Any], path: Path_, key: str, options: tuple[str, ...], default: str | None
    ) -> str:
        given = value.get(key, default)
        if given in options:
            return str(given)
        found = f"`{key}` is missing" if given is None else f"found {given!r}"
        self.note((*path, key), found, f"use one of {', '.join(options)}")
        return default or options[0]

    def flag(self, value: Mapping[str, Any], path: Path_, key: str) -> bool:
        given = value.get(key, False)
        if isinstance(given, bool):
            return given
        self.note((*path, key), f"found {given!r}", "write true or false")
        return False

    def texts(self, value: Mapping[str, Any], path: Path_, key: str, *, required: bool = False) -> tuple[str, ...]:
        given = value.get(key)
        if given is None:
            if required:
                self.note(path, f"`{key}` is missing", f"add `{key}: […]`")
            return ()
        items = given if isinstance(given, list) else [given]
        if all(isinstance(item, (str, int, float)) and not isinstance(item, bool) for item in items):
            return tuple(str(item) for item in items)
        self.note((*path, key), "expected texts", "write a list of texts")
        return ()

    def mapping(self, value: Any, path: Path_, what: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.note(path, f"expected {what}, found {kind_of(value)}", "see docs/rule-language.md")
        return {}


def kind_of(value: Any) -> str:
    names = {dict: "a map", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")


# Selections -----------------------------------------------------------------------------------------------------


def read_selection(reader: Reader, value: Any, path: Path_, *, slots: bool) -> Selection:
    """A map (AND) or a list of maps (OR) as clauses. `slots` tells whether a clause may name a slot."""
    if isinstance(value, list):
        clauses = [read_clause(reader, item, (*path, i), slots=slots) for i, item in enumerate(value)]
    else:
        clauses = [read_clause(reader, value, path, slots=slots)]
    return tuple(clause for clause in clauses if clause.tests)


def read_clause(reader: Reader, value: Any, path: Path_, *, slots: bool) -> Clause:
    """One map of tests."""
    tests: list[Test] = []
    slot = None
    asked = not isinstance(value, dict)
    for key, given in reader.mapping(value, path, "a map of `field|modifier: value`").items():
        if key == "slot":
            if slots:
                slot = reader.choice(value, path, "slot", SLOTS, None)
            else:
                reader.note((*path, key), "a slot inside `match`", "name it as the signal's own `slot`")
            continue
        asked = True
        test = read_test(reader, key, given, (*path, key))
        if test is not None:
            tests.append(test)
    if not tests and not asked:  # what was asked wrongly is told already
        reader.note(path, "nothing to look for", "add a `field|modifier: value`")
    return Clause(tuple(tests), slot)


def read_test(reader: Reader, key: str, value: Any, path: Path_) -> Test | None:
    """`field|modifier: value` as a Test, or None with the mistake noted."""
    field, _, modifier = key.partition("|")
    if field not in FIELDS:
        reader.note(path, f"unknown field `{field}`", f"use one of {', '.join(FIELDS)}")
        return None
    if field in TEXT_FIELDS + SIDE_FIELDS:
        return _text_test(reader, field, modifier or "word", value, path)
    if field in NUMBER_FIELDS:
        return _number_test(reader, field, modifier, value, path)
    if modifier and not (field == "signal" and modifier == "all"):
        reader.note(path, f"`{field}` takes no modifier `{modifier}`", f"write `{field}: value`")
        return None
    return _equal_test(reader, field, modifier or "equals", value, path)


def _text_test(reader: Reader, field: str, modifier: str, value: Any, path: Path_) -> Test | None:
    if modifier not in TEXT_MODIFIERS:
        reader.note(path, f"unknown modifier `{modifier}`", f"use one of {', '.join(TEXT_MODIFIERS)}")
        return None
    make: dict[str, Callable[[Reader, Any, Path_], Any]] = {
        "word": _phrases,
        "contains": _phrases,
        "re": _patterns,
        "near": _near,
        "fuzzy": _fuzzy,
        "tokens": _tokens,
    }
    made = make[modifier](reader, value, path)
    return Test(field, modifier, made) if made else None


def _phrases(reader: Reader, value: Any, path: Path_) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    found: list[str] = []
    for i, item in enumerate(items):
        place = (*path, i) if isinstance(value, list) else path
        if not isinstance(item, (str, int, float)) or isinstance(item, bool) or not str(item).strip():
            reader.note(place, f"expected a word or phrase, found {kind_of(item)}", "write a text; quote it if needed")
        elif str(item) in found:
            reader.note(place, f"`{item}` is listed twice", "keep one of them", "warning")
        elif named := _LIST.fullmatch(str(item)):
            found += [word for word in _listed(reader, named[1], place) if word not in found]
        else:
            found.append(str(item))
    return tuple(found)


def _listed(reader: Reader, name: str, path: Path_) -> tuple[str, ...]:
    if name not in reader.lists:
        known = ", ".join(reader.lists) or "none"
        reader.note(path, f"no list is named `{name}`", f"write it under `lists:` of this file; there: {known}")
    return reader.lists.get(name, ())


def _patterns(reader: Reader, value: Any, path: Path_) -> tuple[str, ...]:
    found = []
    items = value if isinstance(value, list) else [value]
    for i, pattern in enumerate(items):
        place = (*path, i) if isinstance(value, list) else path
        if isinstance(pattern, str) and _LIST.search(pattern):
            written = _LIST.sub(lambda named: _alternatives(_listed(reader, named[1], place)), pattern)  # noqa: B023
        else:
            (written,) = _phrases(reader, pattern, place) or ("",)
        if written in found:
            reader.note(place, f"`{pattern}` is listed twice", "keep one of them", "warning")
        elif written and _compiles(reader, written, place):
            found.append(written)
    return tuple(found)


def _alternatives(words: Sequence[str]) -> str:
    """The words of a list as a group of a pattern: between words stands what is no letter."""
    pieces = (_WORDS.findall(fold(word).text) for word in words)
    return f"(?:{'|'.join(map(_GAP.join, pieces))})"


def _compiles(reader: Reader, pattern: str, path: Path_) -> bool:
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        mend = next((text for sign, text in _SUBSTITUTES.items() if sign in pattern + reason), "write it in RE2 syntax")
        reader.note(path, f"the pattern is refused: {reason}", mend)
        return False
    if compiled.programsize > MAX_PROGRAM:
        found = f"the pattern is too costly (size {compiled.programsize:,}, at most {MAX_PROGRAM:,})"
        reader.note(path, found, "use smaller repeats such as {0,40}, or `text|near`")
        return False
    if compiled.search("") is not None:
        reader.note(path, "the pattern matches the empty text, so it matches everywhere", "require at least one letter")
        return False
    return True


def _near(reader: Reader, value: Any, path: Path_) -> Near | None:
    given = reader.mapping(value, path, "a map `{all: [words], max_tokens: 12}`")
    reader.keys(given, path, frozenset({"all", "max_tokens"}))
    words = _phrases(reader, given.get("all", []), (*path, "all"))
    if len(words) < 2:
        reader.note(path, "`near` needs at least two words", "write `{all: [a, b], max_tokens: 12}`")
        return None
    return Near(words, reader.number(given, path, "max_tokens", 1, 100, 12))


def _fuzzy(reader: Reader, value: Any, path: Path_) -> Fuzzy | None:
    given = reader.mapping(value, path, "a map `{words: [...], distance: 1}`")
    reader.keys(given, path, frozenset({"words", "distance"}))
    words = _phrases(reader, given.get("words", []), (*path, "words"))
    for word in words:
        if len(word) < 6 or " " in word:
            reader.note(
                path, f"`{word}` is too short or no single word", "fuzzy takes single words of six letters or more"
            )
            return None
    return Fuzzy(words, reader.number(given, path, "distance", 1, 2, 1)) if words else None


def _tokens(reader: Reader, value: Any, path: Path_) -> tuple[str, ...]:
    """Token patterns, each as its JSON text, so that a Test stays hashable."""
    patterns = value if isinstance(value, list) else []
    if patterns and all(isinstance(p, list) and p and all(isinstance(t, dict) for t in p) for p in patterns):
        for found, mend in filter(None, map(_costly, patterns)):
            reader.note(path, found, mend)
            return ()
        return tuple(orjson.dumps(pattern).decode() for pattern in patterns)
    reader.note(path, "expected lists of token maps", "write `[[{LOWER: gaji}, {IS_DIGIT: true}]]` (spaCy Matcher)")
    return ()


def _costly(pattern: list[dict[str, Any]]) -> tuple[str, str] | None:
    """What in a token pattern takes no bounded time, and how to mend it: Python's regexes, and repeats without end."""
    if _BACKTRACKS.search(orjson.dumps(pattern).decode()):
        return "REGEX and FUZZY in a token pattern take time without bound", "use `text|re` or `text|fuzzy`, or IN"
    ways = 1
    for token in pattern:
        op = str(token.get("OP", "1"))
        bounds = _REPEAT.match(op)
        if op in ("*", "+") or (bounds and not bounds[2]):
            return f"`OP: '{op}'` repeats without end", "bound it, such as {0,5}"
        ways *= int(bounds[2]) - int(bounds[1] or 0) + 1 if bounds else 2 if op == "?" else 1
    if ways > MAX_WAYS:
        return f"the repeats can be read in {ways} ways, at most {MAX_WAYS} are", "use smaller or fewer repeats"
    return None


def _number_test(reader: Reader, field: str, modifier: str, value: Any, path: Path_) -> Test | None:
    if modifier not in NUMBER_MODIFIERS:
        reader.note(path, f"`{field}` needs a comparison", f"write `{field}|above: …` ({', '.join(NUMBER_MODIFIERS)})")
        return None
    if modifier == "outlier":
        outlier = _outlier(reader, field, value, path)
        return Test(field, modifier, outlier) if outlier else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Test(field, modifier, float(value))
    reader.note(path, f"expected a number, found {kind_of(value)}", "write figures without dots: 15000000")
    return None


QUANTILES = ("p1", "p5", "p50", "p95", "p99")


def _outlier(reader: Reader, field: str, value: Any, path: Path_) -> Outlier | None:
    """`{above: p99, min_n: 200, otherwise: 15000000}`, only of the listing's price."""
    if field != "price":
        reader.note(path, f"`outlier` of `{field}`", "only `price|outlier` is known")
        return None
    given = reader.mapping(value, path, "a map `{above: p99, min_n: 200, otherwise: 15000000}`")
    reader.keys(given, path, frozenset({"above", "below", "min_n", "otherwise"}))
    sides = [side for side in ("above", "below") if side in given]
    if len(sides) != 1:
        reader.note(path, "needs either `above` or `below`", "write `above: p99`")
        return None
    quantile = reader.choice(given, path, sides[0], QUANTILES, None)
    otherwise = given.get("otherwise")
    if otherwise is not None and (isinstance(otherwise, bool) or not isinstance(otherwise, (int, float))):
        reader.note((*path, "otherwise"), f"found {otherwise!r}", "write a price in IDR, figures without dots")
        return None
    return Outlier(sides[0], quantile, reader.number(given, path, "min_n", 1, 1_000_000, 200), otherwise)


def _equal_test(reader: Reader, field: str, modifier: str, value: Any, path: Path_) -> Test | None:
    if field in FLAG_FIELDS:
        if isinstance(value, bool):
            return Test(field, "equals", value)
        reader.note(path, f"found {value!r}", "write true or false")
        return None
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, str) and item for item in items):
        reader.note(
            path, f"expected a text or a list of texts, found {kind_of(value)}", f"write `{field}: value` (quote NO)"
        )
        return None
    return Test(field, modifier, tuple(_value(reader, field, item, path) for item in items))


def _value(reader: Reader, field: str, item: str, path: Path_) -> str:
    """One value of an equality as facts write it; what no fact can ever be is noted."""
    options = CHOICES.get(field)
    if options and item not in options:
        reader.note(path, f"`{item}` is no {field}", f"use one of {', '.join(options)}")
    if field == "licence.number":
        return plain_number(item)
    if field in {"place.country", "place.origin", "place.destination"}:
        place = canonical_place(item)
        if place is None or (field == "place.country" and len(place) != 2):
            reader.note(path, f"unknown place `{item}`", _PLACE_MEND[field == "place.country"])
        return place or item
    return item


_PLACE_MEND = (
    "write a country code such as KH, or the name of a country, province, regency or compound: Jawa Barat",
    "write a country code of two letters, such as KH",
)
