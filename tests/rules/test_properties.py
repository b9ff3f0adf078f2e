"""What must hold of every text: judging never raises, spans slice to what was read, and a verdict depends on the listing
and the rules alone: not on what was judged before, on order, or on how many processes share the work.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rules_house import project_engine, rule_set

from rules.engine import Engine
from rules.history import Past, judge_each
from rules.loader import RuleSet
from sandi.listing import KINDS, Listing
from sandi.verdict import Verdict, verdict_from_json

PIECES = st.sampled_from(
    [
        "loker", "L0ker", "kamboja", "K4mb0ja", "k.a.m.b.o.j.a", "#lokerkamboja", "ajobmak", "tanpa ijazah", "potong gaji",
        "paspor ditahan", "gaji 18 jt", "Rp 5.000.000/bln", "umur 22", "umur 12-17", "tb 158", "bisa masak", "penurut",
        "lemari", "boneka", "kucing", "bayi", "cari adopter", "ganti biaya", "polisi", "minat hubungi", "0812-0000-1234",
        "nol delapan satu dua nol nol nol nol satu dua tiga empat", "t.me/contoh_x", "@contoh_x", "asal NTT", "ke Taiwan",
        "berangkat lusa", "SIP3MI 123/2024", "tolong adik saya", "open bo", "tidak ada", "🔥", "\u200b", "\u0336", "\ud800",
        "\n\n", "\n", " ", ". ", "1. ", "2. ", "ＫＡＭＢＯＪＡ", "𝐤𝐚𝐦𝐛𝐨𝐣𝐚", "каmbоја", "½", "🇰🇭", "é",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=24).map(" ".join),
    st.lists(PIECES, max_size=24).map("".join),
    st.text(st.characters(codec=None), max_size=80),
)
LISTINGS = st.builds(
    Listing,
    url=st.just("https://example.org/1"),
    title=st.one_of(st.just(""), TEXTS),
    text=TEXTS,
    kind=st.sampled_from(KINDS),
    category=st.sampled_from(["", "Furniture", "Lowongan"]),
    price=st.one_of(st.none(), st.floats(0, 1e12)),
)
MODEST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def real() -> Engine:
    return project_engine()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    return rule_set(tmp_path_factory.mktemp("rules"))


def places(verdict: Verdict) -> Iterator[tuple[str, int, int, str | None]]:
    """Every place that a verdict marks, with the words it says stand there."""
    for hit in verdict.hits:
        yield from ((span.field, span.start, span.end, span.raw) for span in hit.spans)
    yield from ((one.field, one.start, one.end, one.raw) for one in verdict.counter if one.field)
    yield from ((one.field, one.start, one.end, None) for one in verdict.contacts)


@MODEST
@given(LISTINGS)
def test_every_listing_is_judged_and_places_slice_to_what_was_read(real: Engine, listing: Listing) -> None:
    verdict = real.judge(listing)
    for field, start, end, raw in places(verdict):
        published = getattr(listing, field)
        assert 0 <= start < end <= len(published)
        assert raw is None or published[start:end] == raw
    assert verdict_from_json(verdict.to_json()) == verdict
    assert real.judge_closely(listing) == verdict, "the first look hides nothing"


@MODEST
@given(st.lists(LISTINGS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_a_verdict_does_not_depend_on_what_was_judged_before(
    real: Engine, listings: list[Listing], random: object
) -> None:
    verdicts = [real.judge(one) for one in listings]
    order = list(range(len(listings)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = {at: real.judge(listings[at]) for at in order}
    assert [again[at] for at in range(len(listings))] == verdicts


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LISTINGS, min_size=1, max_size=30))
def test_a_verdict_does_not_depend_on_the_number_of_processes(house: RuleSet, listings: list[Listing]) -> None:
    pasts = [(Past(str(n)), one) for n, one in enumerate(listings)]
    alone = list(judge_each([house], pasts, workers=1))
    assert alone == [(past, (Engine(house).judge(one),)) for past, one in pasts]
    assert list(judge_each([house], pasts, workers=2)) == alone
