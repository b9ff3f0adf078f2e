from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree

import networkx as nx
import orjson
import pytest
from click.testing import CliRunner

from linking.facts import facts_of
from linking.placing import place_waiting
from sandi.cli import main
from storage import watches
from storage.records import Judged
from tests.linking.link_house import SHOPS, keep, work

PHONE = "phone:+6281200000001"


@pytest.fixture
def town(store, monkeypatch):
    """Eight listings of one operation on three sites, and two shops that share a courier's number."""
    monkeypatch.setenv("SANDI_KEYS", str(store.config.keys))
    names = ("Bu Rina", "Pak Joko", "Bu R1na", "Mbak Sari")
    for number in range(1, 9):
        text = work(name=names[number % 4], where=("Batam", "Medan")[number % 2], pay=number + 4)
        held = [PHONE] if number < 5 else ["phone:+6281200000002"]
        site = ("pasar", "iklan", "kerja")[number % 3]
        kind = "alert" if number < 3 else "quiet"
        keep(
            store,
            number,
            text.replace("pelayan", "p3layan") if number == 6 else text,
            *held,
            source=site,
            kind=kind,
        )
    keep(store, 9, SHOPS[0], "phone:+6281200000011", "phone:+6281200000099")
    keep(store, 10, SHOPS[1], "phone:+6281200000012", "phone:+6281200000099")
    place_waiting(store)
    return store.config.data


def run(town, *words, code=0):
    done = CliRunner().invoke(main, ["--data", str(town), *words])
    assert done.exit_code == code, done.output
    return done.output


def test_an_operation_is_one_cluster_with_its_reasons_and_two_shops_are_none(town):
    stats = orjson.loads(run(town, "links", "stats", "--json"))
    assert [one["listings"] for one in stats["largest"]] == [8]
    shown = run(town, "links", "show", "1")
    for word in (
        "8 listings",
        "iklan 3",
        "template",
        "[name:",
        "[place:",
        "[price:",
        "alike",
    ):
        assert word in shown
    assert "0812" not in shown
    assert "does not join: only beside" in run(town, "links", "show", "listing/9")
    ((why, listings),) = [(one["reason"], one["listings"]) for one in stats["silent"]]
    assert ("2 sellers who share nothing else" in why, listings) == (True, 2)
    assert "only beside the own" in run(town, "links", "stats")


def test_a_contact_is_a_node_with_where_and_when_it_was_seen(town):
    nodes = orjson.loads(run(town, "links", "show", "0812-0000-0001", "--hops", "0", "--json"))["nodes"]
    (phone,) = [node for node in nodes if node["kind"] == "number"]
    assert (phone["listings"], phone["sellers"], phone["source"]) == (4, 4, "iklan, kerja, pasar")
    assert phone["places"] == "Kepulauan Riau"
    assert phone["first_seen"] <= phone["last_seen"]
    alone = orjson.loads(run(town, "links", "show", "listing/10", "--hops", "0", "--json"))["nodes"]
    assert sorted(node["listings"] for node in alone if node["kind"] == "number") == [1, 2], "those it has alone too"


def test_a_contact_is_found_in_any_spelling_and_a_listing_by_its_address(town):
    for what in ("0812-0000-0001", "+62 812 0000 0001", "https://pasar.example/3", "listing/3", "cluster/1"):
        assert "listing/1" in run(town, "links", "show", what), what
    assert "no cluster, listing or contact" in run(town, "links", "show", "0812-0000-7777", code=2)
    assert "there is no cluster 77" in run(town, "links", "show", "77", code=2)


def test_hops_go_further_step_by_step(town, store):
    keep(store, 21, SHOPS[2], "telegram:satu")
    keep(store, 22, SHOPS[3], "telegram:satu", "telegram:dua")
    keep(store, 23, "Kaos polos", "telegram:dua")
    place_waiting(store)

    def listings(hops):
        found = orjson.loads(run(town, "links", "show", "https://pasar.example/21", "--hops", str(hops), "--json"))
        return [(node["id"], node["hops"]) for node in found["nodes"] if node["kind"] == "listing"]

    assert [len(listings(hops)) for hops in (0, 1, 2, 3)] == [1, 2, 3, 3]
    assert [hops for _, hops in listings(2)] == [0, 1, 2]


def test_the_graph_is_written_for_other_tools(town):
    xml = ElementTree.fromstring(run(town, "links", "show", "1", "--graphml"))
    assert len([node for node in xml.iter() if node.tag.endswith("}node")]) == 10
    rows = list(csv.DictReader(io.StringIO(run(town, "links", "show", "1", "--csv"))))
    assert {row["kind"] for row in rows} == {"contact", "template"}
    assert all(0 <= float(row["weight"]) <= 1 for row in rows)
    assert "choose one" in run(town, "links", "show", "1", "--csv", "--json", code=2)
    audit = CliRunner().invoke(main, ["--data", str(town), "db", "verify"])
    assert audit.exit_code == 0


def test_other_tools_read_the_same_graph_from_graphml_and_from_csv(town, store, tmp_path):
    keep(store, 3, "<b>\x0b\ud7ff\x00 \ufffe&amp;\u202e =1+1 Kaos </b>", "phone:+6281200000001", run="r2")
    place_waiting(store)
    wanted = orjson.loads(run(town, "links", "show", "1", "--json"))
    nodes = {node["id"]: node for node in wanted["nodes"]}
    edges = {frozenset((edge["one"], edge["other"])): edge for edge in wanted["edges"]}
    xml, table = tmp_path / "op.graphml", tmp_path / "op.csv"
    xml.write_text(run(town, "links", "show", "1", "--graphml"))
    table.write_text(run(town, "links", "show", "1", "--csv"))

    read = nx.read_graphml(xml)
    assert set(read.nodes) == nodes.keys()
    assert {frozenset(pair) for pair in read.edges} == edges.keys()
    for name, values in read.nodes(data=True):
        assert {"kind", "label", "hops", "source", "verdict", "first_seen", "last_seen", "note"} <= values.keys()
        assert (values["kind"], values["hops"]) == (nodes[name]["kind"], nodes[name]["hops"])
    for one, other, values in read.edges(data=True):
        assert values["weight"] == pytest.approx(edges[frozenset((one, other))]["weight"])
        assert values["reason"] == edges[frozenset((one, other))]["reason"]

    with table.open(newline="") as rows:
        drawn = nx.Graph((row["one"], row["other"], {"weight": float(row["weight"])}) for row in csv.DictReader(rows))
    assert {frozenset(pair) for pair in drawn.edges} == edges.keys()
    assert all(values["weight"] == edges[frozenset((a, b))]["weight"] for a, b, values in drawn.edges(data=True))


def test_what_the_child_lane_says_is_closed_until_it_is_asked_for(town, store):
    keep(store, 11, "Anak kecil jaga warung dari pagi, tidak sekolah", PHONE, lane="child", kind="alert")
    keep(store, 12, "Anak kecil jaga warung dari subuh, tidak sekolah", PHONE, lane="child", kind="alert")
    place_waiting(store)
    for verb in (("links", "show", "1"), ("leads", "show", "cluster/1")):
        ways = [(), ("--json",), *([("--graphml",)] if verb[0] == "links" else [])]
        for way in ways:
            assert "warung" not in run(town, *verb, *way)
        assert "--text shows it" in run(town, *verb)
        assert "warung" in run(town, *verb, "--text")
    with store.reader() as conn:
        assert "pelayan" in str(facts_of(conn, list(range(1, 13))).template), "that of the lane of adults"
    assert "warung" not in run(town, "links", "stats", "--json")


def test_rebuilding_says_what_it_found(town):
    made = orjson.loads(run(town, "links", "rebuild", "--json"))
    assert (made["listings"], made["clusters"], made["silent"]) == (10, 1, 1)
    assert "waiting 0" in run(town, "links", "stats")


def test_a_watched_contact_raises_the_leads_of_old_and_new_listings_once(town, store):
    said = orjson.loads(run(town, "watch", "add", "--contact", "0812 0000 0002", "--reason", "kasus 12", "--json"))
    assert said["raised"] == 4
    assert watches.unnotified(store) == [], "who added it was told"
    keep(store, 11, SHOPS[2], "whatsapp:+6281200000002")
    assert place_waiting(store).raised == 1
    assert watches.unnotified(store) == [(1, 11)]
    keep(store, 11, SHOPS[2] + " baru", "whatsapp:+6281200000002", run="r2")
    assert place_waiting(store).raised == 0
    leads = orjson.loads(run(town, "leads", "list", "--by", "listing", "--json"))
    assert len(leads) == 7
    listed = run(town, "watch", "list")
    assert "kasus 12" in listed
    assert "0002" not in listed
    assert "removed" in run(town, "watch", "remove", "1")
    assert "no watch 1" in run(town, "watch", "remove", "1", code=2)
    assert "Nothing is followed" in run(town, "watch", "list")
    assert "removed" in run(town, "watch", "list", "--all")


def test_a_watched_phrase_is_heard_in_any_spelling_and_a_template_with_other_words(town, store):
    run(town, "watch", "add", "--phrase", "anggrek bulan", "--reason", "uji", "--days", "0")
    run(town, "watch", "add", "--template", "9", "--reason", "uji")
    keep(store, 12, "Jual A N G G R 3 K  bul4n putih, sehat")
    keep(store, 13, SHOPS[0].replace("mulus", "bagus"))
    keep(store, 14, SHOPS[2])
    assert place_waiting(store).raised == 2
    assert "at least 6 letters" in run(town, "watch", "add", "--phrase", "ok", "--reason", "x", code=2)
    assert "name one of" in run(town, "watch", "add", "--reason", "x", code=2)


def test_an_expired_watch_raises_nothing(town, store):
    watches.add(store, "phrase", "x", ["angrekbulan"], owner="u", reason="uji", expires_at="2020-01-01T00:00:00+00:00")
    keep(store, 12, "Jual anggrek bulan putih yang sehat dan besar")
    assert place_waiting(store).raised == 0


def test_facts_of_a_cluster_join_slots_of_listings_that_alone_do_not_alert(store):
    from dataclasses import replace

    from linking.facts import facts_of
    from sandi.listing import Listing
    from sandi.verdict import Verdict
    from storage import listings

    for number, slots in ((1, ("act",)), (2, ("means", "deal"))):
        one = Listing(
            url=f"https://pasar.example/{number}",
            source="pasar",
            seller="A",
            text=work(pay=number) + " usia 17-21 di Surabaya",
            price=1e6 * number,
            currency="IDR",
            posted_at=f"2026-11-0{number}T00:00:00+07:00",
        )
        listings.save_batch(store, "r", [Judged(one, replace(Verdict(one.url, "watch"), slots=slots))])
    with store.reader() as conn:
        facts = facts_of(conn, [1, 2])
    assert (facts.together, facts.slots, facts.sellers, facts.rhythm_days) == (True, ("act", "means", "deal"), 1, 1.0)
    assert (facts.price_idr, facts.ages) == ((1e6, 2e6), (17.0, 21.0))
    assert {"Kepulauan Riau", "Jawa Timur"} <= set(facts.provinces)
    assert {"recruiter", "transport", "lodging"} <= set(facts.roles)
