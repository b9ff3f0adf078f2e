"""No listing takes unbounded work or room, however long it is, however much stands in it, however it is written."""

from __future__ import annotations

from collections import Counter

import pytest
from rules_house import project_engine

from rules.engine import SPANS_KEPT, Engine
from sandi.listing import READ_CHARS, Listing

ADVERT = "Loker Kamboja tanpa ijazah, gaji 18 jt, tiket ditanggung, paspor ditahan bos. WA 0812-0000-1234\n"
MOST_SPANS = 50_000


@pytest.fixture(scope="module")
def engine() -> Engine:
    return project_engine()


LONG = [
    ("10 MB of adverts", ADVERT * (10_000_000 // len(ADVERT))),
    ("100,000 hits of one word", "kamboja " * 100_000),
    ("10 MB without a blank", "kamboja" * (10_000_000 // 7)),
    ("10 MB of obscured words", "k.4.m.b.0.j.4 #lokerkamboja ajobmak " * (10_000_000 // 36)),
    ("10 MB of spaced letters", "l o k e r k a m b o j a " * (10_000_000 // 24)),
    ("10 MB of numbers", "0812-0000-1234 " * (10_000_000 // 15)),
    ("one emoji of 50,000 code points", "kamboja 👩" + "\u200d👩" * 25_000 + " tanpa ijazah"),
    ("lone surrogates", "kam\ud800boja \udfff" * 100_000),
]


@pytest.mark.gauntlet(28)
@pytest.mark.parametrize("text", [text for _, text in LONG], ids=[name for name, _ in LONG])
def test_a_long_listing_is_read_up_to_a_bound(engine: Engine, text: str) -> None:
    verdict = engine.judge(Listing(url="https://example.org/1", text=text))
    spans = [span for hit in verdict.hits for span in hit.spans]
    assert len(spans) < MOST_SPANS
    for span in spans:
        assert 0 <= span.start < span.end <= READ_CHARS
        assert text[span.start : span.end] == span.raw


def test_a_hit_names_twenty_places_of_a_signal_at_most(engine: Engine) -> None:
    advert = "Loker Kamboja tanpa ijazah, gaji 18 jt, chat tele @contoh_x\n\n"
    verdict = engine.judge(Listing(url="u", text=advert * 60))
    assert verdict.verdict == "alert"
    for hit in verdict.hits:
        signals = Counter(span.signal for span in hit.spans)
        assert max(signals.values()) == SPANS_KEPT
        assert [(s.field, s.start) for s in hit.spans] == sorted((s.field, s.start) for s in hit.spans)
