from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from linking import night, placing
from linking.correlating import rules_of
from linking.correlation import TYPES, Correlation, Event, Filter, correlate
from linking.correlation_files import HOME, failures, files, read
from linking.placing import place_waiting
from rules import together_cli
from sandi.cli import main
from storage import correlation_hits, linking, listings, notices
from storage.watches import raise_lead
from tests.linking.link_house import SHOPS, keep, work

DAY = datetime(2026, 11, 1, tzinfo=UTC)


def event(listing: int, day: float, **values: str) -> Event:
    found = {"event": frozenset({"seen"})} | {name: frozenset(value.split(",")) for name, value in values.items()}
    return Event(listing, DAY + timedelta(days=day), found)


def rule(kind: str, span: int = 7, **more) -> Correlation:
    return Correlation("r", "R", kind, ("contact",), timedelta(days=span), **{"events": {"": Filter()}} | more)


def window_by_window(one: Correlation, events: list[Event]) -> list[tuple[tuple[int, ...], float]]:
    """Every window that fits, looked at whole: what `correlate` comes to step by step."""
    taken = sorted((e for e in events if any(f.takes(e) for f in one.events.values())), key=lambda e: (e.at, e.listing))
    fits = []
    for end, last in enumerate(taken, 1):
        window = [e for e in taken[:end] if e.at >= last.at - one.timespan]
        if one.kind == "event_count":
            count = len({e.listing for e in window})
        elif one.kind == "value_count":
            count = len({value for e in window for value in e.values["role"]})
        elif one.kind == "temporal":
            count = sum(any(f.takes(e) for e in window) for f in one.events.values())
        else:
            left = list(one.events.values())
            for e in window:
                left = left[1:] if left and left[0].takes(e) else left
            count = len(one.events) - len(left)
        enough = count == len(one.events) if one.kind.startswith("temporal") else count >= one.bounds[0][1]
        if enough and len({e.listing for e in window}) > 1:
            fits.append((tuple(e.listing for e in window), count))
    return fits


some = st.frozensets(st.sampled_from("xyz"), max_size=2)
events_of_one_group = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 12), some, some), max_size=14)
filters = st.lists(
    st.builds(lambda kinds: Filter({"kind": kinds}), st.frozensets(st.sampled_from("xyz"), min_size=1)), min_size=1
)


@settings(max_examples=300)
@given(st.sampled_from(TYPES), events_of_one_group, filters, st.integers(0, 6), st.integers(1, 4))
def test_going_through_the_windows_step_by_step_finds_what_looking_at_each_finds(kind, rows, named, span, least):
    events = [
        Event(listing, DAY + timedelta(days=day), {"contact": frozenset("a"), "kind": kinds, "role": roles})
        for listing, day, kinds, roles in rows
    ]
    one = replace(
        rule(kind, span, counted="role", bounds=(("gte", least),)),
        events={str(number): one for number, one in enumerate(named)},
    )
    fits = window_by_window(one, events)
    every, first = correlate(one, events, every=True), correlate(one, events)
    assert [(found.listings, found.count) for found in every] == (
        [(tuple(sorted({n for window, _ in fits for n in window})), max(count for _, count in fits))] if fits else []
    )
    assert [(found.listings, found.count) for found in first] == [(tuple(sorted({*w})), c) for w, c in fits[:1]]


def groups(found):
    return [(one.group, one.listings) for one in found]


def test_listings_are_counted_by_group_within_the_span():
    events = [
        event(1, 0, contact="a"),
        event(2, 3, contact="a,b"),
        event(3, 9, contact="a"),
        event(3, 9.5, contact="a"),
    ]
    assert groups(correlate(rule("event_count", bounds=(("gte", 2),)), events)) == [(("a",), (1, 2))]
    assert correlate(rule("event_count", bounds=(("gte", 3),)), events) == []
    assert groups(correlate(rule("event_count", 30, bounds=(("gt", 2),)), events)) == [(("a",), (1, 2, 3))]
    every = correlate(rule("event_count", bounds=(("gte", 2),)), events, every=True)
    assert groups(every) == [(("a",), (1, 2, 3))]
    assert (every[0].last - every[0].first).days == 9


def test_values_are_counted_once_each():
    events = [event(n, 0, contact="a", province=name) for n, name in enumerate(("riau", "riau", "bali", "papua"))]
    assert correlate(rule("value_count", counted="province", bounds=(("gte", 3),)), events)[0].count == 3
    assert correlate(rule("value_count", counted="province", bounds=(("gte", 4),)), events) == []


def test_of_one_listing_alone_no_rule_fires():
    alone = event(1, 0, contact="a", province="riau,bali,papua")
    three = rule("value_count", counted="province", bounds=(("gte", 3),))
    assert correlate(three, [alone]) == []
    assert correlate(three, [alone, event(1, 1, contact="a", event="gone")]) == []
    assert groups(correlate(three, [alone, event(2, 1, contact="a", province="riau")])) == [(("a",), (1, 2))]


def test_named_kinds_stand_together_and_in_order_if_asked():
    both = {"one": Filter({"kind": frozenset({"x"})}), "two": Filter({}, {"kind": frozenset({"y"})})}
    events = [event(1, 2, contact="a", kind="x"), event(2, 1, contact="a", kind="yy")]
    assert groups(correlate(rule("temporal", events=both), events)) == [(("a",), (1, 2))]
    assert correlate(rule("temporal_ordered", events=both), events) == []
    turned = dict(reversed(both.items()))
    assert len(correlate(rule("temporal_ordered", events=turned), events)) == 1
    assert correlate(rule("temporal", 1, events=both), [events[0], event(2, 9, contact="a", kind="y")]) == []


def test_the_rules_that_come_with_it_are_right_and_each_condition_matters():
    found, problems = read(files())
    assert not problems
    assert {one.rule.kind for one in found} >= {"value_count", "temporal", "temporal_ordered"}
    assert [problem for one in found for problem in failures(one)] == []
    for one in found:
        bare = Correlation(**{name: getattr(one.rule, name) for name in Correlation.__dataclass_fields__} | {
            "kind": "event_count", "bounds": (("gte", 1),), "events": {"": Filter()}
        })  # fmt: skip
        twice = [
            (*example.events, *(replace(event, listing=-1) for event in example.events)) for example in one.examples
        ]
        assert all(correlate(bare, events) for events in twice), "an example that nothing could match"


GOOD = """
title: T
id: t
description: D
falsepositives: [x]
correlation:
  type: event_count
  group-by: [contact]
  timespan: 7d
  condition: {gte: 2}
examples:
  match:
    - listings: [{at: 2026-11-01, contact: a}, {at: 2026-11-02, contact: a}]
  no_match:
    - because: only one
      listings: [{at: 2026-11-01, contact: a}]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("event_count", "event_sum", 7, "'event_sum' is no type"),
        ("[contact]", "[phone]", 8, "groups nothing"),
        ("7d", "a week", 9, "no span"),
        ("{gte: 2}", "{gte: many}", 10, "no number"),
        ("contact: a}, {", "colour: a}, {", 13, "'colour' is no field"),
        ("    - because: only one\n      listings", "    - listings", 15, "because"),
        ("falsepositives: [x]\n", "", 2, "falsepositives is missing"),
        ("title: T", "titel: T", 2, "unknown key 'titel'"),
        ("id: t", "id: T!", 3, "no id"),
        ("at: 2026-11-02", "at: later", 13, "no time"),
        ("[x]", "[x, y]", 14, "2 falsepositives but 1 no_match"),
        ("title: T", "title: T\nstatus: new", 3, "'new' is no status"),
        ("title: T", "title: T\nrevision: 0", 3, "0 is no revision"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, old, new, line, told):
    path = tmp_path / "correlation-t.yaml"
    path.write_text(GOOD)
    assert read([path])[1] == []
    path.write_text(GOOD.replace(old, new, 1))
    found, problems = read([path])
    assert not found
    assert any(told in str(problem) and problem.line == line for problem in problems), list(map(str, problems))


def test_an_example_that_does_not_come_out_is_told(tmp_path, monkeypatch):
    (tmp_path / "correlation-t.yaml").write_text(GOOD.replace("gte: 2", "gte: 3"))
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(tmp_path)]))
    done = CliRunner().invoke(main, ["links", "rules", "test"])
    assert done.exit_code == 1
    assert "does not fire, and must" in done.output
    assert CliRunner().invoke(main, ["links", "rules", "lint"]).exit_code == 0
    tested = CliRunner().invoke(main, ["rules", "test", "t"])
    assert tested.exit_code == 1
    assert "does not fire, and must" in tested.output
    assert "1 rule, 2 examples, 1 that do not hold" in tested.output


def test_the_verbs_of_rule_authors_know_correlation_rules(tmp_path, monkeypatch):
    path = tmp_path / "correlation-t.yaml"
    path.write_text(GOOD)
    monkeypatch.setenv("SANDI_PACKS", json.dumps([str(tmp_path)]))
    listed = json.loads(CliRunner().invoke(main, ["rules", "list", "--json"]).output)
    assert {"contact-returns", "t"} <= {one["rule"] for one in listed if one["tactic"] == "several listings"}
    assert together_cli.tested([tmp_path], ["t"]) == (["t"], 2, [])
    monkeypatch.delenv("SANDI_PACKS")
    (tmp_path / "correlation-u.yaml").write_text(GOOD.replace("id: t", "id: u").replace("7d", "a week"))
    told = CliRunner().invoke(main, ["rules", "lint", str(tmp_path)])
    assert told.exit_code == 1
    (line,) = [line for line in told.output.splitlines() if "correlation-" in line]
    assert ("error" in line, "correlation-u.yaml:9" in line) == (True, True), line
    assert [one.name for one in files([path]) if one.parent == tmp_path] == ["correlation-t.yaml"]


def test_the_gate_counts_the_groups_of_harmless_listings_in_which_a_rule_fires(tmp_path):
    rows = [
        {"url": f"https://x.example/{town}", "kind": "job", "text": f"Dicari penjaga toko di {town}, WA 0812-0000-7341"}
        for town in ("Batam", "Surabaya", "Kupang")
    ]
    for name, some in (("one", rows), ("two", rows[:2])):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, some)))
    paths = [str(tmp_path / f"{name}.jsonl") for name in ("one", "two")]
    done = CliRunner().invoke(main, ["links", "rules", "gate", *paths, "--json"])
    assert [one["contact-in-three-provinces"] for one in json.loads(done.output)] == [1, 0]
    assert done.exit_code == 1
    beside = CliRunner().invoke(main, ["rules", "gate", *paths, "--workers", "1", "--json"])
    told = json.loads(beside.stdout)
    assert {name: one["contact-in-three-provinces"] for name, one in told["correlations"].items()} == {
        "one.jsonl": 1,
        "two.jsonl": 0,
    }
    assert beside.exit_code == 1
    assert any("contact-in-three-provinces fires in 1" in line for line in told["broken"])


TITLE = "One contact offers work in three provinces within a week"


PHONE = "phone:+6281200000001"
TOWNS = ("Batam", "Surabaya", "Kupang")
RAISED = ("open", f"with others: {TITLE} (contact-in-three-provinces)")


@pytest.fixture
def run(store, monkeypatch):
    """How `sandi links` is run on the store, in which each number advertises in one town."""
    monkeypatch.setenv("SANDI_KEYS", str(store.config.keys))
    return lambda *words: CliRunner().invoke(main, ["--data", str(store.config.data), "links", *words])


def advertise(store, *numbers, kind="watch"):
    for number in numbers:
        keep(store, number, work(where=TOWNS[number % 3]), PHONE, kind=kind)


@pytest.fixture
def town(store, run, monkeypatch):
    """A number in three provinces, one of its listings of somebody who asks for help, all older than the rules."""
    monkeypatch.setattr(placing, "raise_waiting", lambda _: 0)
    advertise(store, 1, 2)
    advertise(store, 3, kind="help")
    place_waiting(store)
    return store, run


def fired(done):
    return [(one["rule"], one["listings"], one["raised"]) for one in json.loads(done.output)]


def test_rules_are_run_over_what_is_kept(town):
    _, run = town
    (found,) = json.loads(run("rules", "run", "--dry-run", "--json").output)
    assert (found["rule"], found["listings"], found["count"]) == ("contact-in-three-provinces", [1, 2, 3], 3)
    assert "+62" in found["group"][0]
    assert "0001" not in found["group"][0]
    assert run("rules", "run", "nothing").exit_code == 2


def test_leads_are_raised_once_and_those_who_ask_for_help_never(town):
    store, run = town
    assert fired(run("rules", "run", "--dry-run", "--json")) == [("contact-in-three-provinces", [1, 2, 3], [])]
    assert all_leads(store) == {3: ("open", "")}, "who asks for help has a lead of another lane"
    assert fired(run("rules", "run", "--json")) == [("contact-in-three-provinces", [1, 2, 3], [1, 2])]
    before = all_leads(store)
    assert before == {1: RAISED, 2: RAISED, 3: ("open", "")}
    assert fired(run("rules", "run", "--json")) == [("contact-in-three-provinces", [1, 2, 3], [])]
    assert all_leads(store) == before


def test_what_was_placed_before_a_crawl_was_killed_is_looked_at_by_the_next(store, run):
    def killed(_):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placing, "raise_waiting", killed)
        advertise(store, 1, 2, 3)
        with pytest.raises(KeyboardInterrupt):
            place_waiting(store)
    assert all_leads(store) == {}
    assert place_waiting(store).raised == 3
    assert all_leads(store) == {1: RAISED, 2: RAISED, 3: RAISED}


def test_what_is_purged_while_it_is_looked_at_is_left_out(store, run):
    advertise(store, 1, 2, 3)
    place_waiting(store)
    with store.writer() as conn:
        assert correlation_hits.raise_named(conn, "other", "Other", "g", [1, 99]) == []
        assert conn.execute("SELECT count(*) FROM correlation_hits WHERE rule = 'other'").fetchone()[0] == 1


def test_a_new_listing_raises_them_without_a_command_and_they_are_told_of_as_others(store, run):
    advertise(store, 1, 2)
    assert place_waiting(store).raised == 0
    began = datetime.now(UTC)
    advertise(store, 3)
    assert place_waiting(store).raised == 3
    assert all_leads(store) == {1: RAISED, 2: RAISED, 3: RAISED}
    assert notices.leads_since(store, began) == 3
    advertise(store, 4, kind="alert")
    assert place_waiting(store).raised == 0, "it has a lead of its own, which says so"
    assert all_leads(store)[4] == RAISED
    assert fired(run("rules", "run", "--json")) == [("contact-in-three-provinces", [1, 2, 3, 4], [])]


def test_ages_of_a_seller_are_counted_as_they_come_and_another_sellers_are_not(store):
    for number, age in enumerate((19, 21, 23, 24, 25), 1):
        text = f"Lemari jati siap kirim, wanita umur {age} tahun"
        keep(store, number, text, kind="watch", listed="product", seller="Mebel K4" if number < 5 else "Lain")
    assert place_waiting(store).raised == 0
    keep(store, 6, "Kursi jati siap kirim, wanita umur 26 tahun", kind="watch", listed="product", seller="MEBEL  K4")
    assert place_waiting(store).raised == 5


def test_a_furniture_shop_and_a_job_advert_with_one_phone_are_raised_and_with_two_are_not(store):
    shop = {"listed": "product", "category": "Antik & Furnitur"}
    keep(store, 1, SHOPS[0], PHONE, **shop)
    keep(store, 2, work(), "phone:+6281200000002", kind="watch", listed="job")
    assert place_waiting(store).raised == 0
    keep(store, 3, work(name="Pak Joko"), PHONE, kind="watch", listed="job")
    assert place_waiting(store).raised == 2
    assert {number for number, (_, change) in all_leads(store).items() if "furniture-and-jobs" in change} == {1, 3}


def test_a_contact_that_comes_back_after_its_listing_vanished_is_raised(store):
    keep(store, 1, work(), PHONE, kind="alert")
    keep(store, 2, SHOPS[0], "phone:+6281200000002")
    place_waiting(store)
    keep(store, 2, SHOPS[0], "phone:+6281200000002", run="r2")
    assert listings.mark_gone(store, "pasar", "r2") == 1
    keep(store, 3, work(name="Pak Joko", where="Kupang"), PHONE, kind="watch", run="r3")
    assert place_waiting(store).raised == 1, "the first had a lead of its own, which says so"
    assert {number for number, (_, change) in all_leads(store).items() if "contact-returns" in change} == {1, 3}


def test_a_night_raises_what_came_before_the_rules_and_builds_anew_what_fell_apart(town):
    store, _ = town
    first = night.tend(store)
    assert (first.raised, first.rebuilt.clusters) == (2, 1)
    assert night.tend(store) == night.Tended(None, 0)
    with store.writer() as conn:
        conn.execute("UPDATE link_listings SET text_id = NULL WHERE listing_id = 1")
        assert linking.forget_unheld(conn) == 1
    assert night.tend(store).rebuilt.texts == 3


def test_a_mistake_in_a_rule_stops_no_crawl(tmp_path):
    broken = tmp_path / "correlation-mine.yaml"
    broken.write_text("title: [")
    assert len(rules_of([tmp_path])) == 4
    broken.write_text(
        (HOME / "correlations" / "contact-returns.yaml").read_text().replace("id: contact-returns", "id: mine")
    )
    assert len(rules_of([tmp_path])) == 5, "it is read again when it has changed"


def test_what_a_person_dismissed_is_not_raised_again(town):
    store, run = town
    with store.writer() as conn:
        raise_lead(conn, 1, "before")
        conn.execute("UPDATE leads SET state = 'dismissed'")
    assert fired(run("rules", "run", "--json"))[0][2] == [2]
    assert all_leads(store)[1] == ("dismissed", "before")


def all_leads(store):
    with store.reader() as conn:
        return {row[0]: (row[1], row[2]) for row in conn.execute("SELECT listing_id, state, change FROM leads")}
