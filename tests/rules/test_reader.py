"""A broken rule or signal file is answered with file, line, what was found and what to do, all mistakes at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rules_house import RULE, SIGNALS

from rules.engine import Engine
from rules.lint import lint
from rules.loader import load_rules, read_rules
from sandi.errors import InputError, Problem
from sandi.listing import Listing

GOOD = RULE.format(title="Any", id="any-sign", status="test", signals="s.place")


def problems_of(folder: Path, text: str, *, name: str = "any-sign.yaml", signals: str = SIGNALS) -> list[Problem]:
    (folder / "signals").mkdir(exist_ok=True)
    (folder / "signals" / "s.yaml").write_text(signals)
    (folder / name).write_text(text)
    return read_rules([folder], signals=[folder / "signals"])[1]


def test_a_good_rule_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD) == []


BROKEN = [
    ("missing revision", "revision: 1\n", "", "revision", "add `revision: 1`"),
    ("unknown key", "revision: 1", "revison: 1", "revison", "unknown key"),
    ("unknown tactic", "tactic: fake-job", "tactic: fakejob", "tactic", "fake-job"),
    ("unknown status", "status: test", "status: beta", "status", "experimental"),
    ("unknown signal", "s.place", "s.plaice", "detection.any", "no signal is named `s.plaice`"),
    ("unknown field", "filter_off: {text: zzz}", "filter_off: {texte: zzz}", "texte", "unknown field `texte`"),
    ("unknown modifier", "{text: zzz}", "{text|regex: zzz}", "text|regex", "unknown modifier `regex`"),
    ("look-ahead", "{text: zzz}", "{text|re: 'a(?=b)'}", "text|re", "look-ahead"),
    ("back-reference", "{text: zzz}", "{text|re: '(a)\\1'}", "text|re", "back-references"),
    ("too costly", "{text: zzz}", "{text|re: '(?:\\w{1,30} ?){1,33}x(?:\\w{1,30} ?){1,33}y'}", "text|re", "costly"),
    ("matches everywhere", "{text: zzz}", "{text|re: 'a*'}", "text|re", "empty"),
    ("broken condition", "any and not filter_off", "any nad filter_off", "condition", "unexpected `nad`"),
    ("number as text", "{text: zzz}", "{salary.month_idr|above: '15 juta'}", "salary", "without dots"),
    ("no comparison", "{text: zzz}", "{salary.month_idr: 15}", "salary", "needs a comparison"),
    ("score of nothing", "obscured: 10", "nothing: 10", "score.add.nothing", "no selection is named"),
    ("score too high", "base: 50", "base: 500", "score.base", "0 to 100"),
    ("because of nothing", "because: any", "because: all", "because", "no selection is named `all`"),
    ("no negative", "no_match: [{text: b, because: any}]", "", "examples", "no example"),
    ("wrong id", "id: any-sign", "id: Any Sign", "id", "lower-case"),
    ("wrong date", "revision: 1", "revision: 1\ndate: 1 Nov", "date", "2026-11-23"),
    ("near of one", "{text: zzz}", "{text|near: {all: [a]}}", "near", "at least two"),
    ("token regex", "{text: zzz}", "{text|tokens: [[{LOWER: {REGEX: '(a+)+$'}}]]}", "tokens", "REGEX"),
    ("tokens without end", "{text: zzz}", "{text|tokens: [[{LOWER: a}, {OP: '*'}]]}", "tokens", "without end"),
    ("tokens from two on", "{text: zzz}", "{text|tokens: [[{LOWER: a, OP: '{2,}'}]]}", "tokens", "without end"),
    ("tokens many ways", "{text: zzz}", "{text|tokens: [[{OP: '{0,9}'}, {OP: '{0,9}'}]]}", "tokens", "100 ways"),
    ("fuzzy too short", "{text: zzz}", "{text|fuzzy: {words: [abc]}}", "fuzzy", "six letters"),
]


@pytest.mark.parametrize("row", BROKEN, ids=[row[0] for row in BROKEN])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, row: tuple[str, str, str, str, str]) -> None:
    _, good, bad, field, told = row
    assert good in GOOD
    text = GOOD.replace(good, bad)
    problems = problems_of(tmp_path, text)
    found = [p for p in problems if field in p.field or field in p.found]
    assert found, problems
    assert any(told in f"{p.found} {p.mend}" for p in found), found
    assert all(p.where.endswith("any-sign.yaml") and p.line >= 1 for p in found)
    if bad:
        line = next(i for i, words in enumerate(text.splitlines(), 1) if bad.splitlines()[-1] in words)
        assert line in {p.line for p in found}


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("tactic: fake-job", "tactic: x")
        .replace("status: test", "status: y")
        .replace("base: 50", "base: z")
    )
    assert len({p.field for p in problems_of(tmp_path, text)}) == 3


YAML = [
    ("alias", "title: &a x\nid: *a\n", "anchor"),
    ("duplicate key", "title: a\ntitle: b\n", "twice"),
    ("tag", "title: !!python/name:os.system x\n", "tag"),
    ("tab", "title: a\n\tid: b\n", "tab"),
    ("deep", "title: " + "[" * 60 + "]" * 60, "nested deeper"),
    ("long", "title: [" + "a," * 60_000 + "]", "more than"),
    ("large", "title: " + "a" * 5_000_000, "larger than"),
    ("byte order mark", "\ufefftitle: a", "byte order mark"),
    ("two documents", "title: a\n---\ntitle: b\n", "one rule a file"),
    ("not a map", "- a\n- b\n", "expected a rule"),
]


@pytest.mark.gauntlet(31)
@pytest.mark.parametrize("row", YAML, ids=[row[0] for row in YAML])
def test_broken_yaml_is_told(tmp_path: Path, row: tuple[str, str, str]) -> None:
    _, text, told = row
    problems = problems_of(tmp_path, text)
    assert any(told in f"{p.found} {p.mend}" for p in problems), problems


@pytest.mark.gauntlet(31)
def test_no_is_a_text(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD.replace("title: Any", "title: NO")) == []


def test_two_rules_of_one_name(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "any-sign.yaml").write_text(GOOD)
    assert any("used twice" in p.found for p in problems_of(tmp_path, GOOD))


@pytest.mark.gauntlet(30)
@pytest.mark.gauntlet(31)
def test_broken_rules_are_not_loaded(tmp_path: Path) -> None:
    problems_of(tmp_path, GOOD.replace("tactic: fake-job", "tactic: x"))
    with pytest.raises(InputError, match=r"any-sign\.yaml:5"):
        load_rules(home=tmp_path, signals=tmp_path / "signals")


def test_packs_from_elsewhere_are_read_like_those_inside(tmp_path: Path) -> None:
    home = tmp_path / "home"
    pack = tmp_path / "pack"
    for folder in (home, pack / "signals"):
        folder.mkdir(parents=True)
    (home / "none.yaml").write_text(GOOD.replace("id: any-sign", "id: none").replace("s.place", "s.scam"))
    (home / "signals").mkdir()
    (home / "signals" / "s.yaml").write_text(SIGNALS)
    own = (
        "group: own\nsignals:\n  word: {title: w, slot: act, evidence: reported, source: [y], match: {text: sandiku}}\n"
    )
    (pack / "signals" / "own.yaml").write_text(own)
    (pack / "any-sign.yaml").write_text(GOOD.replace("s.place", "own.word"))
    rules = load_rules([pack], home=home, signals=home / "signals")
    assert {rule.id for rule in rules.rules} == {"any-sign", "none"}
    assert "own.word" in rules.signals


def test_signals_in_a_circle_are_told(tmp_path: Path) -> None:
    own = "group: c\nsignals:\n"
    for name, other in (("one", "two"), ("two", "one")):
        own += f"  {name}: {{title: t, slot: act, evidence: reported, source: [y], match: {{text: {name}, signal: c.{other}}}}}\n"
    (tmp_path / "c.yaml").write_text(own)
    problems = lint(home=tmp_path / "none", signals=tmp_path, today=date(2026, 11, 23))
    assert [p.field for p in problems if "leads back" in p.found] == ["c.one", "c.two"]


def test_an_exception_takes_the_words_away_although_the_condition_holds(tmp_path: Path) -> None:
    own = (
        "group: c\nsignals:\n"
        "  base: {title: t, slot: context, evidence: reported, source: [y], match: {text: lemari}}\n"
        "  word: {title: t, slot: act, evidence: reported, source: [y], match: {text: jual, signal: c.base},\n"
        "    except: {text: jual beli}}\n"
    )
    (tmp_path / "signals").mkdir()
    (tmp_path / "signals" / "c.yaml").write_text(own)
    (tmp_path / "any-sign.yaml").write_text(GOOD.replace("s.place", "c.word"))
    rules = load_rules(home=tmp_path, signals=tmp_path / "signals")
    engine = Engine(rules)
    fires = [engine.fires(rules.rules[0], Listing(url="u", text=text)) for text in ("jual lemari", "jual beli lemari")]
    assert [one is not None for one in fires] == [True, False]


LISTS = """\
group: s
lists:
  island: [jawa, nusa tenggara, 'sumba (timur)']
signals:
  from_there: {title: h, slot: act, evidence: official, source: [x], match: {text|re: 'asal\\W+(?:pulau\\W+)?{{island}}'}}
  there: {title: h, slot: act, evidence: official, source: [x], match: {text: ['{{island}}', bali]}}
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("asal Jawa", ["s.from_there", "s.there"]),
        ("asal pulau nusa-tenggara", ["s.from_there", "s.there"]),
        ("asal Sumba (Timur)", ["s.from_there", "s.there"]),
        ("Bali dan Jawa", ["s.there"]),
        ("asal Solo", []),
    ],
)
def test_a_list_written_once_serves_words_and_patterns(tmp_path: Path, text: str, names: list[str]) -> None:
    rule = GOOD.replace("signal: [s.place]", "signal: [s.from_there, s.there]")
    assert problems_of(tmp_path, rule, signals=LISTS) == []
    rules, _ = read_rules([tmp_path], signals=[tmp_path / "signals"])
    (reading,) = Engine(rules).segments(Listing(url="u", text=text))
    assert [name for name in rules.signals if reading.signal(name) is not None] == names


@pytest.mark.parametrize(
    ("good", "bad", "field", "found"),
    [
        ("{{island}}'}}", "{{isle}}'}}", "signals.from_there.match.text|re", "no list is named `isle`"),
        ("['{{island}}', bali]", "['{{isle}}', bali]", "signals.there.match.text[0]", "no list is named `isle`"),
        ("island: [jawa", "Island: [jawa", "lists.Island", "found `Island`"),
        ("[jawa, nusa tenggara, 'sumba (timur)']", "[]", "lists.island", "the list is empty"),
        ("[jawa, nusa tenggara, 'sumba (timur)']", "{a: b}", "lists.island", "expected texts"),
    ],
)
def test_a_wrong_list_is_told(tmp_path: Path, good: str, bad: str, field: str, found: str) -> None:
    problems = problems_of(tmp_path, GOOD.replace("s.place", "s.there"), signals=LISTS.replace(good, bad, 1))
    assert (field, found) in [(problem.field, problem.found) for problem in problems]
