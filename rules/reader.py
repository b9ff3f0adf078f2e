"""From a checked YAML document to signals and rules, collecting every mistake with its line and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.condition import Condition, ConditionError, parse_condition
from rules.schema import (
    EVIDENCE,
    GOODS,
    LEVELS,
    RELATIONS,
    ROLES,
    STATUSES,
    TLP,
    Example,
    Rule,
    Selection,
    Signal,
)
from rules.selections import Reader, read_selection
from sandi.errors import Problem
from sandi.strict_yaml import Document, Path_
from sandi.verdict import LANES, SLOTS, TACTICS, VERDICTS

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
LISTING_KEYS = frozenset(
    {
        "text",
        "title",
        "kind",
        "category",
        "price",
        "currency",
        "seller",
        "location",
        "source",
        "language",
        "url",
        "posted_at",
    }
)


# Signals --------------------------------------------------------------------------------------------------------

SIGNALS_KEYS = frozenset({"group", "lists", "signals"})
SIGNAL_KEYS = frozenset(
    {"title", "slot", "weight", "evidence", "source", "match", "except", "unless", "harmless", "generic", "negation"}
    | {"affixes", "is", "borne_by"}
)


def read_signals(document: Document, problems: list[Problem]) -> list[Signal]:
    """All signals of one file of `rules/signals/`."""
    reader = Reader(document, problems)
    top = reader.mapping(document.data, (), "a map with `group` and `signals`")
    reader.keys(top, (), SIGNALS_KEYS)
    reader.lists = _lists(reader, top)
    group = reader.text(top, (), "group", required=True)
    if group and not _NAME.match(group):
        reader.note(("group",), f"found `{group}`", "use lower-case letters, figures and _")
    found = []
    for name, value in reader.mapping(top.get("signals", {}), ("signals",), "a map of signals").items():
        path = ("signals", name)
        if not _NAME.match(name):
            reader.note(path, f"found `{name}`", "use lower-case letters, figures and _")
        found.append(_signal(reader, f"{group}.{name}", reader.mapping(value, path, "a signal"), path))
    return found


def _lists(reader: Reader, top: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The named lists of a file, which its words and patterns refer to as `{{name}}`."""
    lists: dict[str, tuple[str, ...]] = {}
    given = reader.mapping(top.get("lists", {}), ("lists",), "a map of lists")
    for name in given:
        if not _NAME.match(name):
            reader.note(("lists", name), f"found `{name}`", "use lower-case letters, figures and _")
        lists[name] = reader.texts(given, ("lists",), name)
        if not lists[name] and given[name] in (None, []):
            reader.note(("lists", name), "the list is empty", "write its words, or take it out")
    return lists


def _signal(reader: Reader, name: str, value: dict[str, Any], path: Path_) -> Signal:
    reader.keys(value, path, SIGNAL_KEYS)
    slot = reader.choice(value, path, "slot", SLOTS, None)
    low, high, default = (-1, 0, -1) if slot == "counter" else (0, 2, 0 if slot == "context" else 1)
    roles = frozenset(reader.texts(value, path, "is"))
    for role in sorted(roles - ROLES):
        reader.note((*path, "is"), f"unknown role `{role}`", f"use one of {', '.join(sorted(ROLES))}")
    borne_by = frozenset(reader.texts(value, path, "borne_by"))
    for kind in sorted(borne_by - {*GOODS, "any"}):
        reader.note((*path, "borne_by"), f"unknown kind of goods `{kind}`", f"use one of {', '.join(GOODS)}, any")
    if borne_by and slot != "person":
        reader.note((*path, "borne_by"), f"`borne_by` on a signal of slot {slot}", "only slot person takes it")
    if "match" not in value:
        reader.note(path, "`match` is missing", "say what to look for, such as `match: {text|word: [...]}`")

    def part(key: str) -> Selection:
        return read_selection(reader, value[key], (*path, key), slots=False) if key in value else ()

    return Signal(
        name=name,
        title=reader.text(value, path, "title", required=True),
        slot=slot,
        weight=reader.number(value, path, "weight", low, high, default),
        evidence=reader.choice(value, path, "evidence", EVIDENCE, None),
        source=reader.texts(value, path, "source", required=True),
        match=part("match"),
        excepts=part("except"),
        unless=part("unless"),
        harmless=reader.texts(value, path, "harmless"),
        generic=reader.flag(value, path, "generic"),
        negatable=reader.choice(value, path, "negation", ("read", "ignore"), "read") == "read",
        affixes=reader.flag(value, path, "affixes"),
        roles=roles | ({"person"} if slot == "person" else frozenset()),
        borne_by=frozenset(GOODS) if "any" in borne_by else borne_by,
        where=reader.document.where,
        line=reader.document.line(path),
    )


# Rules ----------------------------------------------------------------------------------------------------------

RULE_KEYS = frozenset(
    {"title", "id", "status", "revision", "description", "author", "date", "modified", "license", "tactic", "level"}
    | {"references", "tags", "detection", "score", "falsepositives", "examples", "related", "review_by", "lane", "tlp"}
    | {"likeness"}
)
RELATED_KEYS = frozenset({"id", "type"})


def read_rule(document: Document, source: str, sha256: str, problems: list[Problem]) -> Rule | None:
    """The rule of one file of a pack; None when its condition cannot be read."""
    reader = Reader(document, problems)
    top = reader.mapping(document.data, (), "a rule")
    reader.keys(top, (), RULE_KEYS)
    rule_id = reader.text(top, (), "id", required=True)
    if rule_id and not _ID.match(rule_id):
        reader.note(("id",), f"found `{rule_id}`", "use lower-case words joined by -")
    for key in ("date", "modified", "review_by"):
        _check_date(reader, top, key)
    if "modified" in top and "date" in top and str(top["modified"]) < str(top["date"]):
        reader.note(("modified",), "lies before `date`", "correct one of them")
    selections, condition = _detection(reader, top)
    base, add = _score(reader, top, selections)
    examples = _examples(reader, top, selections)
    if condition is None:
        return None
    return Rule(
        id=rule_id,
        title=reader.text(top, (), "title", required=True),
        status=reader.choice(top, (), "status", STATUSES, None),
        revision=reader.number(top, (), "revision", 1, 1_000_000, 0) if "revision" in top else _missing(reader),
        tactic=reader.choice(top, (), "tactic", TACTICS, None),
        description=reader.text(top, (), "description", required=True),
        level=reader.choice(top, (), "level", LEVELS, "medium"),
        references=reader.texts(top, (), "references", required=True),
        falsepositives=reader.texts(top, (), "falsepositives", required=True),
        selections=selections,
        condition=condition,
        base=base,
        add=add,
        examples=examples,
        lane=reader.choice(top, (), "lane", LANES, "adult"),
        likeness=reader.number(top, (), "likeness", 0, 100, 0),
        review_by=reader.text(top, (), "review_by") or None,
        related=_related(reader, top),
        tlp=reader.choice(top, (), "tlp", TLP, None) if "tlp" in top else "",
        text=source,
        sha256=sha256,
        where=document.where,
        line=1,
    )


def _missing(reader: Reader) -> int:
    reader.note((), "`revision` is missing", "add `revision: 1`")
    return 1


def _check_date(reader: Reader, top: dict[str, Any], key: str) -> None:
    given = top.get(key)
    if given is None:
        return
    try:
        date.fromisoformat(str(given))
    except ValueError:
        reader.note((key,), f"found {given!r}", "write a date as 2026-11-23")


def _related(reader: Reader, top: dict[str, Any]) -> dict[str, str]:
    """Ids of related rules with the relation, from `related: [{id: …, type: …}]`."""
    given = top.get("related", [])
    if not isinstance(given, list):
        reader.note(("related",), "expected a list", "write `related: [{id: other-rule, type: similar}]`")
        return {}
    found = {}
    for i, item in enumerate(given):
        path = ("related", i)
        one = reader.mapping(item, path, "a map `{id: other-rule, type: similar}`")
        reader.keys(one, path, RELATED_KEYS)
        found[reader.text(one, path, "id", required=True)] = reader.choice(one, path, "type", RELATIONS, None)
    return found


def _detection(reader: Reader, top: dict[str, Any]) -> tuple[dict[str, Selection], Condition | None]:
    detection = reader.mapping(top.get("detection"), ("detection",), "a map of selections and a condition")
    selections = {}
    for name, value in detection.items():
        if name == "condition":
            continue
        if not _NAME.match(name):
            reader.note(("detection", name), f"found `{name}`", "use lower-case letters, figures and _")
        selections[name] = read_selection(reader, value, ("detection", name), slots=True)
    text = detection.get("condition")
    path = ("detection", "condition")
    if not isinstance(text, str):
        reader.note(path, "`condition` is missing", "add `condition: …` that joins the selections")
        return selections, None
    try:
        condition = parse_condition(text, list(selections))
    except ConditionError as error:
        reader.note(path, f"the condition cannot be read: {error}", "see docs/rule-language.md, condition")
        return selections, None
    return selections, condition


def _score(reader: Reader, top: dict[str, Any], selections: Mapping[str, Selection]) -> tuple[int, dict[str, int]]:
    score = reader.mapping(top.get("score", {}), ("score",), "a map `{base: 50, add: {…}}`")
    reader.keys(score, ("score",), frozenset({"base", "add"}))
    given = reader.mapping(score.get("add", {}), ("score", "add"), "a map of selection: points")
    add = {}
    for name in given:
        if name not in selections and name != "obscured":
            reader.note(("score", "add", name), f"no selection is named `{name}`", "use a selection, or `obscured`")
        add[name] = reader.number(given, ("score", "add"), name, -50, 50, 0)
    return reader.number(score, ("score",), "base", 0, 100, 50), add


def _examples(reader: Reader, top: dict[str, Any], selections: Mapping[str, Selection]) -> tuple[Example, ...]:
    given = reader.mapping(top.get("examples"), ("examples",), "a map with `match` and `no_match`")
    reader.keys(given, ("examples",), frozenset({"match", "no_match"}))
    found = []
    for key in ("match", "no_match"):
        items = given.get(key)
        if not isinstance(items, list) or not items:
            reader.note(("examples",), f"`{key}` has no example", f"add at least one under `{key}`")
            continue
        for i, item in enumerate(items):
            path = ("examples", key, i)
            found.append(_example(reader, reader.mapping(item, path, "an example"), path, key == "match", selections))
    return tuple(found)


def _example(
    reader: Reader, value: dict[str, Any], path: Path_, matches: bool, selections: Mapping[str, Selection]
) -> Example:
    own = {"verdict", "spans"} if matches else {"verdict", "because"}
    reader.keys(value, path, LISTING_KEYS | own)
    listing = {key: given for key, given in value.items() if key in LISTING_KEYS}
    if not listing.get("text") and not listing.get("title"):
        reader.note(path, "the example has no text", "add `text: '…'`")
    spans = {}
    for name in reader.mapping(value.get("spans", {}), (*path, "spans"), "a map of selection: text"):
        if name not in selections:
            reader.note((*path, "spans", name), f"no selection is named `{name}`", "use a name of `detection`")
        spans[name] = reader.texts(value["spans"], (*path, "spans"), name)
    because = reader.text(value, path, "because", required=not matches)
    if because and because != "engine" and because not in selections:
        reader.note((*path, "because"), f"no selection is named `{because}`", "name a filter, a selection, or `engine`")
    verdict = reader.choice(value, path, "verdict", ("", *VERDICTS), "")
    return Example(listing, matches, spans, because, verdict, reader.document.line(path))
