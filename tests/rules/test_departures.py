"""When somebody is to leave: days counted from the posting, dates as ISO 8601."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.departures import posted_on, read_departures
from rules.fold import fold

POSTED = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("text", "low", "high", "day"),
    [
        ("Berangkat tgl 12 Desember", 19, 19, "2026-12-12"),
        ("Keberangkatan: 12/12/2026", 19, 19, "2026-12-12"),
        ("Jadwal terbang 5 Jan 2027", 43, 43, "2027-01-05"),
        ("flight on December 3", 10, 10, "2026-12-03"),
        ("depart 2026-12-01", 8, 8, "2026-12-01"),
        ("berangkat tgl. 3/1", 41, 41, "2027-01-03"),
        ("berangkat tgl 5", 12, 12, "2026-12-05"),
        ("berangkat 20 November", -3, -3, "2026-11-20"),
        ("Berangkat:\n12 Des 2026", 19, 19, "2026-12-12"),
        ("berangkat akhir desember", 28, 38, "2026-12"),
        ("berangkat bulan Januari", 39, 69, "2027-01"),
        ("besok kapal berangkat", 1, 1, "2026-11-24"),
        ("ｂｅｒａｎｇｋａｔ lusa", 2, 2, "2026-11-25"),
        ("malam ini juga diberangkatkan", 0, 0, "2026-11-23"),
        ("berangkat senin", 0, 0, "2026-11-23"),
        ("berangkat hari Sabtu", 5, 5, "2026-11-28"),
        ("berangkat 2 minggu lagi", 14, 14, "2026-12-07"),
        ("seminggu berangkat", 7, 7, "2026-11-30"),
        ("within 3 days fly", 0, 3, ""),
        ("berangkat dalam dua minggu", 0, 14, ""),
        ("proses 1-2 bulan terbang", 30, 60, ""),
        ("berangkat minggu depan", 1, 14, ""),
        ("berangkat bulan depan", 1, 62, ""),
        ("berangkat bulan ini", 0, 31, ""),
        ("berangkat minggu ini", 0, 7, ""),
    ],
)
def test_a_departure(text: str, low: int, high: int, day: str) -> None:
    [found] = read_departures(fold(text), POSTED)
    assert (found.low, found.high, found.day) == (low, high, day)


@pytest.mark.parametrize(
    ("text", "low", "high", "day"),
    [
        ("berangkat tgl 12 Desember", None, None, "--12-12"),
        ("berangkat 12/12/2026", None, None, "2026-12-12"),
        ("berangkat desember", None, None, "--12"),
        ("berangkat besok", 1, 1, ""),
        ("berangkat senin", 0, 7, ""),
        ("berangkat tgl 5", 0, 31, ""),
    ],
)
def test_without_the_day_of_posting_a_date_has_no_days(text: str, low: int | None, high: int | None, day: str) -> None:
    [found] = read_departures(fold(text))
    assert (found.low, found.high, found.day) == (low, high, day)


@pytest.mark.parametrize(
    "text",
    [
        "kontrak 2 tahun, gaji 5 juta",
        "sudah berangkat 15 orang",
        "berangkat 31 februari",
        "berangkat 99/99/2026",
        "berangkat 2026-13-45",
        "Kami berangkat. Promo sampai 12 Desember",
        "lahir 12 Desember 2001",
    ],
)
def test_no_departure(text: str) -> None:
    assert read_departures(fold(text), POSTED) == ()


def test_several_departures_stand_in_the_order_of_the_text() -> None:
    found = read_departures(fold("Terbang 1 Desember ke Taiwan. Terbang 9 Desember ke Hong Kong."), POSTED)
    assert [one.day for one in found] == ["2026-12-01", "2026-12-09"]


@pytest.mark.parametrize(
    ("posted", "seen", "day"),
    [
        ("2026-11-23T10:00:00+07:00", None, date(2026, 11, 23)),
        (None, "2026-11-24T10:00:00+07:00", date(2026, 11, 24)),
        ("yesterday", "2026-11-24T10:00:00+07:00", date(2026, 11, 24)),
        ("9999-12-31T00:00:00+00:00", None, None),
        (None, None, None),
    ],
)
def test_the_day_of_posting(posted: str | None, seen: str | None, day: date | None) -> None:
    assert posted_on(posted, seen) == day


@given(
    st.lists(
        st.sampled_from(["berangkat", "tgl", "31", "feb", "12/12/26", "akhir", "besok", "3 hari", "\n", ":", "é"])
    ),
    st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31)),
)
def test_every_text_is_read_and_spans_lie_inside(words: list[str], posted: date | None) -> None:
    folded = fold(" ".join(words))
    for found in read_departures(folded, posted):
        start, end = found.raw_span(folded)
        assert 0 <= start < end <= len(folded.raw)
        assert found.low is None or found.high is None or found.low <= found.high
