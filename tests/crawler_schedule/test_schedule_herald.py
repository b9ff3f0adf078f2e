"""What the scheduler tells people and Prometheus, and a status that writes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler import notify
from crawler.herald import Herald
from crawler.schedule_cli import spark
from crawler.schedule_status import status
from crawler.sources import load_all
from linking.placing import place_waiting
from linking.watching import phrase
from sandi.config import Config
from sandi.listing import Listing
from sandi.verdict import Hit, Verdict
from storage import health, listings, notices, watches
from storage.database import Store
from storage.pace import HostPaces
from storage.records import Judged
from tests.crawler.conftest import Site, serving
from tests.crawler_schedule.schedule_town import Town, ran_before

SECRET = "Toko 0812-0000-1234"


def sick(town: Town, name: str, state: str = "broken") -> str:
    run = ran_before(town, name, hours=1)
    health.record(
        town.store, run, name, state=state, reason="3 pages gave no listing", mend="preview it", figures={"listings": 4}
    )
    return run


def lead(town: Town, number: int) -> None:
    listing = Listing(url=f"https://toko.example/{number}", source="pasar", title=SECRET)
    hit = Hit("r", 1, "fake-job", 60, ())
    verdict = Verdict(listing.url, "alert", "adult", 60, ("fake-job",), ("act",), (hit,))
    listings.save_batch(town.store, "run", [Judged(listing, verdict)])


@pytest.fixture
def told(town: Town) -> Store:
    """The store with somebody to tell; `{}` is put in by the test's own site."""
    town.source("pasar")
    town.source("kerja")
    for source in load_all(town.config):
        from storage import sources

        sources.register(town.store, source.id, source.title, source.adapter, source.url, source.definition)
    return town.store


def telling(town: Town, site: Site, **more: object) -> Config:
    return town.config.model_copy(
        update={"notify": (f"json://127.0.0.1:{site.port}/hook",), "review_url": "https://sandi.example/leads"} | more
    )


def test_counts_and_a_link_leave_and_nothing_else(town: Town, told: Store) -> None:
    heard: list[str] = []
    with serving(Site(posts=heard)) as site:
        config = telling(town, site, notify_leads=2)
        now = datetime.now(UTC)
        assert notify.tell(told, config, notify.due(told, config, now)) == 0
        sick(town, "pasar")
        lead(town, 1)
        assert notify.tell(told, config, notify.due(told, config, now)) == 1
        assert notify.due(told, config, now) == [], "told once"
        lead(town, 2)
        assert notify.tell(told, config, notify.due(told, config, now)) == 1
        lead(town, 3)
        lead(town, 4)
        assert notify.due(told, config, now) == [], "throttled"
        later = notify.due(told, config, now + timedelta(hours=13))
        assert [notice.title for notice in later] == ["sandi: sources need you", "sandi: new leads"]
    first, second = map(json.loads, heard)
    assert "1 broken: pasar" in first["message"]
    assert "2 new leads" in second["message"]
    assert all("https://sandi.example/leads" in text and "1234" not in text and "Toko" not in text for text in heard)


def test_what_fits_a_watch_is_told_once_and_says_only_which_watch(town: Town, told: Store) -> None:
    heard: list[str] = []
    watches.add(told, "phrase", "“bunga bangkai”", [phrase("bunga bangkai")], owner="unit", reason="kasus 12")
    with serving(Site(posts=heard)) as site:
        config = telling(town, site, notify_leads=99)
        now = datetime.now(UTC)
        for number in (1, 2):
            url = f"https://toko.example/{number}"
            one = Listing(url=url, source="pasar", text="Dijual bung4 b4ngkai, langka")
            listings.save_batch(told, "run", [Judged(one, Verdict(url, "quiet"))])
            place_waiting(told)
            if number == 1:
                (notice,) = notify.due(told, config, now)
                dead = config.model_copy(update={"notify": ("json://127.0.0.1:9/",)})
                assert notify.tell(told, dead, [notice]) == 0, "nobody heard"
            assert notify.tell(told, config, notify.due(told, config, now + timedelta(minutes=11 * number))) == 1
            place_waiting(told)
            assert notify.due(told, config, now + timedelta(days=1)) == [], "told once"
    assert ["1 listings fit what is followed: watch 1 (1)" in text for text in heard] == [True, True]
    assert not any("bangkai" in text or "kasus" in text for text in heard)


def test_who_recovers_and_falls_sick_again_is_told_of_again(town: Town, told: Store) -> None:
    with serving(Site(posts=[])) as site:
        config = telling(town, site)
        now = datetime.now(UTC)
        sick(town, "pasar")
        notify.tell(told, config, notify.due(told, config, now))
        sick(town, "pasar", "healthy")
        assert notify.due(told, config, now) == []
        sick(town, "pasar", "parked")
        assert [notice.topics for notice in notify.due(told, config, now)] == [("source/pasar/parked",)]


def test_what_could_not_be_sent_is_due_again(town: Town, told: Store) -> None:
    config = town.config.model_copy(update={"notify": ("json://127.0.0.1:9/",)})
    sick(town, "pasar")
    now = datetime.now(UTC)
    assert notify.tell(told, config, notify.due(told, config, now)) == 0
    assert len(notify.due(told, config, now)) == 1


def test_metrics_file(town: Town, told: Store, tmp_path: Path) -> None:
    sick(town, "pasar", "degraded")
    lead(town, 1)
    Herald(told, tmp_path / "sandi.prom").work()
    text = (tmp_path / "sandi.prom").read_text()
    assert 'sandi_source_health{health="degraded",source="pasar"} 1.0' in text
    assert 'sandi_source_health{health="healthy",source="pasar"} 0.0' in text
    assert "sandi_open_leads 1.0" in text
    assert SECRET not in text


def test_status_tells_health_trend_and_what_a_host_asked_for(town: Town, told: Store) -> None:
    run = sick(town, "pasar")
    HostPaces(told).note_wait("127.0.0.1:9", datetime.now(UTC) + timedelta(days=2))
    row = next(row for row in status(told, load_all(town.config), datetime.now(UTC)) if row.source == "pasar")
    assert (row.health, row.health_reason, row.trend, row.last_run) == (
        "broken",
        "3 pages gave no listing",
        (4,),
        run,
    )
    assert row.next_at is not None
    assert datetime.fromisoformat(row.next_at) > datetime.now(UTC) + timedelta(days=1)
    assert notices.open_leads(told) == 0
    scheduler = town.scheduler()
    scheduler.tick()
    assert not scheduler.live, "nobody is started whose host asked to wait"


@pytest.mark.parametrize(
    ("numbers", "line"), [((), ""), ((0, 0), "··"), ((1, 4, 8), "▁▄█"), ((5, 5, 0), "██·")]
)  # fmt: skip
def test_spark(numbers: tuple[int, ...], line: str) -> None:
    assert spark(numbers) == line


def test_status_makes_no_database(town: Town, tmp_path: Path) -> None:
    town.source("pasar")
    environment = os.environ | {"SANDI_DATA": str(tmp_path / "none"), "SANDI_SEEDS": str(town.config.seeds)}
    command = [sys.executable, "-m", "sandi.cli", "schedule", "status", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [row["state"] for row in json.loads(done.stdout)] == ["new"]
    assert not (tmp_path / "none").exists()
