"""Mark and learn: words of a decided lead as terms or filters of a rule, put into its text for the playground."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from rules.terms import terms_of
from storage.masking import MASK

MOST_WORDS = 20
MOST_OFFERED = 90
EXAMPLE = 400
STAND_IN = "0812-0000-1399"
_CONDITION = re.compile(r"^(?P<indent>[ \t]+)condition:[ \t]*(?P<says>[^\n#]+?)[ \t]*$", re.MULTILINE)
_NO_MATCH = re.compile(r"^(?P<indent>[ \t]+)no_match:[ \t]*$", re.MULTILINE)
_MASKED = re.compile(rf"{MASK}(?:[{MASK}\w\s.()/-]*{MASK})?")


def offered(title: str, text: str) -> list[str]:
    """Words and phrases of up to three words of a listing, as they stand in it, in their order."""
    whole = " ".join(f"{title}\n{text}".casefold().split())
    found = [term for term in terms_of(f"{title}\n{text}") if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", whole)]
    return sorted(found, key=lambda term: (whole.index(term), len(term)))[:MOST_OFFERED]


def chosen(words: Sequence[str], typed: str) -> list[str]:
    """What was chosen and typed (with commas between), each once."""
    every = [*words, *typed.split(",")]
    clean = [" ".join(word.split())[:80] for word in every]
    return list(dict.fromkeys(word for word in clean if any(char.isalnum() for char in word)))[:MOST_WORDS]


def with_words(rule: str, words: Sequence[str], *, silences: bool, example: str = "") -> str:
    """`rule` with `words` as a selection: a filter that its condition asks for, or a term for the author to place.

    `example` becomes a `no_match` that the filter silences. A text whose condition cannot be found comes back as it is.
    """
    place = _CONDITION.search(rule)
    if place is None or not words:
        return rule
    name = _free(rule, "filter_learned" if silences else "learned")
    indent, says = place["indent"], place["says"]
    if silences and not re.search(r"not\s+(?:1|all)\s+of\s+filter_\*", says):
        says = f"({says}) and not {name}" if " or " in says else f"{says} and not {name}"
    texts = json.dumps(list(words), ensure_ascii=False)
    lines = f"{indent}{name}: {{text: {texts}}}\n{indent}condition: {says}"
    rule = rule[: place.start()] + lines + rule[place.end() :]
    if silences and example:
        rule = _with_example(rule, name, example)
    return rule


def _with_example(rule: str, name: str, example: str) -> str:
    place = _NO_MATCH.search(rule)
    if place is None:
        return rule
    told = json.dumps(" ".join(_MASKED.sub(STAND_IN, example).split())[:EXAMPLE], ensure_ascii=False)
    indent = place["indent"] + "  "
    return f"{rule[: place.end()]}\n{indent}- text: {told}\n{indent}  because: {name}{rule[place.end() :]}"


def _free(rule: str, name: str) -> str:
    names = (name if number == 1 else f"{name}_{number}" for number in range(1, 100))
    return next(one for one in names if not re.search(rf"^\s+{one}:", rule, re.MULTILINE))
