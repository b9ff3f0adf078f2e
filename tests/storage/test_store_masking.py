from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandi.listing import Listing
from sandi.verdict import Contact, Verdict
from storage.masking import MASK, Hider, mask_text, masked_value, scrubbed, scrubbed_url
from storage.records import Judged
from storage.veil import Veil


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6))
def test_masking_keeps_length_and_leaves_no_letter_or_digit_in_a_span(text, spans):
    masked = mask_text(text, spans)
    assert len(masked) == len(text)
    inside = {place for start, end in spans for place in range(max(start, 0), min(end, len(text)))}
    for place, (old, new) in enumerate(zip(text, masked, strict=True)):
        if place in inside:
            assert not new.isalnum()
            assert not new.isnumeric()
        else:
            assert new == old


DIGITS = st.text("0123456789", min_size=8, max_size=10)
SEPARATORS = st.sampled_from(["", " ", "-", ".", " - "])


@given(DIGITS, SEPARATORS, st.text(max_size=20), st.sampled_from(["0", "+62", "+62 ", "62", ""]))
def test_a_known_number_is_hidden_in_any_usual_spelling(digits, separator, around, lead):
    number = "81" + digits
    written = lead + separator.join([number[:3], number[3:7], number[7:]])
    hider = Hider([Contact("phone", f"+62{number}", "text", 0, 0, False)])
    for hide in (hider.field, lambda text, _: hider.loose(text)):
        masked = hide(f"{around}| {written} |{around}", [])
        shown = masked[len(around) : len(masked) - len(around)]
        assert not any(char.isdigit() for char in shown)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+6281200001207", "+62 ••••-••••-•-07"),
        ("whatsapp", "+85512000034", "+855 ••••-••-34"),
        ("phone", "110", "•••"),
        ("telegram", "bunga_kerja", "@b••••"),
        ("line", "abc", "@•••••"),
        ("email", "bunga.kerja@contoh.example", "b••••@•••.example"),
        ("url", "https://t.me/+AbCdEf123", "t.me/•••••"),
        ("url", "www.bunga99.example/AbC", "•••.example/•••••"),
        ("url", "[", "•••/•••••"),
    ],
)
def test_masked_values(kind, value, shown):
    assert masked_value(kind, value) == shown


@given(st.sampled_from(["phone", "whatsapp", "email", "url", "line"]), st.text(max_size=40))
def test_a_masked_value_never_fails_nor_shows_three_digits_running(kind, value):
    shown = masked_value(kind, value)
    if kind not in ("url", "phone", "whatsapp"):
        assert not any(char.isdigit() for char in shown.split(".")[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hubungi 081200001234 ya", "hubungi •••••••••••• ya"),
        ("ditulis a.b@contoh.example", "ditulis •.•@••••••.•••••••"),
        ("akun @bunga_k", "akun @•••••_•"),
        ("gaji 15.000.000 per bulan", "gaji 15.000.000 per bulan"),
        ("no urut 12345678", "no urut ••••••••"),
        ("tahun 2026", "tahun 2026"),
    ],
)
def test_notes_and_messages_are_scrubbed(text, expected):
    assert scrubbed(text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://pasar.example/item/1234567890", "https://pasar.example/item/1234567890"),
        ("https://pasar.example/wa/6281200001234?x=1", f"https://pasar.example/wa/{MASK * 13}?x=1"),
        ("https://pasar.example/?tel=081200001234", f"https://pasar.example/?tel={MASK * 12}"),
        ("https://pasar.example/?m=a.b%40contoh.example", "https://pasar.example/?m=•.•%••••••••.•••••••"),
    ],
)
def test_an_address_is_masked_only_where_a_contact_stands(url, expected):
    assert scrubbed_url(url) == expected


def test_every_field_of_a_listing_is_veiled_with_its_length():
    one = Listing(
        url="https://pasar.example/u/bunga_kerja99/5",
        title="Hubungi 0812 0000 7341",
        text="tele bunga_kerja99, lagi: 081200007341",
        price=81200007341.0,
        seller="Bunga 6281200007341",
        location="dekat @bunga_kerja99",
        category="no 81200007341",
        extra={"wa 081200007341": "0812.0000.7341"},
        images=("https://gambar.example/081200007341.jpg",),
    )
    contacts = (
        Contact("phone", "+6281200007341", "title", 8, 22, False),
        Contact("telegram", "bunga_kerja99", "text", 5, 18, False),
    )
    veil = Veil(Judged(one, Verdict(one.url, "quiet", contacts=contacts)))
    columns = veil.columns() | {"url": veil.url()}
    for name, value in columns.items():
        assert "7341" not in str(value), name
        assert "bunga_kerja99" not in str(value), name
    assert columns["price"] is None
    for name in ("title", "text", "seller", "location", "category"):
        assert len(columns[name]) == len(getattr(one, name))
    assert columns["url"] == "https://pasar.example/u/•••••_•••••••/5"


def test_an_ordinary_price_and_text_stay():
    one = Listing(
        url="https://a.example/1", title="Lemari", text="Rp 12.500.000, jam 08.00-17.00 5 hari", price=12500000.0
    )
    columns = Veil(Judged(one, Verdict(one.url, "quiet"))).columns()
    assert (columns["text"], columns["price"]) == (one.text, one.price)


@pytest.mark.parametrize("text", ["a" * 300_000, "a.b-" * 75_000, "a@" * 150_000, "0 8 1 " * 48_000, "+62 " * 75_000])
def test_a_long_text_is_masked_in_time_that_grows_with_its_length(text):
    """By the square of the length it would be a quarter of an hour, which the guard of every test ends."""
    hider = Hider([Contact("telegram", "bunga_kerja99", "text", 0, 0, False)], ["0 8 1 2 0 0 0 0 7 3 4 1"])
    assert len(hider.field(text, ())) == len(text)
    for hide in (hider.loose, hider.url):
        assert len(hide(text)) <= len(text)
