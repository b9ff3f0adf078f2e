"""Folding never raises, and every offset leads back to the characters that were read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_house import steps

from rules.fold import OTHER, fold

READINGS = [
    ("ascii", "Kamboja", "kamboja"),
    ("mathematical bold", "𝐊𝐚𝐦𝐛𝐨𝐣𝐚", "kamboja"),
    ("fullwidth", "Ｋａｍｂｏｊａ", "kamboja"),
    ("cyrillic", "Камbоja", "kamboja"),
    ("greek", "ΚΑΜβοja", "kamboja"),
    ("circled", "ⓚⓐⓜⓑⓞⓙⓐ", "kamboja"),
    ("negative squared", "🅺🅰🅼🅱🅾🅹🅰", "kamboja"),
    ("small capitals", "ᴋᴀᴍʙᴏᴊᴀ", "kamboja"),
    ("zero-width", "kam\u200bbo\u2060ja", "kamboja"),
    ("soft hyphen", "kam\u00adboja", "kamboja"),
    ("strike-through", "k̶a̶m̶b̶o̶j̶a̶", "kamboja"),
    ("accents", "kàmbójä", "kamboja"),
    ("arabic-indic digits", "٠٨١٢", "0812"),
    ("keycaps", "0️⃣8️⃣", "08"),
    ("circled digits", "⓪⑧❶", "081"),
    ("fractions", "½", "1/2"),
    ("ligature", "ﬁ", "fi"),
    ("multiplication sign", "120×60", "120x60"),
    ("lone surrogate", "ka\ud800mboja", "kamboja"),
    ("parenthesized", "⒦⒜⒨🄑⒪⒥⒜", "kamboja"),
    ("regional indicators", "🇰🇦🇲🇧🇴🇯🇦", "kamboja"),
    ("flags beside a word", "🇰🇭kamboja🇰🇭🇲🇲", f"{OTHER * 2}kamboja{OTHER * 4}"),
    ("Coptic", "ⲕⲁⲙвⲟjⲁ", "kamboja"),
    ("Lisu", "ꓗꓮꓟꓐꓳꓙꓮ", "kamboja"),
    ("signs of money", "₭₳₥฿Ø J₳", "kambo ja"),
    ("superscript", "ᵏᵃᵐᵇᵒʲᵃ", "kamboja"),
    ("tag letters", "kam\U000e0061boja", "kamboja"),
    ("underlined", "k̲a̲m̲b̲o̲j̲a̲", "kamboja"),
    ("enclosing circles", "k⃝a⃝m⃝b⃝o⃝j⃝a⃝", "kamboja"),
    ("emoji", "kerja🔥", "kerja" + OTHER),
    ("line separator", "a\u2028b", "a\nb"),
]


@pytest.mark.parametrize(("written", "read"), [row[1:] for row in READINGS], ids=[row[0] for row in READINGS])
def test_what_is_written_is_read(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("kerja 𝐊𝐚𝐦𝐛𝐨𝐣𝐚 ya", "𝐊𝐚𝐦𝐛𝐨𝐣𝐚"),
        ("½ k̶a̶m̶b̶o̶j̶a̶ ya", "k̶a̶m̶b̶o̶j̶a̶"),
        ("\u200bkam\u200bboja\u200b!", "kam\u200bboja"),
        ("№5 kamboja", "kamboja"),
    ],
)
def test_a_span_marks_the_published_characters(written: str, marked: str) -> None:
    folded = fold(written)
    at = folded.text.index("kamboja")
    start, end = folded.span(at, at + len("kamboja"))
    assert written[start:end] == marked


@given(st.text(alphabet=st.one_of(st.characters(codec=None), st.sampled_from("🇰🇭🇦a\u200b\ud800")), max_size=60))
def test_folding_any_text_gives_ascii_and_offsets_inside(text: str) -> None:
    folded = fold(text)
    assert folded.text.isascii()
    assert folded.text == folded.text.lower()
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet="aB１é½\u200b\u0336ⓚ🔥 \n", max_size=30))
def test_each_folded_character_comes_from_the_one_it_points_to(text: str) -> None:
    folded = fold(text)
    for at, char in enumerate(folded.text):
        assert char in fold(text[folded.at(at)]).text


@pytest.mark.parametrize(
    ("piece", "size"),
    [("kerja kamboja, gaji 18 jt 🔥 ", 10_000_000), ("𝐊𝐚𝐦\u200b𝐛𝐨𝐣𝐚 ½ 🇰🇭 \ud800 ", 1_000_000)],
    ids=["10 MB as it is written", "1 MB in which nothing is ASCII"],
)
def test_ten_times_the_text_takes_ten_times_the_steps(piece: str, size: int) -> None:
    def last_word(text: str) -> str:
        folded = fold(text)
        at = folded.text.rindex("kamboja")
        start, end = folded.span(at, at + 7)
        return fold(text[start:end]).text

    long, short = (piece * (size // factor // len(piece)) for factor in (50, 500))
    assert last_word(piece * (size // len(piece))) == "kamboja"
    assert steps(lambda: last_word(long)) < 11 * steps(lambda: last_word(short))
