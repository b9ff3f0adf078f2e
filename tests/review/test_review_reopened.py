"""Why a lead came back is told in the reader's language."""

from __future__ import annotations

import re

import pytest
from review_house import Bench, baby, job, keep

from review.i18n import translations
from review.reopened import told
from sandi.verdict import Verdict
from storage import leads
from storage.records import Judged


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("its text changed", "teksnya berubah"),
        ("score 40 → 83; tactic fake-job added", "skor 40 → 83; taktik baru: Lowongan palsu"),
        ("re-opened after dismissal: lane child", "dibuka lagi setelah dikesampingkan: pindah ke lajur anak"),
        ("verdict help → alert; alerts again", "penilaian minta bantuan → petunjuk; ditandai lagi"),
        ("its newest version is quiet", "versi terbarunya: tenang"),
        (
            "by today's rules: verdict alert → watch; rule job-bait no longer fires; rule x-y fires; rule z edited (3 → 4)",
            "dinilai lagi dengan aturan hari ini: penilaian petunjuk → dipantau; aturan job-bait tidak lagi cocok; "
            "aturan x-y kini cocok; aturan z disunting (3 → 4)",
        ),
        ("by today's rules: lane adult", "dinilai lagi dengan aturan hari ini: keluar dari lajur anak"),
        ("found looking back with rule job-bait", "ditemukan saat menelusuri kembali dengan aturan job-bait"),
        ("something new %s", "something new %s"),
    ],
)
def test_a_change_is_told_in_indonesian(change: str, shown: str) -> None:
    assert told(change, translations("id")) == shown


def test_what_the_store_says_is_known_here(bench: Bench) -> None:
    """Every way a lead changes, through the store itself: nothing of its English is left in the Indonesian."""
    bench.decide(1, "dismiss:duplicate")
    first, quiet = job(1, score=99, title="L0ker K4mb0ja baru"), job(2, title="K4mb0ja berita")
    cooled = Judged(quiet.listing, Verdict(quiet.listing.url, "quiet"))
    grown = Judged(job(3).listing, Verdict(job(3).listing.url, "alert", "child", 99, ("fake-job", "child-labour")))
    keep(bench.store, first, cooled, grown)
    keep(bench.store, job(2, score=60, title="L0ker K4mb0ja lagi"), baby())
    found = [row.change for row in leads.queue(bench.store, state=None).rows if row.change]
    assert len(found) >= 3
    for change in found:
        shown = told(change, translations("id"))
        assert not re.search(r"\b(its|score|verdict|tactic|lane|after|again|added)\b", shown), shown
