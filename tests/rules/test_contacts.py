"""Links, handles and e-mail addresses, hidden ones too, and the whole reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_house import steps

from rules.contacts import read_contacts
from rules.fold import fold

P = "+6281200001234"


def contacts(text: str) -> set[tuple[str, str]]:
    return {(c.kind, c.value) for c in read_contacts("text", fold(text))}


@pytest.mark.parametrize(
    "link",
    [
        "wa.me/6281200001234",
        "https://wa.me/6281200001234?text=Halo%20kak",
        "WA.ME/+6281200001234",
        "wa.me/081200001234",
        "wa.me/62 812-0000-1234",
        "https://api.whatsapp.com/send?phone=6281200001234&text=hi",
        "api.whatsapp.com/send/?phone=%2B6281200001234",
        "web.whatsapp.com/send?phone=6281200001234",
        "whatsapp://send?phone=6281200001234",
        "api[.]whatsapp[.]com/send?phone=6281200001234",
        "wa dot me slash 6281200001234",
        "wa me slash 6281200001234",
        "wa . me / 6281200001234",
        "𝐰𝐚.𝐦𝐞/𝟔𝟐𝟖𝟏𝟐𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒",
        "wasap.my/6281200001234",
    ],
)
def test_whatsapp_links_give_both(link: str) -> None:
    assert contacts(f"klik {link} ya") == {("whatsapp", P), ("phone", P)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t.me/contoh_loker", ("telegram", "contoh_loker")),
        ("https://telegram.me/Contoh_Loker", ("telegram", "contoh_loker")),
        ("t . me / contoh_loker", ("telegram", "contoh_loker")),
        ("hxxps://t[.]me/contoh_loker", ("telegram", "contoh_loker")),
        ("t(dot)me/contoh_loker", ("telegram", "contoh_loker")),
        ("t titik me garing contoh_loker", ("telegram", "contoh_loker")),
        ("t me slash contoh_loker", ("telegram", "contoh_loker")),
        ("t.me/s/contoh_loker/12", ("telegram", "contoh_loker")),
        ("tg://resolve?domain=contoh_loker", ("telegram", "contoh_loker")),
        ("instagram.com/toko.contoh/", ("instagram", "toko.contoh")),
        ("https://www.instagram.com/toko.contoh?igsh=abc", ("instagram", "toko.contoh")),
        ("ig.me/m/toko.contoh", ("instagram", "toko.contoh")),
        ("line.me/ti/p/~contoh88", ("line", "contoh88")),
        ("https://line.me/R/ti/p/@contoh", ("line", "contoh")),
        ("line.me/R/ti/p/%40contoh", ("line", "contoh")),
    ],
)
def test_platform_links(text: str, expected: tuple[str, str]) -> None:
    assert contacts(text) == {expected}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("https://t.me/+AbCdEf123", "https://t.me/+AbCdEf123"),
        ("t.me/joinchat/AbCdEf", "https://t.me/joinchat/AbCdEf"),
        ("gabung https://chat.whatsapp.com/AbCdEfGh123.", "https://chat.whatsapp.com/AbCdEfGh123"),
        ("wa.me/message/ABCDEF", "https://wa.me/message/ABCDEF"),
        ("line.me/ti/g/AbCd", "https://line.me/ti/g/AbCd"),
        ("https://www.instagram.com/p/ABC123/", "https://www.instagram.com/p/ABC123"),
        ("bit.ly/Contoh123", "https://bit.ly/Contoh123"),
        ("http://bit.ly/p64f0c", "http://bit.ly/p64f0c"),
        ("bit.ly/6285600000858", "https://bit.ly/6285600000858"),
        ("hxxp://contoh[.]example/daftar", "http://contoh.example/daftar"),
        ("Kunjungi www.contoh-galeri.example", "https://www.contoh-galeri.example"),
        ("Daftar di contoh-loker.example atau scan QR", "https://contoh-loker.example"),
        ("bni.co.id/karir", "https://bni.co.id/karir"),
        ("s.id/contoh", "https://s.id/contoh"),
        ("lin.ee/AbCd", "https://lin.ee/AbCd"),
        ("facebook.com/contoh.loker", "https://facebook.com/contoh.loker"),
    ],
)
def test_other_links_are_urls_with_the_published_case(text: str, value: str) -> None:
    assert contacts(text) == {("url", value)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tele @contoh_loker", {("telegram", "contoh_loker")}),
        ("chat tele @contoh, IG: toko.contoh", {("telegram", "contoh"), ("instagram", "toko.contoh")}),
        ("Telegram: contoh_x", {("telegram", "contoh_x")}),
        ("tg : @Contoh_X", {("telegram", "contoh_x")}),
        ("t3le @contoh_x", {("telegram", "contoh_x")}),
        ("telegram contoh underscore 88", {("telegram", "contoh_88")}),
        ("@contoh_x (telegram)", {("telegram", "contoh_x")}),
        ("DM @contoh_x di telegram", {("telegram", "contoh_x")}),
        ("tele @a_contoh / @b_contoh", {("telegram", "a_contoh"), ("telegram", "b_contoh")}),
        ("IG/Tele: @contoh_x", {("telegram", "contoh_x"), ("instagram", "contoh_x")}),
        ("tele @contoh_a, tiktok @contoh_b", {("telegram", "contoh_a")}),
        ("id line: contoh88", {("line", "contoh88")}),
        ("ID LINE contoh88", {("line", "contoh88")}),
        ("line id contoh", {("line", "contoh")}),
        ("line @contoh", {("line", "contoh")}),
        ("Line : contoh_x", {("line", "contoh_x")}),
        ("IG nama.x", {("instagram", "nama.x")}),
        ("follow instagram @toko.contoh", {("instagram", "toko.contoh")}),
        ("michat: ayu_contoh", {("michat", "ayu_contoh")}),
        ("MiChat ID ayu99", {("michat", "ayu99")}),
        ("mi chat ayu.99", {("michat", "ayu.99")}),
        ("Telegram:\n@contoh_x", {("telegram", "contoh_x")}),
    ],
)
def test_handles(text: str, expected: set[tuple[str, str]]) -> None:
    assert contacts(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("kirim CV ke Hrd.Contoh@Gmail.com", "hrd.contoh@gmail.com"),
        ("hrd(at)contoh(dot)com", "hrd@contoh.com"),
        ("hrd [at] contoh [dot] co [dot] id", "hrd@contoh.co.id"),
        ("hrd titik contoh at gmail titik com", "hrd.contoh@gmail.com"),
        ("hrd et gmail.com", "hrd@gmail.com"),
        ("hrd at contoh dot example", "hrd@contoh.example"),
        ("hrd@gmail,com", "hrd@gmail.com"),
        ("hrd @ gmail . com", "hrd@gmail.com"),
        ("0812345678@contoh.example", "0812345678@contoh.example"),
    ],
)
def test_emails(text: str, value: str) -> None:
    assert contacts(text) == {("email", value)}


@pytest.mark.parametrize(
    "text",
    [
        "terima kasih @budi sudah mampir",
        "chat tele aja ya",
        "kerja online gaji besar",
        "telegram group kami",
        "ig : toko mebel jaya",
        "update di instagram quote2 yg nyindir",
        "lensa tele 70-200mm",
        "bagus di blibli.com tidak usah",
        "complete the installation.These are not",
        "Jl.Sudirman No.1, dll.Terima kasih",
        "bagian produksi line 3",
        "deadline besok jam 9",
        "#tgbharapan2019",
        "meet at contoh.com",
        "kondisi 99% mulus.Garansi 2 tahun",
        "",
    ],
)
def test_nobody_can_be_reached(text: str) -> None:
    assert contacts(text) == set()


def test_spans_mark_the_published_characters() -> None:
    text = "🔥 Minat? Tele ＠ｃｏｎｔｏｈ_ｘ atau ０８１２-0000-1234 😊 t[.]me/contoh_x"
    found = [(c.kind, text[c.start : c.end], c.obscured) for c in read_contacts("text", fold(text))]
    assert found == [
        ("telegram", "＠ｃｏｎｔｏｈ_ｘ", True),
        ("phone", "０８１２-0000-1234", True),
        ("telegram", "t[.]me/contoh_x", True),
    ]


def test_every_occurrence_is_given_so_that_all_can_be_masked() -> None:
    found = read_contacts("title", fold("WA 0812-0000-1234 sekali lagi 081200001234"))
    assert [(c.field, c.value) for c in found] == [("title", P), ("title", P)]


PIECES = st.sampled_from(
    [
        "0812",
        "-",
        " ",
        "nol",
        "delapan",
        "@",
        "tele",
        "t.me/",
        "wa.me/",
        "gmail",
        ".com",
        "(at)",
        "🔥",
        "\n",
        "o8",
        "ig:",
        "62",
        "+",
        "x_1",
        "http://",
        "１",
        "\u200b",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_never_raises_and_offsets_stay_inside(text: str) -> None:
    folded = fold(text)
    found = read_contacts("text", folded)
    assert found == read_contacts("text", fold(text))
    for contact in found:
        assert 0 <= contact.start < contact.end <= len(text)
        assert contact.value


@pytest.mark.parametrize(
    "piece", ["0 8 ", "08", "nol ", "a.", "@a ", "t.me/", "tele ", "wa 8", "o", "0812-0000-123", "[.]", "at "]
)
def test_a_hostile_text_takes_work_in_proportion(piece: str) -> None:
    once, often = (fold(piece * (count // len(piece))) for count in (3_000, 12_000))
    few = steps(lambda: read_contacts("text", once))
    assert steps(lambda: read_contacts("text", often)) <= 6 * few + 2_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tele: contoh rb 0 1 (tanpa spasi)", ("telegram", "contohrb01")),
        ("line id kon toh 7 digabung", ("line", "kontoh7")),
        ("IG toko.contoh no dots", ("instagram", "tokocontoh")),
        ("line : t.o.k.o.c tanpa titik ya", ("line", "tokoc")),
        ("michat t0k0c0nt0h (0=o)", ("michat", "tokocontoh")),
        ("ig: foto_contoh", ("instagram", "foto_contoh")),
        ("wsap 6281200001234", ("phone", P)),
        ("WA (+852) 6000-1290", ("phone", "+85260001290")),
        ("text +65 8000 4471 after six", ("phone", "+6580004471")),
        ("web tokocontoh (dot) com", ("url", "https://tokocontoh.com")),
    ],
)
def test_what_the_writer_says_of_a_contact(text: str, expected: tuple[str, str]) -> None:
    assert contacts(text) == {expected}


@pytest.mark.parametrize(
    "text",
    ["belajar line dance tanpa spasi", "telegram toko kami jadi satu", "harga +65 8000 4471", "call +65 8000 44"],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert contacts(text) == set()
