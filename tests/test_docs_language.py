"""Every row of the table of what a selection finds, in the reference for rule authors, is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.engine import Engine
from rules.loader import read_rules
from rules.schema import FIELDS, NUMBER_MODIFIERS, TEXT_MODIFIERS
from sandi.listing import Listing, listing_from_json

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "rule-language.md"
RULE = """\
title: A row
id: a-row
status: test
revision: 1
tactic: fake-job
description: A row of the table.
references: [x]
falsepositives: [anything]
detection:
  row: {%s}
  condition: row
examples:
  match: [{text: a}]
  no_match: [{text: b, because: row}]
"""


def rows() -> list[tuple[str, str, str]]:
    text = REFERENCE.read_text()
    table = text[text.index("| written | finds | does not find |") :].split("\n\n")[0]
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.splitlines()[2:]]
    return [(test.strip().strip("`").replace("\\|", "|"), found.strip(), other.strip()) for test, found, other in cells]


ROWS = rows()


def listing(written: str) -> Listing:
    """A text, behind `(field: value)` where the row says something of another field; a title is the text."""
    given = re.match(r"\((\w+): (\w+)\) (.+)", written)
    fields: dict[str, object] = {given[1]: int(given[2]) if given[2].isdigit() else given[2]} if given else {}
    text = given[3] if given else written
    return listing_from_json({"url": "u", "title": "" if given else text, "text": text, **fields})


@pytest.mark.parametrize(("test", "found", "other"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_finds_what_it_says(tmp_path: Path, test: str, found: str, other: str) -> None:
    (tmp_path / "a-row.yaml").write_text(RULE % test)
    rules, problems = read_rules([tmp_path], signals=[])
    assert not problems, problems
    engine = Engine(rules)
    assert engine.fires(rules.rules[0], listing(found)) is not None
    assert engine.fires(rules.rules[0], listing(other)) is None


def test_the_table_shows_every_modifier_and_every_fact() -> None:
    shown = " ".join(row[0] for row in ROWS)
    assert [one for one in (*TEXT_MODIFIERS[1:], *NUMBER_MODIFIERS) if f"|{one}:" not in shown] == []
    plain = {"body", "category", "seller", "location", "source", "language", "signal"}
    assert [one for one in FIELDS if one not in plain and not re.search(rf"(?:^| ){re.escape(one)}[|:]", shown)] == []
