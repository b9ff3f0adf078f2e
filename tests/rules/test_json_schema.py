"""The schemas that editors use are those of the reader: made from it, shipped, and of one mind with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner
from rules_house import RULE, SIGNALS
from test_reader import BROKEN

from rules.json_schema import KINDS_OF_FILE, schema_of
from rules.reader import LISTING_KEYS, RULE_KEYS, SIGNAL_KEYS, SIGNALS_KEYS
from rules.schema import FIELDS, NUMBER_MODIFIERS, TEXT_MODIFIERS
from sandi.cli import main
from sandi.strict_yaml import load_file, load_text

HOME = Path(__file__).resolve().parents[2] / "rules"
GOOD = RULE.format(title="Any", id="any-sign", status="test", signals="s.place")
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def faults(schema: dict[str, Any], value: Any, whole: dict[str, Any], at: str = "") -> list[str]:
    """Where `value` breaks `schema`: the keywords that these schemas use, and no others."""
    known = {"$schema", "$defs", "title", "description", "type", "enum", "pattern", "minimum", "maximum", "minItems",
             "minProperties", "required", "properties", "patternProperties", "additionalProperties", "items", "anyOf",
             "$ref"}  # fmt: skip
    assert schema.keys() <= known, schema.keys() - known
    if "$ref" in schema:
        return faults(whole["$defs"][schema["$ref"].rpartition("/")[2]], value, whole, at)
    found = []
    if "anyOf" in schema and all(faults(option, value, whole, at) for option in schema["anyOf"]):
        found.append(f"{at}: none of the ways fits")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r}")
    types = schema.get("type", [])
    if types and not any(_is(name, value) for name in ([types] if isinstance(types, str) else types)):
        return [*found, f"{at}: no {types}"]
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at}: {value!r} is not {schema['pattern']}")
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{at}: {value}")
    if isinstance(value, list):
        found += [f"{at}: too few"] if len(value) < schema.get("minItems", 0) else []
        for i, item in enumerate(value):
            found += faults(schema.get("items", {}), item, whole, f"{at}[{i}]")
    if isinstance(value, dict):
        found += [f"{at}: too few"] if len(value) < schema.get("minProperties", 0) else []
        found += [f"{at}: {key} is missing" for key in schema.get("required", ()) if key not in value]
        for key, item in value.items():
            found += _property(schema, key, item, whole, f"{at}.{key}")
    return found


def _is(name: str, value: Any) -> bool:
    if name in {"number", "integer"}:
        return isinstance(value, int if name == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def _property(schema: dict[str, Any], key: str, item: Any, whole: dict[str, Any], at: str) -> list[str]:
    fitting = [inner for pattern, inner in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
    fitting += [schema["properties"][key]] if key in schema.get("properties", {}) else []
    if fitting:
        return [fault for inner in fitting for fault in faults(inner, item, whole, at)]
    other = schema.get("additionalProperties", True)
    return faults(other, item, whole, at) if isinstance(other, dict) else [] if other else [f"{at}: unknown"]


def check(kind: str, value: Any) -> list[str]:
    schema = schema_of(kind)
    return faults(schema, value, schema)


@pytest.mark.parametrize("kind", KINDS_OF_FILE)
def test_what_is_shipped_and_printed_is_what_the_definitions_say(kind: str) -> None:
    shipped = orjson.loads((HOME / "schemas" / f"{kind}.json").read_bytes())
    assert shipped == schema_of(kind), f"run: sandi rules schema {kind} > rules/schemas/{kind}.json"
    assert orjson.loads(CliRunner().invoke(main, ["rules", "schema", kind]).stdout) == shipped


def test_every_key_of_the_reader_is_known() -> None:
    rule = schema_of("rule")
    assert rule["properties"].keys() == RULE_KEYS
    assert schema_of("signals")["properties"].keys() == SIGNALS_KEYS
    signal = schema_of("signals")["properties"]["signals"]["patternProperties"]
    assert next(iter(signal.values()))["properties"].keys() == SIGNAL_KEYS
    for kind, own in (("match", {"verdict", "spans"}), ("no_match", {"verdict", "because"})):
        assert rule["$defs"][kind]["properties"].keys() == LISTING_KEYS | own
    tests = " ".join(rule["$defs"]["selection"]["anyOf"][0]["patternProperties"]).replace("\\", "")
    assert {word for word in (*FIELDS, *TEXT_MODIFIERS, *NUMBER_MODIFIERS) if word not in tests} == set()


@pytest.mark.parametrize("path", sorted((HOME / "packs").rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_rule_fits(path: Path) -> None:
    (document,) = load_file(path)
    assert check("rule", document.data) == []


@pytest.mark.parametrize("path", sorted((HOME / "signals").rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_signal_fits(path: Path) -> None:
    (document,) = load_file(path)
    assert check("signals", document.data) == []


BEYOND = {"unknown signal", "look-ahead", "back-reference", "too costly", "matches everywhere", "broken condition"}
BEYOND |= {"score of nothing", "because of nothing", "near of one", "token regex", "tokens without end"}
BEYOND |= {"tokens from two on", "tokens many ways", "fuzzy too short"}


@pytest.mark.parametrize("row", [row for row in BROKEN if row[0] not in BEYOND], ids=lambda row: row[0])
def test_a_mistake_of_shape_is_seen(row: tuple[str, str, str, str, str]) -> None:
    _, good, bad, _, _ = row
    (fine,) = load_text(GOOD, "good")
    assert check("rule", fine.data) == []
    (document,) = load_text(GOOD.replace(good, bad), "bad")
    assert check("rule", document.data) != []


@pytest.mark.parametrize(
    ("good", "bad"),
    [("slot: act", "slot: acts"), ("evidence: official", "evidence: rumour"), ("title: h", "titel: h"),
     ("is: [hiring]", "is: [hirer]"), ("match: {text: [dicari, loker]}", "match: {text: []}")],
)  # fmt: skip
def test_a_mistake_in_a_signal_is_seen(good: str, bad: str) -> None:
    (fine,), (broken,) = (load_text(text, "s") for text in (SIGNALS, SIGNALS.replace(good, bad, 1)))
    assert check("signals", fine.data) == []
    assert check("signals", broken.data) != []
