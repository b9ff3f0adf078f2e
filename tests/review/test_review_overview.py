"""The overview and the monthly report: numbers only, each picture with its table."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from review_house import ROLES, Bench, client_of, job, keep

from review.provinces import TILES, province_of, provinces
from review.session import Sessions
from review.trends import Trend, trends
from rules.place_names import PROVINCES
from storage import decisions, leads, overview
from storage.database import Store
from storage.overview import Group

STARTED = datetime.now(UTC).date()
SPAN = ((STARTED - timedelta(days=40)).isoformat(), (STARTED + timedelta(days=3)).isoformat())


def opened(store: Store) -> date:
    """The day on which the leads were opened, which a midnight may part from that of the test."""
    lead = leads.get(store, 1)
    assert lead is not None
    return date.fromisoformat(lead.opened_at[:10])


@pytest.fixture
def decided(store: Store) -> Store:
    for lead, decision, reason in (
        (1, "keep", "debt-or-documents"),
        (2, "dismiss", "duplicate"),
        (3, "unsure", "language"),
        (4, "escalate", "possible-minor"),
    ):
        decisions.decide(store, lead, decision=decision, reason=reason, actor="ayu", via="cli", seen_version=1)
    return store


def test_leads_and_decisions_are_counted_and_calls_for_help_apart(decided: Store) -> None:
    whole = overview.totals(decided, *SPAN)
    assert (whole.leads, whole.help, whole.child, whole.people) == (4, 1, 1, 1)
    assert whole.decisions == {"keep": 1, "dismiss": 1, "unsure": 1, "escalate": 1}
    assert {one.name: (one.leads, one.kept, one.dismissed, one.unsure) for one in overview.tactics(decided, *SPAN)} == {
        "fake-job": (3, 1, 1, 1),
        "baby-adoption": (1, 1, 0, 0),
    }
    weeks = overview.weeks(decided, *SPAN)
    monday = opened(decided) - timedelta(days=opened(decided).weekday())
    assert (weeks[0].day, weeks[0].opened) == (monday.isoformat(), 4)
    assert [sum(of) for of in zip(*((one.kept, one.dismissed, one.unsure) for one in weeks), strict=True)] == [2, 1, 1]


def test_groups_are_told_week_by_week_and_month_by_month(decided: Store, bench: Bench) -> None:
    monday = opened(decided) - timedelta(days=opened(decided).weekday())
    (tactic, _) = overview.tactics(decided, *SPAN)
    assert tactic.weeks == ((monday.isoformat(), 3),)
    weeks = (("2026-10-26", 1), ("2026-11-02", 2), ("2026-11-16", 4))
    mondays = ("2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16")
    found = trends([Group("x", 7, 0, 0, 0, weeks), Group("y", 0, 0, 0, 0)], mondays)
    assert (found.months, found.most) == (("2026-10", "2026-11"), 4)
    assert found.of == {"x": Trend("x", (1, 2, 0, 4), (1, 6)), "y": Trend("y", (0, 0, 0, 0), (0, 0))}
    page = bench.client.get("/overview").text
    assert page.count("Bulan demi bulan") == 3


def test_a_time_without_leads_is_empty(decided: Store) -> None:
    before = ("2020-01-01", "2020-02-01")
    assert overview.weeks(decided, *before) == []
    assert overview.totals(decided, *before).leads == 0
    assert overview.months(decided) == [opened(decided).isoformat()[:7]]


def test_every_province_has_a_tile_of_its_own() -> None:
    assert set(TILES) == set(PROVINCES)
    assert len({(column, row) for column, row, _ in TILES.values()}) == len(TILES)


def test_places_are_put_together_by_province() -> None:
    assert province_of("Kota Batam") == "Kepulauan Riau"
    week = (("2026-11-16", 1),)
    found = provinces([Group("Batam", 3, 1, 0, 0, week), Group("Kepri", 1, 0, 1, 0, week), Group("Poipet", 2, 0, 0, 0)])
    assert found.groups == (Group("Kepulauan Riau", 4, 1, 1, 0, (("2026-11-16", 2),)),)
    assert found.elsewhere == 2
    assert {tile.name: tile.step for tile in found.tiles if tile.leads} == {"Kepulauan Riau": 4}


def test_the_pages_say_numbers_and_no_text_of_listings(decided: Store, bench: Bench) -> None:
    keep(decided, job(20, title="<script>x</script>"))
    assert bench.client.get("/overview/report").status_code == 200
    for path in ("/overview", f"/overview/report?month={opened(decided).isoformat()[:7]}"):
        page = bench.client.get(path)
        assert page.status_code == 200
        assert "K4mb0ja" not in page.text
        assert "<script>x" not in page.text
        assert "Kepulauan Riau" in page.text
        assert "Adopsi" in page.text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page.text)


@pytest.mark.parametrize("month", ["2026-13", "x", "0000-01", "2026-1", "99999-01", "2026-11-01"])
def test_a_month_that_is_none_is_not_found(bench: Bench, month: str) -> None:
    assert bench.client.get("/overview/report", params={"month": month}).status_code == 404


def test_the_last_month_of_the_calendar_has_a_report(bench: Bench) -> None:
    assert bench.client.get("/overview/report?month=9999-12").status_code == 200
    assert bench.client.get("/overview/report?month=0001-01").status_code == 200


def test_everybody_who_may_enter_sees_the_numbers(store: Store) -> None:
    for role in ROLES:
        sessions = Sessions()
        client = client_of(store, sessions)
        assert client.get("/overview").status_code == 401
        client.get("/enter", params={"key": sessions.link("x", (role,))})
        assert client.get("/overview").status_code == 200
