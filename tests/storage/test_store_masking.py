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


@pytest.mark.parametrize(
    "part",
    [
        "812-0000-7341", "0-8-1-2-0-0-0-0-7-3-4-1", "0812_0000_7341", "012-000-7341", "%30812%30000-7341", "％20",
        "nol-delapan-satu-dua-nol-nol-nol-nol-tujuh-tiga", "kosong-8-satu-2-0000-tujuh-341", "０８１２００００７３４１", "⓪⑧①②⓪⓪⓪⓪⑦③④①",
        "+855-12-000-734", "ig-bunga_kerja99", "hubungi-telegram-bungakerja99", "t-me-bungakerja", "bungakerja99-gmail-com",
        "bunga-at-yahoo-com", "wechat:bungakerja99", "a.b%40contoh.example",
    ],
)  # fmt: skip
def test_what_reads_as_a_contact_in_an_address_is_masked(part):
    shown = scrubbed_url(f"https://pasar.example/iklan/{part}?halaman=2")
    if part == "％20":  # no contact, only odd
        assert part in shown
        return
    assert shown.startswith("https://pasar.example/iklan/")
    assert shown.endswith("?halaman=2")
    left = shown.removeprefix("https://pasar.example/iklan/").removesuffix("?halaman=2")
    assert not any(char.isalnum() for char in left.removeprefix("hubungi-"))


def test_words_beside_a_contact_in_an_address_stay():
    shown = scrubbed_url("https://pasar.example/kerja-wa-812-0000-7341-17?dari=batam")
    assert shown == "https://pasar.example/kerja-wa-•••-••••-••••-••?dari=batam"


def test_the_account_in_an_address_is_masked_and_the_post_is_not():
    assert scrubbed_url("https://toot.example/@bunga/123456789012") == "https://toot.example/@•••••/123456789012"


@pytest.mark.parametrize(
    "path",
    [
        "item/1234567890123", "2026/11/23/loker-pabrik", "loker-23-11-2026-batam", "iphone-13-128-256-2023", "sepatu-36-37-38-39-40-41-42-43",
        "rumah-3-kamar-2-lantai", "line-up-2026", "telegram-resmi", "outlook-2026", "satu-set-kursi-tiga-dudukan", "?lat=-6.2000001&lng=106.8166667",
        "mobil-82-500-000", "jual-ig-murah", "samsung-a05-128-2023",
    ],
)  # fmt: skip
def test_an_ordinary_address_stays_as_it_is(path):
    assert scrubbed_url(f"https://pasar.example/{path}") == f"https://pasar.example/{path}"


@pytest.mark.parametrize(
    "contact",
    [
        "@bunga_kerja99", "@bungakerja", "812 0000 7341", "812-0000-7341", "81200007341", "012-000 7341", "(021) 555 0734", "BCA 1234567890",
        "rek mandiri 900-00-1234567-4", "3173000101900001", "signal bungakerja.99", "wechat: bungakerja99", "discord bunga#9911",
        "pin bbm 5A7B9C1D", "bungakerja99 gmail",
    ],
)  # fmt: skip
def test_what_no_rule_reads_as_a_contact_is_masked_in_a_text_by_its_shape(contact):
    one = Listing(url="https://a.example/1", title=f"Hubungi {contact} ya", text=f"Minat? {contact}, cepat.")
    columns = Veil(Judged(one, Verdict(one.url, "quiet"))).columns()
    allowed = {"pin", "signal", "wechat", "rek", "mandiri", "bca"}
    for shown in (columns["title"].removeprefix("Hubungi "), columns["text"].removeprefix("Minat? ")):
        left = shown.removesuffix(" ya").removesuffix(", cepat.").lower()
        assert {word for word in left.replace(":", " ").split() if any(map(str.isalnum, word))} <= allowed


@pytest.mark.parametrize(
    "text",
    [
        "kaos @25rb, isi 12 @Rp5.000", "harga 812.000.000 nego", "Rp 8.125.000 per bulan", "jam 08.00-17.00, 5 hari", "tahun 2026-2027",
        "instagram resmi kami", "warung77 buka", "dana 15.000.000", "line 5 pabrik", "mandiri 2026", "UPC 8997035601234",
    ],
)  # fmt: skip
def test_figures_that_are_no_contact_stay_in_a_text(text):
    one = Listing(url="https://a.example/1", text=text)
    assert Veil(Judged(one, Verdict(one.url, "quiet"))).columns()["text"] == text


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


@pytest.mark.parametrize(
    "text",
    [
        "a" * 300_000,
        "a.b-" * 75_000,
        "a@" * 150_000,
        "0 8 1 " * 48_000,
        "+62 " * 75_000,
        "a-1" * 30_000,
        "bca 1" * 20_000,
        "ig a.a1" * 15_000,
        "satu-" * 20_000,
        "0-8" * 30_000,
    ],
)
def test_a_long_text_is_masked_in_time_that_grows_with_its_length(text):
    """By the square of the length it would be a quarter of an hour, which the guard of every test ends."""
    hider = Hider([Contact("telegram", "bunga_kerja99", "text", 0, 0, False)], ["0 8 1 2 0 0 0 0 7 3 4 1"])
    assert len(hider.field(text, ())) == len(text)
    for hide in (hider.loose, hider.url):
        assert len(hide(text)) <= len(text)
