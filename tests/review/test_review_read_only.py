"""After damage was found the workbench says so on every page, shows everything and writes nothing."""

from __future__ import annotations

import pytest
from review_house import Bench

from storage import readonly


@pytest.mark.gauntlet(36)
def test_every_page_says_that_nothing_is_written_and_a_decision_is_refused(bench: Bench) -> None:
    token = bench.token()
    assert "Hanya dapat dibaca" not in bench.client.get("/leads").text
    readonly.begin(bench.store.config, "audit chain: row 3 was changed <b>")
    for path in ("/leads", "/leads/1", "/decisions"):
        page = bench.client.get(path)
        assert page.status_code == 200
        assert "Hanya dapat dibaca" in page.text
        assert "row 3 was changed &lt;b&gt;" in page.text
    answer = bench.client.post(
        "/leads/1/decision", data={"csrf": token, "seen": "1", "choice": "keep:other", "note": "x"}
    )
    assert (answer.status_code, "sandi db verify" in answer.text) == (503, True)
    with bench.store.reader() as conn:
        assert conn.execute("SELECT count(*) FROM decisions").fetchone()[0] == 0
    readonly.end(bench.store.config)
    assert bench.decide(1, "keep:other", note="x").status_code == 303
