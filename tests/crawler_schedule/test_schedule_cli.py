"""`sandi schedule`: what operators type and read, and one crawl for real from the schedule to the store."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler import schedule_cli
from crawler.schedule_lock import scheduler_path
from sandi.cli import main
from storage import runs
from storage import sources as known
from storage.times import stamp
from tests.crawler_schedule.schedule_town import Town

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Toko</title><link>http://{host}/</link>
<description>d</description><item><title>Meja jati bekas</title><link>http://{host}/meja</link>
<description>Meja makan, 850 ribu, Jepara</description></item></channel></rss>"""


@pytest.fixture
def sandi(town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in ("data", "keys", "seeds"):
        monkeypatch.setenv(f"SANDI_{name.upper()}", str(getattr(town.config, name)))
    monkeypatch.setenv("SANDI_USER", "op")

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["schedule", *arguments], catch_exceptions=False)

    return call


def at(seconds: float) -> str:
    return stamp(datetime.now(UTC) + timedelta(seconds=seconds))


def ran(town: Town, source: str, state: str) -> str:
    """A run that was planned 100 s ago and, if it ended, took 61.5 s."""
    run = runs.plan(town.store, source, "schedule")
    if state == "planned":
        return run
    runs.start(town.store, run, owner="o", pid=1, deadline_s=60)
    figures = runs.Figures(pages=12, new=5, changed=4, unchanged=3, gone=2, alerts=1, errors=6)
    if state in {"done", "failed"}:
        runs.finish(town.store, run, state=state, reason="parked" if state == "failed" else "finished", figures=figures)
    if state == "lost":
        runs.lose(town.store, run, "its process was gone")
    town.rewrite(run, planned_at=at(-100), started_at=at(-100), heartbeat_at=at(-5))
    if state != "leased":
        town.rewrite(run, ended_at=at(-38.5))
    return run


@pytest.mark.parametrize(
    ("state", "shown", "reason"),
    [
        (None, "new", ""),
        ("planned", "waiting", ""),
        ("leased", "running", ""),
        ("done", "ok", "finished"),
        ("failed", "failed", "parked"),
        ("lost", "lost", "its process was gone"),
    ],
)
def test_state_of_a_source(town: Town, sandi: Any, state: str | None, shown: str, reason: str) -> None:
    town.source("pasar")
    if state:
        ran(town, "pasar", state)
    (row,) = json.loads(sandi("status", "--json").stdout)
    assert (row["source"], row["state"], row["reason"]) == ("pasar", shown, reason)


def test_leased_run_without_heartbeat_is_shown_as_lost(town: Town, sandi: Any) -> None:
    town.source("pasar")
    town.rewrite(ran(town, "pasar", "leased"), heartbeat_at=at(-91))
    assert json.loads(sandi("status", "--json").stdout)[0]["state"] == "lost"


def test_last_and_next_run_are_told_in_the_zone_of_the_source(town: Town, sandi: Any) -> None:
    town.source("pasar", schedule='{cron: "0 5 1 1 *"}')
    town.rewrite(ran(town, "pasar", "done"), started_at="2026-02-28T22:00:00.000Z", ended_at="2026-02-28T22:01:01.500Z")
    (row,) = json.loads(sandi("status", "--json").stdout)
    assert (row["last_at"], row["took_s"]) == ("2026-03-01T06:00:00+08:00", 61.5)
    figures = [row[name] for name in ("pages", "new", "changed", "unchanged", "gone", "alerts", "errors")]
    assert figures == [12, 5, 4, 3, 2, 1, 6]
    assert row["next_at"].endswith("-01-01T05:00:00+08:00")
    shown = sandi("status").stdout
    assert "2026-03-01 06:00 WITA" in shown
    assert "1 min 02 s" in shown
    assert "-01-01 05:00 WITA" in shown


def test_source_without_schedule_has_no_next_run(town: Town, sandi: Any) -> None:
    town.source("pasar", schedule="")
    (row,) = json.loads(sandi("status", "--json").stdout)
    assert row["next_at"] is None


def test_pause_and_resume(town: Town, sandi: Any) -> None:
    town.source("pasar")
    assert sandi("pause", "pasar", "--reason", "the site\x1b[2J asked us to wait").exit_code == 0
    (row,) = json.loads(sandi("status", "--json").stdout)
    assert (row["state"], row["next_at"]) == ("paused", None)
    shown = sandi("status").stdout
    assert "asked us to wait" in shown
    assert "\x1b" not in shown
    assert known.state(town.store, "pasar").paused_by == "op"
    assert sandi("resume", "pasar").exit_code == 0
    (row,) = json.loads(sandi("status", "--json").stdout)
    assert (row["state"], row["paused_because"]) == ("new", "")


@pytest.mark.parametrize("arguments", [("pause", "psar", "--reason", "x"), ("resume", "psar")])
def test_unknown_source_is_told(town: Town, sandi: Any, arguments: tuple[str, ...]) -> None:
    town.source("pasar")
    result = sandi(*arguments)
    assert result.exit_code == 2
    assert "no source 'psar'" in result.stderr
    assert "known: pasar" in result.stderr
    assert known.all_states(town.store) == []


def test_scheduler_that_cannot_lock_its_folder_is_told(town: Town, sandi: Any) -> None:
    scheduler_path(town.config.data).mkdir()
    done = sandi("run", "--once")
    assert done.exit_code == 2
    assert "scheduler.lock cannot be made: Is a directory; let yourself write there" in done.output


def test_a_stop_before_anything_began_is_a_stop(town: Town, sandi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(data: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(schedule_cli, "only_one", pressed)
    done = sandi("run", "--once")
    assert (done.exit_code, "Aborted" in done.output) == (0, False)
    assert "stopped before any crawl began" in done.output


def test_pause_needs_a_reason(town: Town, sandi: Any) -> None:
    town.source("pasar")
    for arguments in (("pause", "pasar"), ("pause", "pasar", "--reason", " ")):
        result = sandi(*arguments)
        assert result.exit_code == 2
        assert "reason" in result.stderr


def test_broken_file_is_told_and_the_others_are_shown(town: Town, sandi: Any) -> None:
    town.source("pasar")
    town.source("toko", schedule="{every: often}")
    town.source("kerja", schedule='{cron: "0 5 30 2 *"}')
    result = sandi("status", "--json")
    assert result.exit_code == 1
    assert [row["source"] for row in json.loads(result.stdout)] == ["pasar"]
    assert "toko.yaml:9" in result.stderr
    assert "kerja.yaml:9" in result.stderr
    assert "never comes" in result.stderr


@pytest.mark.parametrize("verb", ["run", "status", "pause", "resume"])
def test_help_has_an_example(verb: str) -> None:
    assert f"Example: sandi schedule {verb}" in CliRunner().invoke(main, ["schedule", verb, "--help"]).stdout


@pytest.fixture
def feed() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/feed.xml"
            body = FEED.format(host=self.headers["Host"]).encode() if found else b"nothing here"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "application/rss+xml" if found else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_from_the_schedule_to_the_store_for_real(town: Town, sandi: Any, feed: str) -> None:
    town.source("pasar")
    path = town.config.seeds / "pasar.yaml"
    path.write_text(path.read_text().replace("127.0.0.1:9/", f"{feed}/") + "delay: 0s\n")
    result = sandi("run", "--once")
    log = town.config.data / "logs" / "pasar.log"
    assert result.exit_code == 0, result.stderr
    (row,) = json.loads(sandi("status", "--json").stdout)
    assert (row["state"], row["new"], row["trigger"]) == ("ok", 1, "schedule"), log.read_text()
