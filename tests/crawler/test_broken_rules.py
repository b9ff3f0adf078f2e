"""A rule file that breaks: what is loaded goes on, what begins anew says where it is broken, and both are on record."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sandi.config import Config
from storage import audit
from storage.database import Store
from tests.crawler.conftest import Sandi, Site, detail, index, rows, source_text

PATIENCE_S = 240
BAIT = "Loker Kamboja tanpa ijazah, gaji 18 jt, tiket ditanggung, chat tele @contoh_x"
BROKEN = "title: A\nid: own-broken\ntactic: fake-job\nstatus: test\ndetection: !!python/object/apply:os.system [id]\n"


@pytest.mark.gauntlet(31)
def test_a_broken_file_stops_no_crawl_that_runs_and_is_told_by_the_next(
    site: Site, real_sandi: Sandi, tmp_path: Path
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        if path == "/2":
            reached.set()
            go_on.wait(PATIENCE_S)

    site.on_hit = hold
    site.put("/", index(["/1", "/2"]))
    site.put("/1", detail("Lowongan", BAIT))
    site.put("/2", detail("Lowongan lain", BAIT.replace("18 jt", "19 jt")))
    real_sandi.source("toko", source_text(site))
    packs = tmp_path / "packs"
    packs.mkdir()
    own = {"SANDI_PACKS": f'["{packs}"]'}
    process = real_sandi.start("crawl", "toko", "--json", **own)
    try:
        assert reached.wait(PATIENCE_S)
        (packs / "own-broken.yaml").write_text(BROKEN)
    finally:
        go_on.set()
        out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, out + err
    assert rows(real_sandi, "SELECT count(*) FROM leads") == [(2,)], "by the rules it began with"

    refused = real_sandi.run("crawl", "toko", **own)
    assert refused.returncode == 2, refused.stdout + refused.stderr
    assert f"{packs / 'own-broken.yaml'}:5" in refused.stderr, refused.stderr
    assert "Traceback" not in refused.stderr
    assert rows(real_sandi, "SELECT count(*) FROM leads") == [(2,)], "and nothing is lost"
    with Store.open(Config(data=real_sandi.data, keys=real_sandi.folder / "keys"), create=False) as store:
        noted = [(row.action, row.reason) for row in audit.entries(store, limit=1000) if row.action.startswith("run.")]
    assert noted[-2:] == [("run.done", "finished"), ("run.failed", "not_started")]
