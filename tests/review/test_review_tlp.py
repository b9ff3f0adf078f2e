"""A rule that is not for everyone keeps to itself in all that a program may read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from review_house import RULE, job, rule_text, span

from rules.loader import PACKS
from sandi.cli import main
from sandi.config import Config
from sandi.verdict import Hit
from storage import audit, runs
from storage.database import Store
from storage.listings import save_batch
from storage.records import Judged
from storage.rejudging import rejudge

SECRET = """\
title: What our informant told of the harbour
id: harbour-tip
status: test
revision: 2
tlp: LEVEL
tactic: fake-job
detection: {place: {signal: own.harbour}}
"""

Show = Callable[..., Any]


def judged(number: int, rule: str = "harbour-tip") -> Judged:
    """A listing on which a public rule and another one fired; the public hit also bears the other's deciding sign."""
    one = job(number)
    own = span(one.listing, "Chat", "act", "own.harbour")
    place = span(one.listing, "K4mb0ja", "act", "place.scam_compound", "kamboja")
    secret = Hit(rule, 2, "crew-plantation-debt", 40, (own, place))
    [public] = one.verdict.hits
    hits = (replace(public, spans=(*public.spans, own)), secret)
    return Judged(one.listing, replace(one.verdict, hits=hits, tactics=("fake-job", "crew-plantation-debt")))


def keep_secret(store: Store, level: str) -> None:
    public = rule_text(RULE + "detection: {place: {signal: place.scam_compound}}\n")
    texts = (public, rule_text(SECRET.replace("LEVEL", level)))
    save_batch(store, runs.plan(store, "demo-pasar", "manual"), [judged(1)], rules=texts)


@pytest.fixture
def told(config: Config, monkeypatch: pytest.MonkeyPatch) -> Show:
    monkeypatch.setenv("SANDI_KEYS", str(config.keys))

    def run(*words: str) -> Any:
        done = CliRunner().invoke(main, ["--data", str(config.data), "leads", *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return run


@pytest.mark.parametrize(
    ("level", "most", "named"),
    [
        ("red", "clear", False),
        ("red", "amber+strict", False),
        ("red", "red", True),
        ("amber", "green", False),
        ("amber", "amber", True),
        ("green", "clear", False),
        ("clear", "clear", True),
        ("purple", "amber+strict", False),
    ],
)
def test_a_rule_above_the_level_is_not_named(store: Store, told: Show, level: str, most: str, named: bool) -> None:
    keep_secret(store, level)
    lead = told("show", "1", "--json", "--tlp", most)
    whole = json.dumps(lead)
    assert ("harbour-tip" in whole) is named
    assert ("informant" in whole) is named
    assert ("own.harbour" in whole) is named
    assert [(hit["tactic"], hit["score"]) for hit in lead["hits"]] == [("fake-job", 83), ("crew-plantation-debt", 40)]
    assert lead["hits"][0]["rule"] == "job-bait"
    assert "place.scam_compound" in json.dumps(lead["hits"][0])  # the public rule says so itself


def test_exports_and_lists_name_no_rule_that_was_edited_into_a_lead(store: Store, told: Show) -> None:
    text = rule_text(SECRET.replace("LEVEL", "amber"))
    rejudge(store, lambda listing: judged(1).verdict, "edited", [text], actor="rani")
    assert "rule harbour-tip fires" in json.dumps(told("list", "--json", "--tlp", "amber"))
    for words in (["list", "--json"], ["export", "--format", "json"]):
        rows = json.dumps(told(*words))
        assert "rule withheld fires" in rows
        assert "harbour-tip" not in rows


def test_the_level_of_today_counts_for_leads_of_yesterday(
    store: Store, told: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs = tmp_path / "our-packs"
    packs.mkdir()
    text = (PACKS / "fake-job" / "job-bait-scam-compound.yaml").read_text()
    (packs / "job-bait.yaml").write_text(text.replace("id: job-bait-scam-compound", "id: job-bait\ntlp: red"))
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(packs)]))
    [hit] = told("show", "1", "--json")["hits"]
    assert (hit["rule"], hit["spans"]) == ("withheld", [])


def test_the_export_notes_how_far_it_told(store: Store, told: Show) -> None:
    keep_secret(store, "red")
    told("export", "--format", "json", "--tlp", "green")
    row = audit.entries(store, limit=1000)[-1]
    assert (row.action, row.detail["tlp"]) == ("leads.export", "green")


def test_people_see_the_rule_and_to_whom_it_may_go(
    store: Store, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDI_KEYS", str(config.keys))
    keep_secret(store, "red")
    done = CliRunner().invoke(main, ["--data", str(config.data), "leads", "show", "1"])
    assert "harbour-tip@2" in done.stdout
    assert "TLP:RED" in done.stdout
