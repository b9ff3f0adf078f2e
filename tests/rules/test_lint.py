"""What only shows when rules are seen together, and what is risky or stale: each told once, graded, with its line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from rules_house import RULE, SIGNALS

from rules.lint import lint
from rules.loader import read_rules
from sandi.cli import main
from sandi.errors import Problem

GOOD = RULE.format(title="Any", id="any-sign", status="test", signals="s.place")
DAY = date(2026, 11, 23)


def told(folder: Path, *texts: str, signals: str = SIGNALS) -> list[Problem]:
    """All problems of the rules `texts`, each under the id that stands in it."""
    (folder / "signals").mkdir(exist_ok=True)
    (folder / "signals" / "s.yaml").write_text(signals)
    for text in texts:
        name = next(line.removeprefix("id: ") for line in text.splitlines() if line.startswith("id: "))
        (folder / f"{name}.yaml").write_text(text)
    return lint(home=folder, signals=folder / "signals", today=DAY)


def of(problems: list[Problem], name: str = "any-sign.yaml") -> list[Problem]:
    return [p for p in problems if p.where.endswith(name)]


def other(**changes: str) -> str:
    text = GOOD.replace("id: any-sign", "id: other-sign")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_good_rule_is_not_spoken_of(tmp_path: Path) -> None:
    assert of(told(tmp_path, GOOD)) == []


WITH = "any: {signal: [s.place]}"
BARE = "any: {salary.month_idr|above: 15000000}"
ALONE = [
    ("no anchor", WITH, BARE, "error", "detection.condition", "no anchor"),
    ("never used", "any and not filter_off", "any", "warning", "detection.filter_off", "never used"),
    ("a pattern without a word", WITH, "any: {text|re: '\\d{2} \\d{3}'}", "note", "detection.any", "every listing"),
    ("a short piece", WITH, "any: {text|contains: abc}", "note", "detection.any", "very many words"),
    ("stale", "revision: 1", "revision: 1\nreview_by: 2026-11-22", "warning", "review_by", "was due on 2026-11-22"),
    ("folklore", "s.place", "s.tale", "warning", "detection.any", "whose evidence is folklore"),
    ("refuted", "s.place", "s.myth", "warning", "detection.any", "whose evidence is refuted"),
    ("two harmless readings, one example", "[anything]", "[a, b]", "error", "examples", "1 no_match example"),
    ("not written yet", "title: Any", "title: 'TODO: a title'", "error", "title", "still to be written"),
    ("not written in an example", "{text: b,", "{text: 'TODO: a harmless text',", "error", "no_match[0].text", "TODO"),
    ("related to nothing", "revision: 1", "revision: 1\nrelated: [{id: no-rule, type: similar}]", "warning", "related",
     "`no-rule`"),
    ("related to itself", "revision: 1", "revision: 1\nrelated: [{id: any-sign, type: similar}]", "warning", "related",
     "`any-sign`"),
    ("secret in public", "revision: 1", "revision: 1\ntlp: amber", "error", "tlp", "public"),
]  # fmt: skip


@pytest.mark.parametrize("row", ALONE, ids=[row[0] for row in ALONE])
def test_a_risk_is_told_with_its_grade_and_line(tmp_path: Path, row: tuple[str, ...]) -> None:
    _, good, bad, grade, field, words = row
    assert good in GOOD
    text = GOOD.replace(good, bad)
    (found,) = [p for p in of(told(tmp_path, text)) if words in f"{p.found} {p.mend}"]
    assert found.grade == grade
    assert field in found.field
    assert found.mend
    last = bad.splitlines()[-1]
    line = next(i for i, words in enumerate(text.splitlines(), 1) if last in words)
    if field not in {"detection.condition", "detection.filter_off", "examples"}:
        assert found.line == line


@pytest.mark.parametrize(
    "bad",
    ["review_by: 2026-11-23", "review_by: 2026-12-31", "tlp: clear", "related: []"],
)
def test_what_is_in_order_is_not_told(tmp_path: Path, bad: str) -> None:
    assert of(told(tmp_path, GOOD.replace("revision: 1", f"revision: 1\n{bad}"))) == []


def test_folklore_may_stand_in_a_rule_that_only_watches(tmp_path: Path) -> None:
    assert of(told(tmp_path, GOOD.replace("s.place", "s.tale").replace("status: test", "status: experimental"))) == []


def test_words_without_evidence_do_not_make_a_stable_rule(tmp_path: Path) -> None:
    inline = GOOD.replace(WITH, "any: {text: kerja paksa, slot: purpose}")
    assert of(told(tmp_path, inline)) == []
    (found,) = of(told(tmp_path, inline.replace("status: test", "status: stable")))
    assert "without evidence" in found.found


def test_a_pack_of_ones_own_may_be_secret(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "any-sign.yaml").write_text(GOOD.replace("revision: 1", "revision: 1\ntlp: red"))
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "s.yaml").write_text(SIGNALS)
    assert of(lint([tmp_path / "own"], home=tmp_path / "none", signals=tmp_path / "s", today=DAY)) == []


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("tlp: white", "use one of clear, green"),
        ("titel: other", "did you mean `title`?"),
        ("related: other-rule", "write `related: [{id:"),
        ("related: [{id: other-rule, type: cousin}]", "use one of derived"),
        ("related: [{type: similar}]", "`id` is missing"),
    ],
)
def test_a_mistake_in_a_field_is_told(tmp_path: Path, field: str, found: str) -> None:
    problems = of(told(tmp_path, GOOD.replace("revision: 1", f"revision: 1\n{field}")))
    assert any(found in f"{p.found} {p.mend}" for p in problems), problems


@pytest.mark.parametrize("bad", ["{text|re: 'a(?=b)'}", "{text|regex: zzz}", "{texte: zzz}", "{text|near: {all: [a]}}"])
def test_one_mistake_is_one_problem(tmp_path: Path, bad: str) -> None:
    assert len(of(told(tmp_path, GOOD.replace("{text: zzz}", bad)))) == 1


# Seen together ---------------------------------------------------------------------------------------------------


def test_the_same_rule_twice_is_told_once(tmp_path: Path) -> None:
    problems = [p for p in told(tmp_path, GOOD, other()) if p.field == "detection"]
    assert [p.where.rpartition("/")[2] for p in problems if "the same as" in p.found] == ["other-sign.yaml"]
    assert all("shadow" not in p.found for p in problems), problems


SHADOWED = [
    ("fewer words", {"signal: [s.place]": "signal: [s.place, s.abroad]"}, True),
    ("other words", {"signal: [s.place]": "signal: [s.abroad]"}, False),
    ("one demand less", {"any and not filter_off": "any"}, True),
    ("one demand more", {"filter_off: {text: zzz}": "filter_off: {text: zzz}\n  more: {text: kapal}",
                         "any and not filter_off": "any and more and not filter_off"}, False),
    ("a wider filter", {"{text: zzz}": "{text: [zzz, yyy]}"}, False),
    ("a narrower filter", {"filter_off: {text: zzz}": "filter_off: {text: zzz, kind: job}"}, True),
    ("another name for the same", {"any: {": "sign: {", "any and not": "sign and not", "because: any": "because: sign"}, None),
    ("a lower score", {"signal: [s.place]": "signal: [s.place, s.abroad]", "base: 50": "base: 40"}, False),
    ("another tactic", {"signal: [s.place]": "signal: [s.place, s.abroad]", "tactic: fake-job": "tactic: organ-trade"}, False),
    ("one that only watches", {"signal: [s.place]": "signal: [s.place, s.abroad]", "status: test": "status: experimental"}, False),
    ("either of two", {"filter_off: {text: zzz}": "filter_off: {text: zzz}\n  more: {text: kapal}",
                       "any and not filter_off": "(any or more) and not filter_off"}, True),
]  # fmt: skip


@pytest.mark.parametrize("row", SHADOWED, ids=[row[0] for row in SHADOWED])
def test_a_rule_in_the_shadow_of_another_is_told(tmp_path: Path, row: tuple[str, dict[str, str], bool | None]) -> None:
    """`any-sign` scores 50, at most 60 when obscured; the other starts at 60."""
    name, changes, expected = row
    text = other(**changes)
    if name != "a lower score":
        text = text.replace("base: 50", "base: 60")
    found = [p for p in of(told(tmp_path, GOOD, text)) if "shadow of other-sign" in p.found]
    assert bool(found) is (expected is not False)


UNUSED = [
    ("context", "", True),
    ("means", "", True),
    ("act", "is: [closed_destination], ", True),
    ("person", "", False),
    ("deal", "", False),
    ("context", "is: ['veto:news'], ", False),
]


@pytest.mark.parametrize(("slot", "roles", "expected"), UNUSED)
def test_a_signal_that_nobody_uses_is_told(tmp_path: Path, slot: str, roles: str, expected: bool) -> None:
    extra = f"  lone: {{title: h, slot: {slot}, {roles}evidence: official, source: [x], match: {{text: sendirian}}}}\n"
    found = [p for p in told(tmp_path, GOOD, signals=SIGNALS + extra) if p.field == "s.lone"]
    assert bool(found) is expected
    if expected:
        assert found[0].line == len(SIGNALS.splitlines()) + 1


def test_a_costly_pattern_of_a_signal_is_told(tmp_path: Path) -> None:
    extra = "  cost: {title: h, slot: person, evidence: official, source: [x], match: {text|re: '\\d{3}/\\d{2}'}}\n"
    (found,) = [p for p in told(tmp_path, GOOD, signals=SIGNALS + extra) if p.field == "s.cost"]
    assert "every listing" in found.found


def test_notes_are_shown_only_when_asked(tmp_path: Path) -> None:
    text = GOOD.replace("any-sign", "own-rule").replace(WITH, "any: {text|contains: xyz}")
    (tmp_path / "own-rule.yaml").write_text(text)
    run = CliRunner().invoke
    done = run(main, ["rules", "lint", "--strict", str(tmp_path)])
    assert "`xyz`" not in done.output
    assert "note" in done.output.splitlines()[-1]
    assert "`xyz` stands inside" in run(main, ["rules", "lint", "--notes", str(tmp_path)]).output


def test_warnings_fail_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "own-rule.yaml").write_text(
        GOOD.replace("any-sign", "own-rule")
        .replace("s.place", "place.scam_compound")
        .replace("revision: 1", "revision: 1\nreview_by: 2020-01-01")
    )
    run = CliRunner().invoke
    done = run(main, ["rules", "lint", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "warning" in done.output.splitlines()[-1]
    assert run(main, ["rules", "lint", "--strict", str(tmp_path)]).exit_code == 1


def test_ids_are_listed_whole(tmp_path: Path) -> None:
    rules, _ = read_rules([Path(__file__).parents[2] / "rules" / "packs"])
    done = CliRunner().invoke(main, ["rules", "list"], env={"COLUMNS": "80"})
    assert all(f"{rule.id} " in done.output for rule in rules.rules)
    signals = CliRunner().invoke(main, ["rules", "list", "--signals"], env={"COLUMNS": "80"})
    assert "place.scam_compound " in signals.output


def test_one_rule_is_told_in_good_english() -> None:
    done = CliRunner().invoke(main, ["rules", "test", "job-bait-scam-compound"])
    assert "1 rule, " in done.output


def test_a_pack_folder_that_is_not_there_is_no_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(tmp_path / "mistyped")]))
    done = CliRunner().invoke(main, ["rules", "lint"])
    assert done.exit_code == 2
    assert "mistyped does not exist; correct SANDI_PACKS" in done.stderr
