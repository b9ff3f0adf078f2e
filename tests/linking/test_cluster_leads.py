"""`sandi leads` with clusters: one line, one decision, exceptions, and a decision that stays when a cluster grows."""

from __future__ import annotations

import orjson
import pytest
from click.testing import CliRunner
from store_house import config

from linking.placing import place_waiting
from sandi.cli import main
from storage.database import Store
from tests.linking.link_house import SHOPS, keep, work

PHONE = "phone:+6281200000001"


@pytest.fixture
def queue(tmp_path, monkeypatch):
    """Four leads of one cluster, and one lead of its own."""
    monkeypatch.setenv("SANDI_KEYS", str(tmp_path / "keys"))
    with Store.open(config(tmp_path)) as store:
        for number in range(1, 5):
            keep(store, number, work(pay=number), PHONE, kind="alert")
        keep(store, 5, SHOPS[0], kind="alert")
        place_waiting(store)
    return tmp_path / "data"


def run(queue, *words, code=0):
    done = CliRunner().invoke(main, ["--data", str(queue), "leads", *words])
    assert done.exit_code == code, done.output
    return done.output


def found(queue, *words):
    return orjson.loads(run(queue, *words, "--json"))


def states(queue):
    return {one["id"]: one["state"] for one in found(queue, "list", "--by", "listing", "--state", "all")}


def test_a_cluster_has_one_line_that_names_the_others(queue):
    rows = found(queue, "list")
    assert [(row["id"], row["cluster"], row["cluster_leads"]) for row in rows] == [(1, 1, [2, 3, 4]), (5, None, [])]
    assert "[cluster/1: 4 leads] " in run(queue, "list")
    assert len(found(queue, "list", "--by", "listing")) == 5


def test_a_cluster_is_decided_as_one_with_exceptions_and_taken_back(queue):
    run(queue, "decide", "3", "dismiss", "--reason", "duplicate")
    made = found(queue, "decide", "cluster/1", "keep", "--reason", "third-party-control", "--except", "4")
    assert [lead for lead, _ in made["leads"]] == [1, 2]
    assert states(queue) == {1: "kept", 2: "kept", 3: "dismissed", 4: "open", 5: "open"}
    assert "without 4" in run(queue, "show", "cluster/1")
    assert found(queue, "undo", "cluster/1")["leads"] == [1, 2]
    assert states(queue) == {1: "open", 2: "open", 3: "dismissed", 4: "open", 5: "open"}
    assert "no decision to take back" in run(queue, "undo", "cluster/1", code=2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["decide", "cluster/1", "keep", "--reason", "duplicate"], "no reason for it"),
        (
            ["decide", "cluster/1", "keep", "--reason", "other", "--note", "x", "--except", "5"],
            "no open lead of cluster 1: 5",
        ),
        (["decide", "cluster/9", "keep", "--reason", "possible-minor"], "no cluster 9"),
        (["decide", "5", "keep", "--reason", "possible-minor", "--except", "1"], "belongs to a cluster"),
        (["show", "klaster/1"], "nor a cluster such as"),
        (["show", "cluster/7"], "no cluster 7"),
    ],
)
def test_what_cannot_be_decided_changes_nothing(queue, words, said):
    assert said in run(queue, *words, code=2)
    assert set(states(queue).values()) == {"open"}


def test_a_cluster_that_grew_is_read_again_before_it_is_decided(queue, tmp_path):
    from storage import cluster_decisions
    from storage.decisions import DecisionError

    with Store.open(config(tmp_path)) as store:
        keep(store, 6, work(pay=9), PHONE, kind="alert")
        place_waiting(store)
        with pytest.raises(DecisionError, match="Read it again"):
            cluster_decisions.decide(
                store, 1, decision="keep", reason="possible-minor", actor="rani", via="web", seen_version=1
            )


def test_the_decisions_stay_when_the_cluster_is_rebuilt_and_joined_by_another(queue, tmp_path):
    run(queue, "decide", "cluster/1", "escalate", "--reason", "immediate-danger")
    with Store.open(config(tmp_path)) as store:
        for number in (7, 8):
            keep(store, number, SHOPS[2], "telegram:lain", kind="alert")
        place_waiting(store)
        keep(store, 9, SHOPS[3], "telegram:lain", PHONE)
        place_waiting(store)
    shown = found(queue, "show", "cluster/2")
    assert (shown["cluster"], len(shown["decisions"]), shown["facts"]["listings"]) == (1, 1, 7)
    assert [lead["state"] for lead in shown["leads"]].count("open") == 2
