"""SQL signs in every parameter of every page: the same answer as a harmless value, and the same schema."""

from __future__ import annotations

import hashlib
import re

import pytest
from review_house import Bench

SIGNS = (
    "' OR 1=1 --", '" OR ""="', "1; DROP TABLE leads", "') UNION SELECT name FROM sqlite_master --", "%' AND '1'='1", "\\", "`", "[]",
    "0x27", "';ATTACH DATABASE ':memory:' AS x;--", "NULL", "-1", "1e309", "\u2019", "\x00", "open'/**/", "id DESC, (SELECT 1)",
)  # fmt: skip
HARMLESS = "zzz-nothing"
PAGES = {
    "/leads": ("state", "tactic", "lane", "source", "verdict", "q", "cursor", "sort", "order", "by", "page", "limit"),
    "/leads/1": ("state", "tactic", "lane", "source", "verdict", "q", "cursor", "show"),
    "/decisions": ("cursor", "actor", "page"),
}


def schema(bench: Bench) -> str:
    with bench.store.reader() as conn:
        rows = conn.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        counts = [
            conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("leads", "listings", "decisions")
        ]
    return hashlib.sha256(repr(([tuple(row) for row in rows], counts)).encode()).hexdigest()


def rows_of(page: str) -> list[str]:
    """The leads that a page names, in order."""
    return re.findall(r'href="/leads/(\d+)', page)


@pytest.mark.gauntlet(27)
@pytest.mark.parametrize("path", PAGES)
def test_sql_signs_in_a_parameter_are_only_signs(bench: Bench, path: str) -> None:
    before = schema(bench)
    names = [name for name in PAGES[path] if name not in ("cursor", "q")]
    harmless = bench.client.get(path, params=dict.fromkeys(names, HARMLESS))
    for sign in SIGNS:
        found = bench.client.get(path, params=dict.fromkeys(names, sign))
        assert (found.status_code, rows_of(found.text)) == (harmless.status_code, rows_of(harmless.text)), sign
        for name in ("cursor", "q"):  # what is searched for may be found, and a cursor that nobody gave is refused
            asked = bench.client.get(path, params={name: sign})
            assert asked.status_code in (200, 400), (name, sign, asked.status_code)
            assert not re.search(r"sqlite3?\.|OperationalError|no such (?:table|column)|Traceback", asked.text), (
                name,
                sign,
            )
    assert schema(bench) == before


@pytest.mark.gauntlet(27)
@pytest.mark.parametrize("sign", SIGNS)
def test_sql_signs_in_a_form_change_nothing_else(bench: Bench, sign: str) -> None:
    for values in ({"seen": sign, "choice": "keep:other"}, {"seen": "1", "choice": sign}):
        answer = bench.client.post("/leads/1/decision", data={"csrf": bench.token(), "note": sign, **values})
        assert answer.status_code in (200, 303, 400, 409, 422), (values, answer.status_code)
    assert bench.client.get("/leads/1").status_code == 200
    noted = bench.decide(2, "keep:other", note=sign)
    assert noted.status_code == 303
    with bench.store.reader() as conn:
        states = dict(conn.execute("SELECT id, state FROM leads").fetchall())
    assert (states[2], states[3]) == ("kept", "open")
    with bench.store.reader() as conn:
        assert conn.execute("SELECT note FROM decisions WHERE lead_id = 2").fetchone()[0] == sign.replace(
            "\x00", sign and "\x00"
        )
