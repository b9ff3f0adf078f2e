"""Reads correlation rules from YAML, checks them, and runs their examples; every mistake with its file and line.

They lie in `rules/correlations/` and as `correlation-*.yaml` in packs, the packs of `SANDI_PACKS` included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from linking.correlation import BOUNDS, FIELDS, GROUPS, TYPES, Correlation, Event, Filter, correlate
from rules.fold import fold
from rules.schema import STATUSES
from sandi.errors import InputError, Problem
from sandi.strict_yaml import Document, Path_, load_file

HOME = Path(__file__).resolve().parent.parent / "rules"
KEYS = (
    "title", "id", "status", "revision", "description", "author", "date", "references", "tags", "level",
    "falsepositives", "correlation", "examples",
)  # fmt: skip
REQUIRED = ("title", "id", "description", "falsepositives", "correlation", "examples")
_SPAN = re.compile(r"([0-9]{1,4})([mhdw])\Z")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Example:
    """Events of one example; `because` is empty when the rule must fire."""

    events: tuple[Event, ...]
    because: str
    line: int


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule with its examples."""

    rule: Correlation
    examples: tuple[Example, ...]
    status: str
    revision: int


def files(packs: Sequence[Path] = ()) -> list[Path]:
    """All files of correlation rules: those that come with sandi, and those in pack folders; a pack may be one file."""
    found = {*(HOME / "correlations").glob("*.yaml"), *(HOME / "packs").rglob("correlation-*.yaml")}
    for pack in packs:
        found.update([pack] if is_correlation(pack) else pack.rglob("correlation-*.yaml"))
    return sorted(found)


def is_correlation(path: Path) -> bool:
    """Whether this is a file of a correlation rule, by its name or folder."""
    return path.is_file() and (path.name.startswith("correlation-") or path.parent == HOME / "correlations")


def read(paths: Iterable[Path]) -> tuple[list[RuleFile], list[Problem]]:
    """All rules that can be read, and every mistake of the others; an id that is there twice is one."""
    found: list[RuleFile] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            documents = load_file(path)
        except InputError as error:
            problems += error.problems
            continue
        for document in documents:
            reading = _Reading(document)
            rule = reading.rule()
            if rule is not None and any(rule.rule.id == other.rule.id for other in found):
                reading.wrong(("id",), f"{rule.rule.id!r} is the id of another rule", "give it one of its own")
            problems += reading.problems
            if rule is not None and not reading.problems:
                found.append(rule)
    return found, problems


def failures(rule: RuleFile) -> list[Problem]:
    """Examples that do not come out as they say."""
    found = []
    for example in rule.examples:
        fired = bool(correlate(rule.rule, example.events))
        if fired == bool(example.because):
            what = "fires, and must not" if fired else "does not fire, and must"
            mend = example.because or "mend the condition or the example"
            found.append(Problem(rule.rule.where, example.line, "examples", f"the rule {what}", mend))
    return found


class _Reading:
    """One document; `problems` holds what is wrong."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = []

    def wrong(self, path: Path_, found: str, mend: str) -> None:
        self.problems.append(self._document.problem(path, found, mend))

    def rule(self) -> RuleFile | None:
        data = self._document.data
        if not isinstance(data, dict):
            self.wrong((), "not a map", "write title, id, correlation and examples")
            return None
        self._keys((), data, KEYS, REQUIRED)
        if not _ID.match(str(data.get("id", ""))):
            self.wrong(("id",), f"{data.get('id')!r} is no id", "use small letters, figures and hyphens")
        body = data.get("correlation")
        if not isinstance(body, dict):
            self.wrong(("correlation",), "not a map", "write type, group-by, timespan and condition or events")
            return None
        made = self._correlation(str(data.get("id")), str(data.get("title")), body)
        examples = self._examples(data.get("examples"))
        silent, harmless = sum(bool(one.because) for one in examples), data.get("falsepositives")
        if not isinstance(harmless, list):
            self.wrong(("falsepositives",), "not a list", "write one harmless reading a line")
        elif silent < len(harmless):
            found = f"{len(harmless)} falsepositives but {silent} no_match"
            self.wrong(("examples", "no_match"), found, "give each line of falsepositives an example")
        status, revision = data.get("status", "experimental"), data.get("revision", 1)
        if status not in STATUSES:
            self.wrong(("status",), f"{status!r} is no status", f"use one of {', '.join(STATUSES)}")
        if not isinstance(revision, int) or revision < 1:
            self.wrong(("revision",), f"{revision!r} is no revision", "count from 1")
        return None if self.problems else RuleFile(made, tuple(examples), status, revision)

    def _keys(self, path: Path_, data: Mapping[str, Any], known: Sequence[str], required: Sequence[str] = ()) -> None:
        for key in data:
            if key not in known:
                self.wrong((*path, key), f"an unknown key {key!r}", f"known are {', '.join(known)}")
        for key in required:
            if not data.get(key):
                self.wrong(path, f"{key} is missing", f"add {key}")

    def _correlation(self, name: str, title: str, body: Mapping[str, Any]) -> Correlation:
        at: Path_ = ("correlation",)
        kind = body.get("type")
        counts = kind in TYPES[:2]
        own = ("where", "condition") if counts else ("events",)
        needed = ("condition",) if counts else ("events",)
        self._keys(at, body, ("type", "group-by", "timespan", *own), ("type", "group-by", "timespan", *needed))
        if kind not in TYPES:
            self.wrong((*at, "type"), f"{kind!r} is no type", f"use one of {', '.join(TYPES)}")
        groups = body.get("group-by") if isinstance(body.get("group-by"), list) else []
        for group in groups or []:
            if group not in GROUPS:
                self.wrong((*at, "group-by"), f"{group!r} groups nothing", f"use {', '.join(GROUPS)}")
        span = _SPAN.match(str(body.get("timespan")))
        if not span:
            self.wrong((*at, "timespan"), f"{body.get('timespan')!r} is no span", "write 30m, 12h, 7d or 4w")
        counted, bounds = self._condition((*at, "condition"), str(kind), body.get("condition"))
        return Correlation(
            name,
            title,
            str(kind),
            tuple(map(str, groups or [])),
            int(span[1]) * _UNITS[span[2]] if span else timedelta(),
            self._events(at, body, counts),
            counted,
            bounds,
            self._document.where,
        )

    def _condition(self, at: Path_, kind: str, body: Any) -> tuple[str, tuple[tuple[str, float], ...]]:
        if kind not in TYPES[:2]:
            return "", ()
        if not isinstance(body, dict):
            self.wrong(at, "not a map", "write for example {gte: 3}")
            return "", ()
        self._keys(at, body, (*BOUNDS, "field"), ("field",) if kind == "value_count" else ())
        if body.get("field", FIELDS[0]) not in FIELDS:
            self.wrong((*at, "field"), f"{body['field']!r} is no field", f"use one of {', '.join(FIELDS)}")
        bounds = [(sign, value) for sign, value in body.items() if sign in BOUNDS]
        if not bounds or not all(isinstance(value, (int, float)) for _, value in bounds):
            self.wrong(at, "no number to compare with", "write for example gte: 3")
            return "", ()
        return str(body.get("field", "")), tuple((sign, float(value)) for sign, value in bounds)

    def _events(self, at: Path_, body: Mapping[str, Any], counts: bool) -> dict[str, Filter]:
        if counts:
            return {"": self._filter((*at, "where"), body.get("where") or {"event": "seen"})}
        events = body.get("events")
        if not isinstance(events, dict) or len(events) < 2:
            self.wrong((*at, "events"), "fewer than two named events", "name two and more, each with its fields")
            return {}
        return {name: self._filter((*at, "events", name), one) for name, one in events.items()}

    def _filter(self, at: Path_, body: Any) -> Filter:
        if not isinstance(body, dict) or not body:
            self.wrong(at, "not a map of fields", "write for example {kind: job}")
            return Filter()
        equal: dict[str, frozenset[str]] = {}
        contains: dict[str, frozenset[str]] = {}
        for key, value in body.items():
            name, _, how = key.partition("|")
            if name not in FIELDS or how not in ("", "contains"):
                self.wrong((*at, key), f"{key!r} is no field", f"use {', '.join(FIELDS)}, also with |contains")
            values = value if isinstance(value, list) else [value]
            (contains if how else equal)[name] = frozenset(as_compared(one) for one in values)
        equal.setdefault("event", frozenset({"seen"}))
        return Filter(equal, contains)

    def _examples(self, body: Any) -> list[Example]:
        at: Path_ = ("examples",)
        if not isinstance(body, dict) or not body.get("match") or not body.get("no_match"):
            self.wrong(at, "match or no_match is missing", "give at least one of each")
            return []
        found = []
        for name in ("match", "no_match"):
            for number, one in enumerate(body[name]):
                path = (*at, name, number)
                because = str(one.get("because", "")) if isinstance(one, dict) else ""
                if (name == "no_match") != bool(because):
                    self.wrong(path, "because is for no_match, and needed there", "say why the rule stays quiet")
                events = self._example(path, one.get("listings") if isinstance(one, dict) else None)
                found.append(Example(events, because, self._document.line(path)))
        return found

    def _example(self, at: Path_, body: Any) -> tuple[Event, ...]:
        found = []
        for number, one in enumerate(body if isinstance(body, list) else []):
            try:
                moment = datetime.fromisoformat(str(one["at"])).replace(tzinfo=UTC)
                values = {name: _values(value) for name, value in one.items() if name != "at"}
            except (KeyError, TypeError, ValueError, AttributeError):
                self.wrong((*at, "listings", number), "no time", "write {at: 2026-11-01, contact: a, province: Riau}")
                continue
            for name in values:
                if name not in FIELDS:
                    self.wrong((*at, "listings", number), f"{name!r} is no field", f"use {', '.join(FIELDS)}")
            found.append(Event(number, moment, {"event": frozenset({"seen"})} | values))
        if not found:
            self.wrong(at, "no listings", "give a list of listings, each with at and fields")
        return tuple(found)


def as_compared(value: Any) -> str:
    """A value as it is compared: folded."""
    return fold(str(value)).text.strip()


def _values(value: Any) -> frozenset[str]:
    return frozenset(as_compared(one) for one in (value if isinstance(value, list) else [value]))
