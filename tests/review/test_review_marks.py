"""Marks, evidence and changes as plain values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_house import Bench, job, keep

from review.changes import difference
from review.evidence import Sign, _once, evidence_of
from review.filters import Filters, read_filters
from review.marks import Place, number_of, pieces, regions
from review.rule_texts import card
from review.signals import read_signals
from sandi.verdict import RuleText
from storage import leads

PLACES = st.lists(
    st.builds(
        Place,
        field=st.sampled_from(["title", "text", "price"]),
        start=st.integers(-2, 40),
        end=st.integers(-2, 60),
        slot=st.sampled_from(["act", "means"]),
    ),
    max_size=12,
)


@given(text=st.text(max_size=50), places=PLACES)
def test_pieces_join_to_the_text_and_every_place_lies_in_one_mark(text: str, places: list[Place]) -> None:
    found = regions(places)
    for field in ("title", "text"):
        cut = pieces(text, field, found)
        assert "".join(piece.text for piece in cut) == text
        assert all(piece.text for piece in cut)
    for place in places:
        held = place.field != "price" and 0 <= place.start < place.end
        assert bool(number_of(found, place.field, place.start, place.end)) is held
    assert [region.number for region in found] == list(range(1, len(found) + 1))


def test_marks_that_overlap_are_one_and_those_that_touch_are_two() -> None:
    found = regions([Place("text", 0, 5, "act"), Place("text", 3, 8, "means"), Place("text", 8, 9, "act")])
    assert [(r.start, r.end, r.slots) for r in found] == [(0, 8, ("means", "act")), (8, 9, ("act",))]


def test_the_title_is_counted_before_the_text() -> None:
    found = regions([Place("text", 0, 1, "act"), Place("title", 7, 9, "means")])
    assert [(r.field, r.number) for r in found] == [("title", 1), ("text", 2)]


@given(before=st.text(max_size=200), after=st.text(max_size=200))
def test_a_difference_leads_from_the_one_text_to_the_other(before: str, after: str) -> None:
    found = difference(before, after)
    if any(stretch.kind == "gap" for stretch in found):
        return
    assert "".join(s.text for s in found if s.kind != "ins") == before
    assert "".join(s.text for s in found if s.kind != "del") == after


def test_what_stayed_is_shortened() -> None:
    words = " ".join(f"kata{n}" for n in range(60))
    kinds = [stretch.kind for stretch in difference(words + " lama", words + " baru")]
    assert kinds == ["gap", "same", "del", "ins"]


@pytest.mark.parametrize("query", ["", "state=kept&tactic=fake-job&lane=child&source=x+y&q=a%26b&cursor=83_2"])
def test_a_filter_is_its_address(query: str) -> None:
    from urllib.parse import parse_qsl

    filters = read_filters(dict(parse_qsl(query)))
    assert read_filters(dict(parse_qsl(filters.query))) == filters
    assert Filters().url == "/leads"


def test_the_same_place_read_by_two_rules_is_one_sign(bench: Bench) -> None:
    lead = leads.get(bench.store, 1)
    assert lead is not None
    evidence = evidence_of(lead, {})
    assert [(sign.number, sign.slot, sign.raw) for sign in evidence.signs] == [
        (1, "act", "K4mb0ja"),
        (2, "means", "tanpa pengalaman"),
        (3, "means", "tiket ditanggung"),
    ]
    assert evidence.filled == ("act", "means")
    assert evidence.empty == ("purpose", "person", "deal")
    assert not evidence.cut


def test_a_place_that_was_read_twice_is_shown_once_in_its_plainest_reading() -> None:
    def read(raw: str, read_as: str) -> Sign:
        return Sign(1, "text", "act", "job.hiring", raw, read_as, ())

    shown = _once([read("loker", "lowongan"), read("loker", "loker"), read("g.i", "(gi"), read("g.i", "gi")])
    assert [sign.read_as for sign in shown] == ["loker", "gi"]


def test_signals_are_told_with_evidence_and_source() -> None:
    cards = read_signals()
    assert cards
    assert all(card.evidence and card.sources for card in cards.values())


def test_a_rule_text_that_cannot_be_read_still_names_its_rule() -> None:
    found = card(RuleText("old-rule", 2, "An old rule", "fake-job", "0" * 64, "title: [unclosed"))
    assert (found.rule, found.title, found.harmless) == ("old-rule", "An old rule", ())


def test_a_lead_of_a_rule_whose_text_was_not_kept_is_shown(bench: Bench) -> None:
    keep(bench.store, job(9, text="Tanpa aturan", score=99))
    assert bench.client.get("/leads/6").status_code == 200
