"""Invented listings with verdicts, for tests of the store. Contacts are found by plain search, not by the rules."""

from __future__ import annotations

from pathlib import Path

from sandi.config import Config
from sandi.listing import Listing
from sandi.verdict import Contact, Counter, Hit, RuleText, Span, Verdict
from storage.records import Judged

PHONE = "0812-0000-7341"
PHONE_E164 = "+6281200007341"
EMAIL = "bunga.kerja@contoh.example"
HANDLE = "bunga_kerja99"
TEXT = (
    "Loker Kamboja tanpa pengalaman, gaji 18 juta, tiket ditanggung. "
    f"Minat WA {PHONE} atau tele @{HANDLE}, surel {EMAIL}."
)
RULE = RuleText("job-bait", 3, "Job bait towards scam compounds", "fake-job", "ab" * 32, "title: Job bait\n")

_KNOWN = (
    ("phone", PHONE_E164, PHONE),
    ("whatsapp", PHONE_E164, PHONE),
    ("telegram", HANDLE, f"@{HANDLE}"),
    ("email", EMAIL, EMAIL),
)


def config(folder: Path) -> Config:
    return Config(data=folder / "data", keys=folder / "keys")


def listing(number: int = 1, *, text: str = TEXT, title: str = "Lowongan CS luar negeri", **more) -> Listing:
    values = {"url": f"https://pasar.example/iklan/{number}", "source": "pasar", "kind": "job"} | more
    return Listing(title=title, text=text, **values)


def contacts_in(one: Listing) -> tuple[Contact, ...]:
    found = []
    for kind, value, written in _KNOWN:
        for field in ("title", "text"):
            start = getattr(one, field).find(written)
            if start >= 0:
                found.append(Contact(kind, value, field, start, start + len(written), False))
    return tuple(found)


def verdict(one: Listing, *, kind="alert", score=70, tactics=("fake-job",), lane="adult", contacts=None) -> Verdict:
    spans = []
    for word, slot in (("Kamboja", "act"), ("tanpa pengalaman", "means"), (PHONE, "deal")):
        start = one.text.find(word)
        if start >= 0:
            spans.append(Span("text", start, start + len(word), slot, f"test.{slot}", word, word.lower()))
    hits = tuple(Hit("job-bait", 3, tactic, score, tuple(spans)) for tactic in tactics) if kind != "quiet" else ()
    counter = (Counter("licence.claimed", -1, "text", 0, 5, one.text[:5]),) if kind == "alert" else ()
    return Verdict(
        url=one.url,
        verdict=kind,
        lane=lane,
        score=score if kind != "quiet" else 0,
        tactics=tuple(tactics) if kind == "alert" else (),
        slots=("act", "means", "deal") if kind == "alert" else (),
        hits=hits,
        contacts=contacts_in(one) if contacts is None else contacts,
        counter=counter,
    )


def judged(number: int = 1, *, listing_more: dict | None = None, capture=None, **more) -> Judged:
    one = listing(number, **(listing_more or {}))
    return Judged(one, verdict(one, **more), capture)


def plain(number: int, text: str = "Kaos polos, ukuran M sampai XL.") -> Judged:
    one = listing(number, title="Kaos polos", text=text, kind="product")
    return Judged(one, verdict(one, kind="quiet"))
