"""Looking back: what one rule finds among stored listings, and what an edit of the rules adds and drops."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from rules_house import RULE, SIGNALS

from crawler.rejudging import rejudge_if_due
from rules.engine import Engine
from rules.history import Past, backtest, hunt
from rules.loader import fingerprint, load_rules
from rules.sides import two_sides
from sandi.cli import main
from sandi.config import Config
from sandi.errors import InputError, SandiError
from sandi.listing import Listing
from sandi.verdict import Verdict
from storage import audit, decisions, leads, listings
from storage.database import Store
from storage.hunting import Hunt, open_leads
from storage.records import Judged
from storage.rejudging import is_due

JOB = "Loker Kamboja paspor ditahan, chat admin 0812-0000-7341"
BABY = "Bumil cari adopter bayi, ganti biaya, chat admin"
CLOSET = "Lemari jati dua pintu"
OWN = RULE.format(title="Own", id="own-rule", status="test", signals="own.word")
OWN_SIGNAL = """\
group: own
signals:
  word: {title: w, slot: means, weight: 2, evidence: reported, source: [y], match: {text: [sandiku rahasia]}}
  spot: {title: w, slot: act, evidence: reported, source: [y], match: {text: [negeri anuku]}}
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two rules in place of those that come with sandi, whose hundreds of patterns take seconds to make ready."""
    house = tmp_path / "few" / "packs"
    (house / "signals").mkdir(parents=True)
    (house / "signals" / "s.yaml").write_text(SIGNALS)
    for tactic, name, signals in [
        ("fake-job", "job-bait", "s.place, s.held"),
        ("baby-adoption", "baby-price", "s.adopt, s.paid"),
    ]:
        text = RULE.format(title=name, id=name, status="test", signals=signals).replace("fake-job", tactic)
        (house / f"{name}.yaml").write_text(text)
    for reads in (load_rules, fingerprint, two_sides.__wrapped__):  # type: ignore[attr-defined]
        monkeypatch.setitem(reads.__kwdefaults__, "home", house)
        monkeypatch.setitem(reads.__kwdefaults__, "signals", house / "signals")
    return house


@pytest.fixture
def config(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("SANDI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SANDI_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("SANDI_USER", "sari")
    return Config(data=tmp_path / "data", keys=tmp_path / "keys")


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    """Four listings, judged: a job lead that was kept, one dismissed, an open one, and a closet."""
    with Store.open(config) as opened:
        keep(opened, *(listing(n, text) for n, text in enumerate([JOB, JOB, BABY, CLOSET], 1)))
        decide(opened, 1, "keep", "debt-or-documents")
        decide(opened, 2, "dismiss", "spam-or-scam")
        yield opened


def listing(number: int, text: str) -> Listing:
    return Listing(url=f"https://pasar.example/{number}", source="pasar", text=text)


def keep(store: Store, *found: Listing) -> None:
    engine = Engine(load_rules())
    listings.save_batch(store, "run-1", [Judged(one, engine.judge(one)) for one in found])


def decide(store: Store, lead: int, decision: str, reason: str) -> None:
    decisions.decide(store, lead, decision=decision, reason=reason, actor="sari", via="cli", seen_version=1)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["rules", *words, "--workers", "1"])


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


# Backtest --------------------------------------------------------------------------------------------------------


def test_an_edit_is_told_by_what_people_decided(store: Store, tmp_path: Path) -> None:
    """Without one signal both job leads fall: the confirmed one is named, and the exit status says look."""
    blind = tmp_path / "s.yaml"
    blind.write_text(SIGNALS.replace("paspor ditahan", "zzzz"))
    done = run("backtest", f"..{blind}", "--json")
    assert done.exit_code == 1, done.output
    told = json.loads(done.stdout)
    assert told["dropped"] == {"all": 2, "confirmed": 1, "dismissed": 1, "undecided": 0, "none": 0}
    assert told["added"]["all"] == 0
    assert (told["old_alerts"], told["new_alerts"]) == (3, 1)
    back = run("backtest", f"{blind}..")
    assert back.exit_code == 0, back.output
    assert "+2: 1 confirmed, 1 dismissed, 0 undecided, 0 no lead" in back.output


def test_a_pack_folder_is_laid_over_the_rules(store: Store, tmp_path: Path) -> None:
    keep(store, listing(9, ODD))
    pack = tmp_path / "pack"
    (pack / "signals").mkdir(parents=True)
    (pack / "signals" / "own.yaml").write_text(OWN_SIGNAL)
    (pack / "own-rule.yaml").write_text(OWN.replace("own.word", "own.word, own.spot"))
    told = json.loads(run("backtest", f"..{pack}", "--json").stdout)
    assert told["edited"] == {"rules": ["+own-rule"], "signals": ["+own.spot", "+own.word"]}
    assert told["added"] == {"all": 1, "confirmed": 0, "dismissed": 0, "undecided": 0, "none": 1}
    assert told["added_by"]["own-rule"] == 1


def git(folder: Path, *words: str) -> None:
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@a"}
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, env=os.environ | who | plain)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A git checkout of rules with two revisions: the second adds a word to the signal."""
    house = tmp_path / "house"
    (house / "signals").mkdir(parents=True)
    (house / "packs").mkdir()
    (house / "signals" / "s.yaml").write_text(SIGNALS.replace("tanpa ijazah, ", ""))
    (house / "packs" / "any-sign.yaml").write_text(
        RULE.format(title="Any", id="any-sign", status="test", signals="s.free")
    )
    git(house, "init", "-q")
    git(house, "add", ".")
    git(house, "commit", "-q", "-m", "one")
    (house / "signals" / "s.yaml").write_text(SIGNALS)
    return house


def test_a_git_revision_is_read_without_touching_the_checkout(checkout: Path) -> None:
    packs, signals = checkout / "packs", checkout / "signals"
    with two_sides("HEAD..", (), home=packs, signals=signals) as both:
        fires = [Engine(side).fires(side.rules[0], listing(1, "tanpa ijazah")) for side in (both.old, both.new)]
    assert [one is not None for one in fires] == [False, True]
    assert (signals / "s.yaml").read_text() == SIGNALS


def test_a_revision_that_todays_reader_refuses_is_told_by_its_name(checkout: Path) -> None:
    (checkout / "packs" / "any-sign.yaml").write_text("title: broken\n")
    git(checkout, "commit", "-q", "-a", "-m", "two")
    places = {"home": checkout / "packs", "signals": checkout / "signals"}
    with pytest.raises(InputError) as told, two_sides("HEAD..HEAD~1", (), **places):
        pass
    assert "HEAD:any-sign.yaml" in str(told.value)
    assert "today's reader" in str(told.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("HEAD", "write OLD..NEW"),
        ("no-such-revision..", "no git revision"),
        ("--output=x..", "no git revision"),
    ],
)
def test_a_side_that_is_nothing_is_told(checkout: Path, text: str, told: str) -> None:
    with (
        pytest.raises(SandiError, match=told),
        two_sides(text, (), home=checkout / "packs", signals=checkout / "signals"),
    ):
        pass


def test_outside_a_checkout_a_revision_is_told(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    places = {"home": tmp_path / "packs", "signals": tmp_path / "signals"}
    with pytest.raises(SandiError, match="no git checkout"), two_sides("HEAD..", (), **places):
        pass


def test_paths_with_dots_are_cut_where_both_sides_are(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own-rule.yaml").write_text(OWN.replace("own.word", "s.place"))
    monkeypatch.chdir(tmp_path / "here")
    with two_sides("../old..../new", ()) as both:
        assert both.names == ("../old", "../new")
        assert both.old.rule("own-rule") is not None


# Open leads, judged again ----------------------------------------------------------------------------------------


@pytest.fixture
def quieter(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of the operator's own, whose rule alerts on the word `sandiku`; the test edits it."""
    pack = tmp_path / "pack"
    (pack / "signals").mkdir(parents=True)
    (pack / "signals" / "own.yaml").write_text(OWN_SIGNAL)
    (pack / "own-rule.yaml").write_text(OWN.replace("own.word", "own.word, own.spot"))
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(pack)]))
    return pack


def judged_by_today(store: Store, *found: Listing) -> None:
    engine = Engine(load_rules(store.config.packs))
    listings.save_batch(store, "run-2", [Judged(one, engine.judge(one)) for one in found])


ODD = "Sandiku rahasia di Negeri Anuku, loker, chat admin 0812-0000-7341"


def rejudge() -> dict[str, object]:
    done = CliRunner().invoke(main, ["rules", "rejudge", "--json"])
    assert done.exit_code == 0, done.output
    told: dict[str, object] = json.loads(done.stdout)
    return told


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


# Leads of a hunt -------------------------------------------------------------------------------------------------


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
