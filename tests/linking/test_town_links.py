"""Market town, judged by the real rules: its operation is one cluster with reasons, its courier joins no shops."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from store_house import config

from linking.facts import facts_of
from linking.network import around
from linking.placing import place_waiting
from linking.rebuilding import rebuild
from rules.engine import Engine
from rules.loader import load_rules
from sandi.listing import listing_from_json
from storage import cluster_listings, clusters, leads, linking, listings
from storage.database import Store
from storage.records import Judged

LISTINGS = Path(__file__).resolve().parents[2] / "demo" / "listings"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    engine = Engine(load_rules(), region="ID")
    rows = [json.loads(line) for path in sorted(LISTINGS.glob("*.jsonl")) for line in path.read_text().splitlines()]
    found = [
        listing_from_json(
            {"url": f"https://{row['site']}.example/{row['id']}", "source": row["site"], **row, "extra": {}}
        )
        for row in rows
    ]
    with Store.open(config(tmp_path_factory.mktemp("town"))) as store:
        listings.save_batch(store, "r1", [Judged(one, engine.judge(one)) for one in found])
        place_waiting(store)
        yield store


def test_an_operation_of_eight_listings_on_three_sites_with_two_phones_is_one_cluster(town):
    with town.reader() as conn:
        number, size = clusters.largest(conn, 1)[0]
        facts = facts_of(conn, clusters.members(conn, number))
        network = around(conn, clusters.members(conn, number), 0)
    phones = {edge.other for edge in network.edges if edge.kind == "contact" and edge.weight}
    assert (size, len(facts.sources), len(phones)) == (8, 3, 2)
    assert facts.sellers > 2
    assert {"act", "means"} <= set(facts.slots)
    assert all(edge.reason for edge in network.edges)


def test_the_operation_is_one_line_of_its_lane_with_its_reasons(town):
    with town.reader() as conn:
        number, _ = clusters.largest(conn, 1)[0]
        rows = cluster_listings.listings(conn, clusters.members(conn, number))
        network = around(conn, [row.id for row in rows], 0)
        obscured = conn.execute(
            "SELECT count(DISTINCT s.listing_id) FROM listing_contacts AS s JOIN link_listings USING (listing_id)"
            " WHERE s.obscured AND cluster_id = ?",
            (number,),
        ).fetchone()[0]
    assert sum(row.lead is not None for row in rows) > 1
    lines = [row for row in leads.queue(town, by_cluster=True, limit=200).rows if row.cluster == number]
    assert [line.lane for line in lines].count("adult") == 1
    assert len({line.lane for line in lines}) == len(lines), "one line, and one in the closed lane of children"
    told = {number for line in lines for number in (line.id, *line.beside)}
    assert told == {row.lead for row in rows if row.lead is not None}
    assert {row.id for row in rows} <= {int(edge.one.partition("/")[2]) for edge in network.edges if edge.weight}
    assert obscured, "a contact that is obscured joins too"
    assert len({row.seller for row in rows}) > 2, "under changed names"


def test_shops_that_share_a_couriers_phone_are_not_joined_and_it_is_said_why(town):
    with town.reader() as conn:
        couriers = conn.execute("SELECT \"key\", reason FROM link_key_states WHERE state = 'aside'").fetchall()
        shops = [linking.with_key(conn, row["key"]) for row in couriers]
        assert [clusters.of_listing(conn, number) for some in shops for number in some] == [None] * sum(map(len, shops))
    assert any(len(some) > 1 and "courier" in row["reason"] for some, row in zip(shops, couriers, strict=True))
    shop_leads = {
        row.cluster for row in leads.queue(town, by_cluster=True, limit=200).rows if row.listing_id in shops[0]
    }
    assert shop_leads <= {None}


def test_a_rebuilding_finds_the_same_town(town):
    with town.reader() as conn:
        before = [(number, clusters.members(conn, number)) for number, _ in clusters.largest(conn, 50)]
    rebuild(town)
    with town.reader() as conn:
        assert [(number, clusters.members(conn, number)) for number, _ in clusters.largest(conn, 50)] == before
