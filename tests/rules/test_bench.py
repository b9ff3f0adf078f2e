"""`sandi rules bench`: the same seed makes the same rules and text, and all engines find the same. Never the time."""

from __future__ import annotations

import sys
from collections.abc import Collection

import orjson
import pytest
from click.testing import CliRunner

from rules import bench
from rules.bench import Measured, folded_text, measure
from rules.bench_cli import bench as command
from rules.bench_made import CONTEXT, Made, make, ruleset
from rules.bench_peers import PEERS, yara_source
from rules.speech import plain

PEER_NAMES = {"yara-python", "yara-x", "spacy-phrasematcher", "re-loop"}


@pytest.fixture(scope="module")
def made() -> Made:
    return make(60, seed=7)


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure(60, listings=120, seed=7, seconds=30)


def test_a_seed_makes_the_same_rules_and_listings(made: Made) -> None:
    again = make(60, seed=7)
    assert [rule.yaml() for rule in again.rules] == [rule.yaml() for rule in made.rules]
    assert list(again.listings("a", 20)) == list(made.listings("a", 20))


def test_another_seed_or_name_makes_others(made: Made) -> None:
    here = [one.text for one in made.listings("a", 20)]
    assert not {*here} & {one.text for one in made.listings("b", 20)}
    assert not {*here} & {one.text for one in make(60, seed=8).listings("a", 20)}
    assert make(60, seed=8).phrases != made.phrases


def test_rules_are_of_the_five_kinds(made: Made) -> None:
    kinds = [rule.condition for rule in made.rules]
    shares = {condition: kinds.count(condition) / len(kinds) for condition in kinds}
    assert shares == {
        "a": 0.5,
        "a and b and not f": 0.25,
        "2 of s_*": 0.1,
        "(a or x) and b": 0.1,
        "x and not f": 0.05,
    }


def test_the_rules_are_read_by_sandis_own_reader(made: Made) -> None:
    rules = ruleset(made)
    assert [rule.id for rule in rules.rules] == [rule.id for rule in made.rules]
    assert all(rule.may_alert for rule in rules.rules)
    assert [*rules.signals] == [f"context.{name}" for name in CONTEXT]


def test_every_sought_word_is_read_as_it_is_written(made: Made) -> None:
    sought = {*made.phrases, *(word for group in CONTEXT.values() for word in group)}
    assert [phrase for phrase in sought if " ".join(map(plain, phrase.split())) != phrase] == []


def test_listings_look_like_adverts(made: Made) -> None:
    listings = list(made.listings("looks", 400))
    lengths = [len(one.title) + len(one.text) for one in listings]
    decorated = sum(not one.text.isascii() for one in listings)
    assert 500 < sum(lengths) / len(lengths) < 750
    assert 0.05 < decorated / len(listings) < 0.2
    assert sum(" yg " in f" {one.text.lower()} " for one in listings) > 100


def test_others_are_handed_the_text_as_sandi_reads_it(made: Made) -> None:
    for one in made.listings("folded", 100):
        folded = folded_text(one)
        assert folded.isascii()
        assert folded == folded.lower()
        assert folded.count("\n") == 1
        assert " yg " not in folded


def test_all_engines_find_the_same(measured: Measured) -> None:
    assert {runner.name for runner in measured.runners} == {"sandi", *PEER_NAMES}
    assert measured.missing == ()
    assert measured.differences == ()
    assert measured.compared == 4 * 120
    assert measured.same_results


def test_something_is_found_of_every_kind(made: Made) -> None:
    """Else the comparison would compare nothing."""
    engine = PEERS["yara-python"](made)
    conditions = {rule.id: rule.condition for rule in made.rules}
    fired = [engine.fired(folded_text(one)) for one in made.listings("kinds", 1_000)]
    assert {conditions[rule] for rules in fired for rule in rules} == {*conditions.values()}
    assert 0.05 < sum(map(len, fired)) / len(fired) < 0.5


def test_the_json_names_what_programs_read(measured: Measured) -> None:
    told = measured.to_json()
    assert told["rules"] == 60
    assert told["listings_per_s"] > 0
    assert told["hits_per_listing"] > 0
    assert told["same_results"] is True
    assert {*told["peers"]} == PEER_NAMES
    assert all(peer["listings_per_s"] > 0 for peer in told["peers"].values())


def test_yara_gets_every_rule_and_shared_context_once(made: Made) -> None:
    source = yara_source(made)
    assert source.count("private rule") == len(CONTEXT)
    assert source.count("\nrule ") == len(made.rules)


# The command ----------------------------------------------------------------------------------------------------


class _Forgetful:
    """An engine that finds nothing."""

    def __init__(self, made: Made) -> None: ...

    def fired(self, text: str) -> Collection[str]:
        return ()


def _run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(command, ["--rules", "40", "--listings", "60", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_peer_that_is_not_installed_is_told_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "PEERS", {name: PEERS[name] for name in ("yara-x", "re-loop")})
    monkeypatch.setitem(sys.modules, "yara_x", None)
    status, out, told = _run("--json")
    assert status == 0
    assert [*orjson.loads(out)["peers"]] == ["re-loop"]
    assert told == "yara-x is not installed and was left out\n"


def test_a_peer_that_finds_something_else_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "PEERS", {"re-loop": _Forgetful})
    status, out, told = _run("--json")
    assert status == 1
    assert orjson.loads(out)["same_results"] is False
    assert "only sandi made-" in told


def test_people_get_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "PEERS", {"re-loop": PEERS["re-loop"]})
    status, out, _ = _run()
    assert status == 0
    assert out.startswith("40 rules (")
    assert [line.split()[0] for line in out.splitlines()[2:4]] == ["sandi", "re-loop"]
    assert "different in 0" in out
