"""Listings that hide their contacts, judged by the real rules and kept: no byte of the data folder shows one."""

from __future__ import annotations

import pytest

from rules.engine import Engine
from rules.loader import load_rules
from sandi.config import Config
from sandi.listing import READ_CHARS, Listing
from storage import listings
from storage.database import Store
from storage.records import Judged

WORDS = "nol delapan satu dua nol nol nol nol tujuh tiga empat satu"
HIDDEN = {
    "in words": WORDS,
    "keycaps": "0️⃣8️⃣1️⃣2️⃣0️⃣0️⃣0️⃣0️⃣7️⃣3️⃣4️⃣1️⃣",
    "other figures": "０８１２００００７３４１",
    "letters for figures": "WA O8I2 OOOO 734I",
    "zero width": "0\u200b8\u200b1\u200b2\u200b0000\u200b7341",
    "over lines": "hub\n0812-\n0000-\n7341",
    "flowers between": "0812🌸0000🌸7341",
    "half in words": "0812 nol nol nol nol 7341",
    "single figures": "0 8 1 2 0 0 0 0 7 3 4 1",
    "mail in words": "bungakerja99 [at] gmail [dot] com",
    "mail with other signs": "bungakerja99＠gmail．com",
    "handle with an emoji": "tele @bunga🌸kerja99",
    "named handle": "id line bungakerja99",
    "spaced link": "t . me / bunga_kerja99",
    "invite": "https://chat.whatsapp.com/Ab12Cd34Ef56Gh78Ij90",
}
FIELDS = ("title", "text", "category", "seller", "location", "extra")
HANDLE = "bunga_kerja99"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_rules(()))


def planted(field: str, contact: str, number: int) -> Listing:
    values: dict[str, object] = {"title": "Lowongan", "text": "Butuh kasir toko roti."}
    values |= {"extra": {"kontak": contact}} if field == "extra" else {field: f"Minat {contact} ya kak"}
    return Listing(url=f"https://pasar.example/iklan/{number}", source="pasar", **values)  # type: ignore[arg-type]


def kept(folder, engine: Engine, *some: Listing) -> bytes:
    """Everything on the disk after the listings were kept, database and its journal."""
    with Store.open(Config(data=folder / "data", keys=folder / "keys")) as store:
        listings.save_batch(store, "r1", [Judged(one, engine.judge(one)) for one in some])
        return b"".join(path.read_bytes() for path in sorted((folder / "data").rglob("*")) if path.is_file())


@pytest.mark.parametrize("contact", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_hidden_contact_is_masked_in_every_field(tmp_path, engine, contact):
    disk = kept(tmp_path, engine, *(planted(field, contact, number) for number, field in enumerate(FIELDS)))
    assert b"pasar.example/iklan/0" in disk
    assert contact.encode() not in disk
    assert contact.encode("unicode_escape") not in disk


@pytest.mark.parametrize(
    ("title", "slug", "secret"),
    [
        (f"Kerja luar negeri WA {WORDS}", "kerja-luar-negeri-wa-" + WORDS.replace(" ", "-"), WORDS.replace(" ", "-")),
        (f"Kerja tele @{HANDLE}", "kerja-tele-bunga-kerja99", "bunga-kerja99"),
        ("Kerja surel bunga.kerja(at)contoh.com", "kerja-bunga-kerja-at-contoh-com", "bunga-kerja-at-contoh"),
        ("Kerja WA 0812%200000", "kerja-0812-0000-7341", "0812-0000-7341"),
        ("Kerja WA 0812.0000.7341", "kerja-0812%200000%207341", "0812%200000%207341"),
    ],
)
def test_an_address_made_from_the_title_shows_no_contact(tmp_path, engine, title, slug, secret):
    one = Listing(url=f"https://pasar.example/{slug}-17", title=title, images=(f"https://g.example/{slug}.jpg",))
    disk = kept(tmp_path, engine, one)
    assert b"pasar.example/kerja" in disk
    assert secret.encode() not in disk


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("back", [0, 6, 90])
def test_what_the_rules_did_not_read_to_its_end_is_not_shown_to_its_end(tmp_path, engine, field, back):
    """Nobody looked for contacts behind the first 100,000 characters; a contact on the edge is read as none."""
    lead = "x " * (READ_CHARS // 2)
    text = f"{lead[: len(lead) - back]} tele @{HANDLE} {WORDS}"
    more = {"extra": {"a": text, "b": text}} if field == "extra" else {field: text}
    one = Listing(url="https://pasar.example/1", **({"title": "Lowongan"} | more))
    disk = kept(tmp_path, engine, one)
    assert HANDLE.encode() not in disk
    assert WORDS[-20:].encode() not in disk
    assert HANDLE[:5].encode() not in disk
