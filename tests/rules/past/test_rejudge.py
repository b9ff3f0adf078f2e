"""Open leads say what today's rules say of them, and decisions stay."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from past_house import ODD, OWN, decide, listing, rejudge

from crawler.rejudging import rejudge_if_due
from rules.engine import Engine
from rules.loader import fingerprint, load_rules
from sandi.cli import main
from sandi.config import Config
from storage import leads, listings
from storage.database import Store
from storage.records import Judged
from storage.rejudging import is_due


def test_an_open_lead_says_what_todays_rules_say(quieter: Path, config: Config) -> None:
    with Store.open(config) as store:
        rules = load_rules((quieter,))
        engine = Engine(rules)
        listings.save_batch(store, "run-1", [Judged(listing(1, ODD), engine.judge(listing(1, ODD)))])
        before = leads.get(store, 1)
        assert before is not None
        (quieter / "own-rule.yaml").write_text(OWN.replace("status: test", "status: experimental"))
        told = rejudge()
        (changed,) = told["changed"]  # type: ignore[misc]
        assert changed["change"].startswith("by today's rules: verdict alert → watch")
        after = leads.get(store, 1)
        assert after is not None
        assert (after.state, after.verdict, after.verdict_now) == ("open", "alert", "watch")
        assert after.change == changed["change"]
        assert after.hits == before.hits, "the evidence that people were shown stays"
        assert after.version == before.version + 1
        with store.reader() as conn:
            rows = conn.execute("SELECT run, verdict FROM judgements ORDER BY id").fetchall()
        assert [tuple(row) for row in rows] == [("run-1", "alert"), (f"rules/{told['rules']}", "watch")]
        assert rejudge()["changed"] == [], "once is enough"
        (quieter / "own-rule.yaml").write_text(OWN.replace("own.word", "own.word, own.spot"))
        (back,) = rejudge()["changed"]  # type: ignore[misc]
        assert back["change"] == "by today's rules: verdict watch → alert"
        assert rejudge()["changed"] == []


def test_a_lead_that_still_leads_takes_the_new_evidence(quieter: Path, config: Config) -> None:
    with Store.open(config) as store:
        engine = Engine(load_rules((quieter,)))
        listings.save_batch(store, "run-1", [Judged(listing(1, ODD), engine.judge(listing(1, ODD)))])
        text = (quieter / "own-rule.yaml").read_text()
        (quieter / "own-rule.yaml").write_text(
            text.replace("revision: 1", "revision: 2").replace("base: 50", "base: 90")
        )
        (changed,) = rejudge()["changed"]  # type: ignore[misc]
        assert "score" in changed["change"]
        assert "rule own-rule edited (1 → 2)" in changed["change"]
        after = leads.get(store, 1)
        assert after is not None
        assert ("own-rule", 2) in {(hit.rule, hit.revision) for hit in after.hits}
        assert any("base: 90" in text.text for text in after.rules)
        assert "7341" not in repr(after)


def test_a_decision_is_never_touched(quieter: Path, config: Config) -> None:
    with Store.open(config) as store:
        engine = Engine(load_rules((quieter,)))
        found = [listing(n, ODD) for n in (1, 2, 3)]
        listings.save_batch(store, "run-1", [Judged(one, engine.judge(one)) for one in found])
        decide(store, 1, "keep", "debt-or-documents")
        decide(store, 2, "unsure", "language")
        kept = [leads.get(store, n) for n in (1, 2)]
        (quieter / "own-rule.yaml").unlink()
        told = rejudge()
        assert [row["lead"] for row in told["changed"]] == [3]  # type: ignore[attr-defined]
        assert [leads.get(store, n) for n in (1, 2)] == kept


def test_the_next_crawl_finds_nothing_new_in_what_was_rejudged(quieter: Path, config: Config) -> None:
    with Store.open(config) as store:
        engine = Engine(load_rules((quieter,)))
        listings.save_batch(store, "run-1", [Judged(listing(1, ODD), engine.judge(listing(1, ODD)))])
        (quieter / "own-rule.yaml").write_text(OWN.replace("status: test", "status: experimental"))
        rejudge()
        told = leads.get(store, 1)
        again = Engine(load_rules((quieter,)))
        listings.save_batch(store, "run-2", [Judged(listing(1, ODD), again.judge(listing(1, ODD)))])
        after = leads.get(store, 1)
        assert told is not None
        assert after is not None
        assert (after.change, after.version) == (told.change, told.version)


def test_the_terminal_says_that_a_lead_was_judged_again(quieter: Path, config: Config) -> None:
    with Store.open(config) as store:
        engine = Engine(load_rules((quieter,)))
        listings.save_batch(store, "run-1", [Judged(listing(1, ODD), engine.judge(listing(1, ODD)))])
    (quieter / "own-rule.yaml").unlink()
    rejudge()
    shown = CliRunner().invoke(main, ["leads", "show", "1"])
    assert "by today's rules: " in shown.output
    (row,) = json.loads(CliRunner().invoke(main, ["leads", "list", "--json"]).stdout)
    assert row["change"].startswith("by today's rules: ")


def test_a_crawl_judges_open_leads_again_when_rules_were_edited(quieter: Path, config: Config) -> None:
    packed = Config(data=config.data, keys=config.keys, packs=(quieter,))
    with Store.open(config) as store:
        engine = Engine(load_rules((quieter,)))
        listings.save_batch(store, "run-1", [Judged(listing(1, ODD), engine.judge(listing(1, ODD)))])
        first = rejudge_if_due(packed, store)
        assert first is not None
        assert first.changed == []
        assert rejudge_if_due(packed, store) is None, "the rules are the same"
        (quieter / "own-rule.yaml").unlink()
        second = rejudge_if_due(packed, store)
        assert second is not None
        assert [lead for lead, _ in second.changed] == [1]


def test_a_crawl_with_no_lead_open_reads_no_rules(tmp_path: Path, config: Config) -> None:
    (tmp_path / "broken.yaml").write_text("title: [")
    unreadable = Config(data=config.data, keys=config.keys, packs=(tmp_path,))
    with Store.open(config) as store:
        assert rejudge_if_due(unreadable, store) is None
        assert not is_due(store, fingerprint((tmp_path,))), "what will be opened, is judged by these"


def test_the_fingerprint_is_that_of_the_rules_as_loaded(quieter: Path) -> None:
    assert fingerprint((quieter,)) == load_rules((quieter,)).sha256 != fingerprint()
    (quieter / "baseline.json").write_text('{"categories": {}}')
    assert fingerprint((quieter,)) == load_rules((quieter,)).sha256
