"""What the scheduler starts, and what it goes by: the sources' files, their schedules, pauses and workers."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from crawler.schedule_lock import is_held, lock_path, read_note
from sandi.errors import InputError
from storage import reserve
from storage import sources as known
from tests.crawler_schedule.schedule_town import Town, let_end, ran_before, run_once

Logged = Callable[[str], list[dict[str, Any]]]


def test_new_source_is_crawled_once_and_holds_its_lock_meanwhile(town: Town, logged: Logged) -> None:
    town.source("pasar", "hold")
    path = lock_path(town.config.data, "pasar")
    scheduler = town.scheduler()
    scheduler.tick()
    begun = town.wait("begun")
    scheduler.tick()
    assert is_held(path)
    note = read_note(path)
    assert note is not None
    assert (note.run, note.pid) == (begun.run, begun.pid)
    assert os.getsid(begun.pid) == begun.pid
    town.release("pasar")
    let_end(town, scheduler, "pasar")
    scheduler.tick()
    assert not is_held(path)
    (run,) = town.runs("pasar")
    assert (run.id, run.trigger, run.state, run.pages) == (begun.run, "schedule", "done", 7)
    (said,) = logged("crawl_ended")
    assert (said["how"], said["new"], said["gone"]) == ("exit 0", 3, 1)
    assert len(town.said("begun")) == 1


def test_source_without_schedule_is_never_started(town: Town) -> None:
    town.source("pasar", schedule="")
    scheduler = town.scheduler()
    scheduler.tick()
    assert town.runs("pasar") == []


def test_three_missed_slots_give_one_run(town: Town) -> None:
    town.source("pasar")
    ran_before(town, hours=3.5)
    scheduler = town.scheduler()
    run_once(town, scheduler)
    scheduler.tick()
    assert [run.trigger for run in town.runs("pasar")] == ["schedule", "catch-up"]


def test_never_more_crawls_than_workers(town: Town) -> None:
    for name in ("kerja", "pasar", "toko"):
        town.source(name, "hold")
    scheduler = town.scheduler(workers=2)
    scheduler.tick()
    first = {town.wait("begun").source, town.wait("begun").source}
    scheduler.tick()
    assert set(scheduler.live) == first
    ended = first.pop()
    town.release(ended)
    let_end(town, scheduler, ended)
    third = town.wait("begun").source
    assert third not in {ended, *first}
    for source in (third, *first):
        town.release(source)
        let_end(town, scheduler, source)
    assert len(town.said("begun")) == 3


def test_paused_source_is_skipped_until_it_is_resumed(town: Town) -> None:
    town.source("pasar")
    known.pause(town.store, "pasar", "asked to wait", "op")
    scheduler = town.scheduler()
    scheduler.tick()
    assert not scheduler.live
    known.resume(town.store, "pasar", "", "op")
    run_once(town, scheduler)
    assert len(town.runs("pasar")) == 1


def test_new_file_is_read_and_a_broken_one_changes_nothing(town: Town, logged: Logged) -> None:
    town.source("pasar", "hold")
    scheduler = town.scheduler(workers=5)
    scheduler.tick()
    town.wait("begun")
    good = (town.config.seeds / "pasar.yaml").read_text()
    (town.config.seeds / "pasar.yaml").write_text(good.replace("every: 1h", "every: sometimes"))
    town.source("toko", "hold")
    scheduler.tick()
    scheduler.tick()
    assert list(scheduler.live) == ["pasar"]
    (refused,) = logged("seeds_refused")
    assert "pasar.yaml:9: error: schedule.every" in refused["problem"]
    (town.config.seeds / "pasar.yaml").write_text(good)
    scheduler.tick()
    assert set(scheduler.live) == {"pasar", "toko"}
    (town.config.seeds / "toko.yaml").unlink()
    scheduler.tick()
    assert set(scheduler.seeds.active) == {"pasar"}
    town.wait("begun", "toko")
    for source in ("pasar", "toko"):
        town.release(source)
        let_end(town, scheduler, source)


def test_broken_file_at_the_start_is_an_error(town: Town) -> None:
    town.source("pasar", schedule='{cron: "0 5 30 2 *"}')
    with pytest.raises(InputError, match="a day that never comes"):
        town.scheduler()


def test_store_that_cannot_be_written_is_said_and_tried_again(
    town: Town, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.source("pasar")
    scheduler = town.scheduler()
    lock = town.config.data / "locks"
    lock.rename(town.folder / "aside")
    lock.write_text("a file where the folder should be")
    scheduler.tick()
    assert [entry["step"] for entry in logged("step_failed")] == ["start_due"]
    lock.unlink()
    run_once(town, scheduler)
    assert [run.state for run in town.runs("pasar")] == ["done"]


@pytest.mark.gauntlet(35)
def test_no_crawl_begins_while_the_disk_is_nearly_full(
    town: Town, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.source("pasar")
    scheduler = town.scheduler()
    monkeypatch.setattr(reserve, "room", lambda folder: reserve.Room(10, 100))
    scheduler.tick()
    scheduler.tick()
    assert town.runs("pasar") == []
    assert len(logged("disk_nearly_full")) == 1
    monkeypatch.undo()
    run_once(town, scheduler)
    assert [run.state for run in town.runs("pasar")] == ["done"]
