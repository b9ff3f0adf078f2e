"""The workbench is killed while people decide and a crawl writes: no decision that was answered is lost or doubled."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import httpx2
import pytest
from store_house import RULE, config, judged

from storage import listings
from storage.database import Store
from storage.verifying import verify
from tests.gauntlet import scaled
from tests.workbench import decide, opened, token

EACH = 60
KILLS = scaled(20, 3)
WRITER = Path(__file__).parent / "storage" / "writer_script.py"


@pytest.mark.gauntlet(33)
def test_a_workbench_killed_at_any_moment_loses_no_answered_decision(tmp_path: Path) -> None:
    settings, rng = config(tmp_path), random.Random(20)
    with Store.open(settings) as store:
        listings.save_batch(store, "r", [judged(number) for number in range(KILLS * EACH)], rules=[RULE])
    arguments = [str(settings.data), str(settings.keys), "100000", "1000000", "0"]
    load = subprocess.Popen(
        [sys.executable, str(WRITER), *arguments], stdout=subprocess.DEVNULL, cwd=Path(__file__).resolve().parents[1]
    )
    answered: set[int] = set()
    try:
        for turn in range(KILLS):
            with opened(settings) as (process, client):
                csrf, after = token(client), rng.randrange(1, EACH - 5)
                enough = threading.Event()
                threading.Thread(target=lambda p=process, e=enough: (e.wait(60), p.kill()), daemon=True).start()
                for at in range(EACH):
                    lead = turn * EACH + at + 1
                    if at == after:
                        enough.set()
                    try:
                        status = decide(client, csrf, lead, "keep:other")
                    except httpx2.TransportError:
                        break
                    assert status == 303
                    answered.add(lead)
                else:
                    pytest.fail("it was never killed")
    finally:
        load.kill()
        load.wait()
    with Store.open(settings) as store:
        assert [check for check in verify(store) if not check.ok] == []
        with store.reader() as conn:
            decided = [row[0] for row in conn.execute("SELECT lead_id FROM decisions")]
            audited = conn.execute("SELECT count(*) FROM audit WHERE action LIKE 'lead.%'").fetchone()[0]
    assert len(decided) == len(set(decided)), "none twice"
    assert answered <= set(decided), "none lost"
    assert len(set(decided) - answered) <= KILLS, "at most the one whose answer was lost"
    assert audited == len(decided)
