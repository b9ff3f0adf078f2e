"""A crawl on a disk that runs full rests, and goes on without being started again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.crawler.conftest import Sandi, Site, detail, index, rows, source_text

PAGES = 30  # asked for from the last to the first
MUCH, LITTLE = "90000000000", "900000000"


@pytest.mark.gauntlet(35)
def test_a_crawl_rests_while_the_disk_is_full_and_goes_on_by_itself(site: Site, tmp_path: Path) -> None:
    room = tmp_path / "room"

    def leave(free: str) -> None:
        (tmp_path / "new").write_text(free)
        (tmp_path / "new").replace(room)

    leave(MUCH)
    site.on_hit = lambda path: leave(LITTLE) if path == "/27" else None
    site.put("/", index([f"/{number}" for number in range(PAGES)]))
    for number in range(PAGES):
        site.put(f"/{number}", detail(f"Barang {number}"))
    sandi = Sandi(tmp_path, "tests.crawler.small_disk")
    sandi.source("toko", source_text(site).replace("delay: 0s", "delay: 0.05s"))
    process = sandi.start("crawl", "toko", "--json", ROOM_FILE=str(room))
    assert process.stderr
    said = ""
    while "resting" not in said:
        said = process.stderr.readline()
        assert said, "it ended without a rest"
    assert "make room" in said
    looks = 0
    while looks < 20:
        looks += process.stderr.readline() == "look\n"
    asked = sum(site.hits.values())
    assert asked < PAGES
    while looks < 40:
        looks += process.stderr.readline() == "look\n"
    assert sum(site.hits.values()) == asked, "nothing is asked while it rests"
    leave(MUCH)
    out, err = process.communicate(timeout=240)
    run = json.loads(out)
    assert (run["state"], run["new"]) == ("done", PAGES), (run, err)
    assert "going on" in err
    assert rows(sandi, "SELECT count(*) FROM listings") == [(PAGES,)]
