"""JSON Schema of rule and signal files, so that editors complete keys and mark mistakes while somebody writes.

Made from the same definitions as the reader; the files in `rules/schemas/` are what this module makes, which a test
checks. The reader stays the judge: a schema cannot see whether a signal exists or a pattern is fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rules.reader import LISTING_KEYS
from rules.schema import (
    EQUAL_FIELDS,
    EVIDENCE,
    FLAG_FIELDS,
    GOODS,
    LEVELS,
    NUMBER_FIELDS,
    NUMBER_MODIFIERS,
    RELATIONS,
    ROLES,
    SIDE_FIELDS,
    STATUSES,
    TEXT_FIELDS,
    TLP,
    WORD_FIELDS,
)
from rules.selections import CHOICES, QUANTILES
from sandi.verdict import LANES, SLOTS, TACTICS, VERDICTS

KINDS_OF_FILE = ("rule", "signals")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME = "^[a-z][a-z0-9_]*$"
_ID = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Json = dict[str, Any]


def schema_of(kind: str) -> Json:
    """The schema of a file of one `rule`, or of a group of `signals`."""
    made = _rule() if kind == "rule" else _signals()
    head: Json = {"$schema": _DIALECT, "title": f"sandi {kind} file"}
    return head | made | {"$defs": _definitions()}


def _rule() -> Json:
    named = {
        "id": _text("Lower-case words joined by -; unique over all packs; also the file's name.", pattern=_ID),
        "title": _text("What the rule looks for, in one line."),
        "status": _one_of(STATUSES, "experimental rules only watch; test and stable may alert; deprecated is not run."),
        "revision": {"type": "integer", "minimum": 1, "description": "Grows with every change of meaning."},
        "description": _text("What fits, and why it is a sign."),
        "author": _text("Who wrote it."),
        "date": _text("When it was written, as 2026-11-23.", pattern=_DATE),
        "modified": _text("When its meaning last changed, as 2026-11-23.", pattern=_DATE),
        "likeness": {"type": "integer", "minimum": 0, "maximum": 100, "description": "Fires in texts that read so."},
        "review_by": _text("The day after which lint reminds.", pattern=_DATE),
        "license": _text("As in Sigma."),
        "tactic": _one_of(TACTICS, "The tactic of docs/tactics.md."),
        "level": _one_of(LEVELS, "How grave a hit is."),
        "lane": _one_of(LANES, "child when the rule is about persons under 18."),
        "references": _texts("Where it is written that traffickers do so."),
        "tags": _texts("As in Sigma."),
        "falsepositives": _texts("Harmless readings in words; each needs a no_match example."),
        "related": {
            "type": "array",
            "description": "Other rules that this one comes from, replaces or resembles.",
            "items": _map({"id": _text("Id of the other rule."), "type": _one_of(RELATIONS, "")}, ("id", "type")),
        },
        "tlp": _one_of(TLP, "Traffic Light Protocol; a rule that is not clear lies in a folder of your own."),
        "detection": {
            "type": "object",
            "description": "Named selections, and the condition that joins them.",
            "properties": {"condition": _text("and, or, not, parentheses, 1 of filter_*, 2 of (a, b, c).")},
            "patternProperties": {f"^(?!condition$){_NAME[1:]}": {"$ref": "#/$defs/selection"}},
            "additionalProperties": False,
            "required": ["condition"],
        },
        "score": _map(
            {
                "base": {"type": "integer", "minimum": 0, "maximum": 100},
                "add": {"type": "object", "additionalProperties": {"type": "integer", "minimum": -50, "maximum": 50}},
            },
            (),
        ),
        "examples": _map(
            {
                key: {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{key}"}}
                for key in ("match", "no_match")
            },
            ("match", "no_match"),
        ),
    }
    required = ("id", "title", "status", "revision", "description", "tactic", "references", "falsepositives")
    return _map(named, (*required, "detection", "examples"))


def _signals() -> Json:
    signal = _map(
        {
            "title": _text("One line that an investigator reads beside a hit."),
            "slot": _one_of(SLOTS, "Which part of trafficking it speaks for; context never counts."),
            "weight": {"enum": [-1, 0, 1, 2], "description": "1 weak, 2 strong; for counter 0 or -1."},
            "evidence": _one_of(EVIDENCE, "How well it is known; folklore and refuted never count."),
            "source": _texts("Where it is written."),
            "match": {"$ref": "#/$defs/words"},
            "except": {"$ref": "#/$defs/words"},
            "unless": {"$ref": "#/$defs/words"},
            "harmless": _texts("Harmless readings, shown to the investigator."),
            "generic": {"type": "boolean", "description": "So common that it fills no slot alone."},
            "negation": _one_of(("read", "ignore"), "ignore: matches count even after a negation."),
            "affixes": {"type": "boolean", "description": "Single words are also found with di-, me-, ber-, -kan ..."},
            "is": _list_of({"enum": sorted(ROLES)}, "Roles that the alert conditions ask for."),
            "borne_by": _list_of({"enum": [*GOODS, "any"]}, "Kinds of goods that may have this attribute too."),
        },
        ("title", "slot", "evidence", "source", "match"),
    )
    signals = {"type": "object", "patternProperties": {_NAME: signal}, "additionalProperties": False}
    lists = {
        "type": "object",
        "description": "Lists of words that the file's words and patterns name as {{name}}.",
        "patternProperties": {_NAME: _texts("The words of the list.")},
        "additionalProperties": False,
    }
    group = _text("Rules refer to group.name.", pattern=_NAME)
    return _map({"group": group, "lists": lists, "signals": signals}, ("group",))


def _definitions() -> Json:
    word = {"type": ["string", "number"]}
    words = _one_or_more(word)
    texts = _either([*TEXT_FIELDS, *SIDE_FIELDS])
    tests: Json = {
        rf"^{texts}(\|(word|contains|re))?$": words,
        rf"^{texts}\|near$": _map(
            {"all": words, "max_tokens": {"type": "integer", "minimum": 1, "maximum": 100}}, ("all",)
        ),
        rf"^{texts}\|fuzzy$": _map({"words": words, "distance": {"enum": [1, 2]}}, ("words",)),
        rf"^{texts}\|tokens$": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "object"}, "minItems": 1},
        },
        rf"^{_either(NUMBER_FIELDS)}\|{_either([m for m in NUMBER_MODIFIERS if m != 'outlier'])}$": {"type": "number"},
        r"^price\|outlier$": _map(
            {
                "above": {"enum": list(QUANTILES)},
                "below": {"enum": list(QUANTILES)},
                "min_n": {"type": "integer", "minimum": 1},
                "otherwise": {"type": ["number", "null"]},
            },
            (),
        ),
        rf"^{_either(FLAG_FIELDS)}$": {"type": "boolean"},
        rf"^{_either([f for f in (*EQUAL_FIELDS, *WORD_FIELDS) if f not in CHOICES])}$": words,
        **{rf"^{re.escape(field)}$": _one_or_more(_one_of(options, "")) for field, options in CHOICES.items()},
        r"^signal(\|all)?$": words,
    }
    clause = {"type": "object", "minProperties": 1, "patternProperties": tests, "additionalProperties": False}
    slotted = clause | {"properties": {"slot": _one_of(SLOTS, "Counts as weak.")}}
    fields = {key: _text("") for key in sorted(LISTING_KEYS)} | {"price": {"type": "number"}}
    verdict = _one_of(VERDICTS, "What the whole listing comes to.")
    spans = "Selections with the published characters they must mark."
    shown = {"verdict": verdict, **fields}
    because = _text("The filter that silences it, the selection that is missing, or engine.")
    return {
        "selection": _one_or_more(slotted),
        "words": _one_or_more(clause),
        "match": _example(shown | {"spans": {"type": "object", "description": spans}}, ()),
        "no_match": _example(shown | {"because": because}, ("because",)),
    }


def _example(properties: Json, required: tuple[str, ...]) -> Json:
    """A listing with a text or a title, and what is promised of it."""
    return _map(properties, required) | {"anyOf": [{"required": ["text"]}, {"required": ["title"]}]}


def _map(properties: Json, required: tuple[str, ...]) -> Json:
    made: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return made | ({"required": list(required)} if required else {})


def _text(description: str, *, pattern: str = "") -> Json:
    made: Json = {"type": "string" if pattern else ["string", "number"]}
    made |= {"pattern": pattern} if pattern else {}
    return made | ({"description": description} if description else {})


def _texts(description: str) -> Json:
    return _list_of({"type": ["string", "number"]}, description)


def _list_of(item: Json, description: str) -> Json:
    """One value, or a list of them."""
    return _one_or_more(item, least=0) | {"description": description}


def _one_or_more(item: Json, *, least: int = 1) -> Json:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": least}]}


def _one_of(options: Iterable[str], description: str) -> Json:
    return {"enum": list(options)} | ({"description": description} if description else {})


def _either(names: Iterable[str]) -> str:
    return f"({'|'.join(re.escape(name) for name in names)})"
