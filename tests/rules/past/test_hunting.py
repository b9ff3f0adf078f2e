"""What one rule finds among stored listings, and the leads that a hunt opens."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from past_house import CLOSET, JOB, ODD, OWN, OWN_SIGNAL, decide, judged_by_today, keep, listing, rejudge, run

from rules.history import Past, backtest, hunt
from rules.loader import load_rules
from sandi.config import Config
from sandi.listing import Listing
from sandi.verdict import Verdict
from storage import audit, leads, listings
from storage.database import Store
from storage.hunting import Hunt, open_leads
from storage.records import Judged


def test_a_hunt_names_what_it_finds_and_what_was_decided(store: Store) -> None:
    done = run("hunt", "job-bait", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [hit["listing"] for hit in told["hits"]] == ["listing 1", "listing 2"]
    assert [hit["lead"] for hit in told["hits"]] == [1, 2]
    assert told["decided"] == {"confirmed": 1, "dismissed": 1, "undecided": 0, "none": 0}
    assert (told["listings"], told["erased"]) == (4, 0)
    assert "7341" not in done.output


def test_a_hunt_reads_the_published_text_and_shows_it_masked(store: Store, tmp_path: Path) -> None:
    """A rule that asks for the very number finds it, though on disk it is masked."""
    path = tmp_path / "own-rule.yaml"
    path.write_text(OWN.replace("any: {signal: [own.word]}", "any: {text|re: '0812.0000.7341'}"))
    done = run("hunt", str(path))
    assert done.exit_code == 0, done.output
    assert "own-rule@1: 2 hits in 4 listings" in done.output
    assert "Decided: 1 confirmed, 1 dismissed, 0 undecided, 0 no lead." in done.output
    assert "7341" not in done.output.replace("own-rule", "")


def test_a_hunt_is_noted_in_the_audit_log(store: Store) -> None:
    run("hunt", "job-bait")
    last = [row for row in audit.entries(store) if row.action == "listings.originals"][-1]
    assert (last.actor, last.reason, last.detail["listings"]) == ("sari", "rules hunt job-bait", 4)


def test_a_hunt_reads_earlier_versions_too(store: Store) -> None:
    keep(store, listing(1, CLOSET))
    told = json.loads(run("hunt", "job-bait", "--json").stdout)
    assert [(hit["listing"], hit["version"]) for hit in told["hits"]] == [("listing 1", 1), ("listing 2", 1)]
    assert told["listings"] == 4


def test_a_hunt_since_a_day_leaves_older_listings_out(store: Store) -> None:
    assert json.loads(run("hunt", "job-bait", "--since", "2999-01-01", "--json").stdout)["listings"] == 0
    refused = run("hunt", "job-bait", "--since", "kemarin")
    assert refused.exit_code == 2
    assert "2026-11-01" in refused.output


def test_an_experimental_rule_is_hunted_as_if_it_could_alert(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "own-rule.yaml"
    path.write_text(OWN.replace("status: test", "status: experimental").replace("own.word", "s.place"))
    done = run("hunt", str(path))
    assert "Its status is experimental; counted as if it were `test`." in done.output
    assert "2 hits" in done.output


def test_files_are_hunted_instead(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "old.jsonl.gz"
    rows = [orjson.dumps({"url": f"https://x.example/{n}", "text": text}) for n, text in enumerate([JOB, CLOSET])]
    path.write_bytes(gzip.compress(b"\n".join([*rows, b"{broken"])))
    done = run("hunt", "job-bait", "--files", str(path), "--json")
    assert done.exit_code == 1
    assert f"{path}:3" in done.stderr
    told = json.loads(done.stdout)
    assert [hit["listing"] for hit in told["hits"]] == [f"{path}:1"]
    assert "7341" not in done.stdout
    assert not config.database.exists()


def test_without_the_key_file_a_hunt_says_what_is_missing(store: Store, config: Config) -> None:
    config.key_file.rename(config.keys / "away")
    done = run("hunt", "job-bait")
    assert done.exit_code == 2
    assert "key file" in done.stderr
    assert "backup" in done.stderr


@pytest.mark.parametrize("rule", ["no-such-rule", "place.yaml"])
def test_what_is_no_rule_is_told(house: Path, tmp_path: Path, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("place.yaml").write_text(OWN_SIGNAL)
    done = run("hunt", rule)
    assert done.exit_code == 2
    assert "rule" in done.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_worker_count_changes_nothing(house: Path, workers: int) -> None:
    rules = load_rules()
    rule = rules.rule("job-bait")
    assert rule is not None
    past = [(Past(str(n)), listing(n, JOB if n % 7 == 0 else CLOSET)) for n in range(700)]
    found = [s.past.id for s in hunt(rules, rule, past, workers=workers) if s.new.verdict != "quiet"]
    assert found == [str(n) for n in range(0, 700, 7)]


def test_a_long_history_is_not_read_ahead(house: Path) -> None:
    """The first answer comes long before the last listing was asked for."""
    rules = load_rules()
    asked = 0

    def endless() -> Iterator[tuple[Past, Listing]]:
        nonlocal asked
        while True:
            asked += 1
            yield Past(str(asked)), listing(asked, CLOSET)

    shifts = backtest(rules, rules, endless(), workers=2)
    assert next(shifts).past.id == "1"
    shifts.close()
    assert asked < 2000


CRY = "tolong adik saya! kami tawarkan sandiku rahasia di negeri anuku, chat admin"
OFFER = "  offer: {title: w, slot: deal, evidence: reported, source: [y], is: [offer, job], match: {text: [kami tawarkan]}}\n"


def test_a_call_for_help_that_would_alert_is_told_apart(store: Store, quieter: Path, tmp_path: Path) -> None:
    (quieter / "signals" / "own.yaml").write_text(OWN_SIGNAL + OFFER)
    path = tmp_path / "cries.jsonl"
    path.write_bytes(b"\n".join(orjson.dumps({"url": f"https://x.example/{t}", "text": t}) for t in (CRY, CLOSET)))
    without = tmp_path / "own-rule.yaml"
    without.write_text((quieter / "own-rule.yaml").read_text().replace("own.word, own.spot", "s.tale"))
    for words in (["hunt", "own-rule"], ["backtest", f"{without}.."]):
        done = run(*words, "--files", str(path))
        assert done.exit_code == 1, done.output
        assert "help → alert: 1 call for help would become alerts" in done.output
        assert json.loads(run(*words, "--files", str(path), "--json").stdout)["calls_for_help"] == 1


def by_old_rules(store: Store, *found: Listing) -> None:
    """Kept as a crawl before the rule was written kept them: quiet."""
    listings.save_batch(store, "run-0", [Judged(one, Verdict(one.url, "quiet")) for one in found])


def test_a_hunt_opens_leads_only_when_told_twice(quieter: Path, config: Config) -> None:
    with Store.open(config) as store:
        by_old_rules(store, listing(1, ODD), listing(2, CLOSET), listing(3, ODD))
        dry = run("hunt", "own-rule", "--open-leads")
        assert dry.exit_code == 0, dry.output
        assert "Would open 2 leads (2 adult); add --yes to open them." in dry.output
        assert leads.queue(store).rows == ()
        told = json.loads(run("hunt", "own-rule", "--open-leads", "--yes", "--json").stdout)["leads"]
        assert (told["opened"], told["count"], told["ids"]) == (True, 2, [1, 2])
        lead = leads.get(store, 1)
        assert lead is not None
        assert (lead.state, lead.verdict, lead.verdict_now) == ("open", "alert", "alert")
        assert lead.change == "found looking back with rule own-rule"
        assert "own-rule" in {hit.rule for hit in lead.hits}
        assert "own-rule" in {text.rule for text in lead.rules}
        assert "7341" not in repr(lead)
        row = audit.entries(store, limit=1000)[-1]
        assert (row.action, row.actor, row.object) == ("leads.hunt", "sari", "rule/own-rule")
        assert (row.detail["found"], row.detail["opened"]) == (2, 2)
        again = run("hunt", "own-rule", "--open-leads", "--yes")
        assert "Opened 0 leads." in again.output
        assert "2 have a lead already" in again.output
        assert rejudge()["changed"] == [], "what a hunt opened is what today's rules say"


def test_a_hunt_leaves_what_people_decided(quieter: Path, config: Config) -> None:
    with Store.open(config) as store:
        judged_by_today(store, listing(1, ODD), listing(2, ODD))
        decide(store, 1, "dismiss", "spam-or-scam")
        kept = [leads.get(store, n) for n in (1, 2)]
        told = json.loads(run("hunt", "own-rule", "--open-leads", "--yes", "--json").stdout)["leads"]
        assert (told["count"], told["have_a_lead"]) == (0, 2)
        assert [leads.get(store, n) for n in (1, 2)] == kept


def test_a_lead_on_an_earlier_version_says_what_the_listing_is_now(quieter: Path, config: Config) -> None:
    with Store.open(config) as store:
        by_old_rules(store, listing(1, ODD))
        by_old_rules(store, listing(1, CLOSET))
        told = json.loads(run("hunt", "own-rule", "--open-leads", "--yes", "--json").stdout)["leads"]
        assert told["ids"] == [1]
        lead = leads.get(store, 1)
        assert lead is not None
        assert (lead.verdict, lead.verdict_now, lead.listing.version) == ("alert", "quiet", 1)


def test_what_all_rules_together_do_not_call_an_alert_opens_nothing(store: Store) -> None:
    asked = Hunt("own-rule", 1, "sari", "hash", ())
    done = open_leads(store, [(4, 1), (99, 1)], lambda one: Verdict(one.url, "watch"), asked, dry=False)
    assert (done.quieter, done.leads) == (1, [])
    assert len(leads.queue(store, state=None).rows) == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["own-rule", "--yes"], "--yes goes with --open-leads"),
        (["own-rule", "--open-leads", "old.jsonl"], "listings of files are in no database"),
        (["PACK/own-rule.yaml", "--open-leads"], "is no loaded rule"),
        (["own-sleeper", "--open-leads"], "write `status: test`"),
    ],
)
def test_leads_that_may_not_be_opened(quieter: Path, config: Config, words: list[str], told: str) -> None:
    sleeper = OWN.replace("own-rule", "own-sleeper").replace("status: test", "status: experimental")
    (quieter / "own-sleeper.yaml").write_text(sleeper)
    with Store.open(config) as store:
        by_old_rules(store, listing(1, ODD))
        done = run("hunt", *(word.replace("PACK", str(quieter)) for word in words))
        assert done.exit_code == 2
        assert told in done.output
        assert leads.queue(store).rows == ()
