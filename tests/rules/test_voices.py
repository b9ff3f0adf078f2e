"""Organs, brides and controlled women: an advert alerts, and who tells, asks, warns, jokes or trades in likeness is let be."""

from __future__ import annotations

import pytest
from rules_house import project_engine

from rules.engine import Engine
from sandi.listing import Listing

ADVERTS = [
    (
        "organ-trade",
        "Cari orang golongan O, uang 160, bos sakit ginjal. Semua rahasia, mengaku saudara tiri. 0812-0000-1520",
    ),
    ("organ-trade", "Jual satu ginjal, bukan bercanda, 100 jt bersih, siap tes, komisi perantara. 0812-0000-1521"),
    ("organ-trade", "Wong tuwo butuh ginjel, diwenehi 150 yuta, ojo kondo bojomu. Wa 0812-0000-1522"),
    (
        "mail-order-bride",
        "Gadis siap ikut koko Taiwan, ortu 40, paspor sama kami, kabur ganti dua kali. 0812-0000-1320",
    ),
    (
        "mail-order-bride",
        "Bring one girl who will marry my client in Henan, her dad gets 30, you get 20 million. 0812-0000-1321",
    ),
    (
        "mail-order-bride",
        "Neng, kawin ka Taiwan, indung bapa narima 50, mun kabur kudu dibalikeun tikel dua. 0812-0000-1322",
    ),
    (
        "third-party-exploitation",
        "Kerja nemenin bapak2 karaoke, utang tiket 6 jt, KTP dipegang papi, nolak tamu denda. 0812-0000-1620",
    ),
    (
        "third-party-exploitation",
        "Girls for the lounge: they owe ticket 5k, passport to manager, customers choose by number. 0812-0000-1621",
    ),
]
OTHERS = [
    # victims, families and doubters ask
    "KTP saya diambil mami, utang saya terus naik, tiap nolak tamu didenda. Harus lapor ke mana?",
    "Sepupu saya mau dinikahkan dengan pria Tiongkok, mahar 80 juta, batal harus ganti. Ke mana kami minta tolong?",
    "Saya ditawari 120 juta untuk donor ginjal, disuruh mengaku saudara, mau mundur harus ganti. Saya harus bagaimana?",
    "A broker says I must marry in Taiwan, family gets 60 million, cancel means a fine. Who can I tell?",
    "Barusan ada orang nawarin jadi LC, kasbon 5 juta, KTP dipegang. Gue tolak, curiga",
    # those who help, teach, study, report and look back
    "Lembaga kami mendampingi korban yang KTP-nya ditahan mami dan dijerat utang kafe, gratis",
    "Teman-teman, jangan kasih KTP ke mami dan jangan ambil kasbon besar di karaoke",
    "We looked at eleven hostess contracts: a cash advance keeps her until repaid, management keeps the ID card. Void clauses",
    "Kami mewawancarai 23 mantan donor ginjal yang dibayar 100 juta dan mengaku keluarga pasien",
    "Satpol PP merazia kafe, 9 LC diamankan, KTP ditahan pemilik dan terjerat kasbon",
    "Pernah kerja LC di karaoke, kasbon numpuk, KTP dipegang mami. Sekarang jualan sayur, jangan ditiru",
    "Film: gadis desa dinikahkan ke Guangxi, ayahnya dapat 50 juta, paspor ditahan mertua",
    # jokes and likenesses
    "Tiket VIP 11 juta, harus jual ginjal dulu nih, ada yang minat 200 juta?",
    "Uang panai 80 juta, jual ginjal pun tak cukup",
    "Jasa hias mahar 100 juta tema Tionghoa, nama pengantin gratis, siap antar, batal DP hangus. 0812-0000-1323",
    "Aku dan pacar mau nikah di Taiwan, keluarga dia kasih emas, dokumennya apa saja?",
    "Paket umroh suami istri 65 juta, visa dan hotel diurus, bisa pilih kamar. 0812-0000-1324",
    "Dibutuhkan donor darah golongan AB untuk operasi ginjal, transport diganti 200 ribu. 0812-0000-1523",
    "Jual tanah 200 juta untuk biaya cangkok ginjal bapak, golongan darah adik cocok",
    "Wellness spa: staf berhak menolak tamu, tanpa kasbon, mess sukarela, terapis bersertifikat. 0812-0000-1622",
    "Karaoke keluarga, LC tidak ada, BO (book online) diskon, bisa pilih snack, DP via aplikasi",
    "Wanita mandiri, tanpa admin, tanpa mami, tidak ada yang memotong, tarif langsung ke saya",
    "Asrama mahasiswi: 40 cewek, tamu pria dilarang, gerbang dikunci jam 10, denda telat",
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return project_engine()


@pytest.mark.parametrize(("tactic", "text"), ADVERTS)
def test_an_advert_alerts(engine: Engine, tactic: str, text: str) -> None:
    verdict = engine.judge(Listing(url="test:1", source="test", text=text))
    assert verdict.verdict == "alert"
    assert tactic in verdict.tactics


@pytest.mark.parametrize("text", OTHERS)
def test_others_who_use_its_words_are_let_be(engine: Engine, text: str) -> None:
    assert engine.judge(Listing(url="test:1", source="test", text=text)).verdict != "alert"
