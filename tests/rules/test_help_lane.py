"""The help lane: those held, sold, unpaid, missing or stranded are heard; everyday fears and complaints are not."""

from __future__ import annotations

import pytest
from rules_house import project_engine

from rules.engine import Engine
from sandi.listing import Listing

CALLS = [
    "Tolong, kakak sy di Poipet dipukul bosnya karena ga capai target, mau pulang disuruh bayar 50 juta. Lapor ke siapa ya?",
    "Paspor saya ditahan majikan di Jeddah, sudah 9 bulan tidak digaji. Saya mau pulang, tolong bantu",
    "Min, adek gue di karaoke Batam gak boleh keluar mess, utangnya nambah terus tiap bulan. Harus gimana?",
    "Suami saya ABK kapal China, sudah 1 tahun hilang kontak. Agennya di Tegal sudah tutup. Mohon bantuan",
    "kami 6 orang di kebun sawit Sabah, KTP dipegang mandor, gaji belum dibayar 4 bulan, takut lapor polisi. tolong kami",
    "My sister is in Myawaddy, they took her passport and want 3000 dollars before she can go home. Who can we contact?",
    "Anak saya umur 13 dibawa orang katanya kerja jaga toko, sampai sekarang tidak ada kabar. Harus lapor kemana?",
    "Saya dijanjikan kerja restoran tapi disuruh temani tamu, pintu dikunci. Tolong siapa saja yang baca",
    "Bayiku dibawa bidan habis lahir, katanya sudah ada orang tua baru, saya tidak pernah setuju. Tolong arahkan saya",
    "saya ikut tes mau jual ginjal, sekarang takut dan mau mundur, brokernya ancam denda 20 juta. harus bagaimana?",
    "Istri sy dinikahkan sama orang Tiongkok lewat agen, sekarang dia tidak boleh keluar rumah. Lapor kemana?",
    "Tulung, adikku nang Malaysia, gajine ditahan majikan, paspore dijupuk. Kudu lapor nang endi?",
    "Please help, I am a helper in Riyadh, my employer wants to sell my contract and keeps my passport",
    "Saya kerja di kapal sudah 7 bulan, gaji dipotong semua, mau pulang tapi disuruh bayar 20 juta, bantu saya",
    "Istri saya TKW di Arab dipukul majikan, hp disita, mohon bantuannya",
]
RECOUNTED = [
    'Tolong saya, dulu lihat iklan "dibutuhkan CS Kamboja gaji 15 juta, minat hubungi admin", sekarang paspor saya ditahan',
    'Adik saya ikut lowongan "Dibutuhkan operator online Myanmar, WA 0812-0000-2222". Sekarang diminta tebusan, tolong bantu',
    "Dibutuhkan ART Malaysia, minat hub agen, begitu iklannya. Ternyata paspor saya dipegang agen, saya mau pulang",
    'I answered an ad "hiring in Poipet, apply now". They took my passport and I cannot go home. Who can help?',
]
EVERYDAY = [
    "Aku takut deh gaji belum masuk, cicilan motor gimana ini harus gimana ya",
    "Tolong bantu, anak saya susah makan udah 3 hari, harus gimana bun?",
    "saya takut pulang malam lewat situ, tolong pak polisi patroli",
    "Mohon bantuan kak, paket saya ditahan bea cukai, bingung harus lapor ke mana",
    "aku harus gimana, dosen pembimbing hilang kontak, mau wisuda bulan depan",
    "Min tolong, akun FF saya diambil orang, lapor ke mana ya",
    "STNK motor saya ditahan polisi, ngurusnya ke mana ya? tolong infonya",
    "Saya bingung pilih hotel di Bangkok, ada yang pernah? mohon bantuan",
    "Tolong banget, ijazah saya ditahan kampus karena belum lunas, harus gimana",
    "aku mau pulang tapi hujan, ga bisa pulang, tolong jemput",
    "Mohon bantuan, pelayan hotelnya tidak ramah, saya sudah lapor tidak ada tanggapan",
    "Suami saya mau pulang dari Jepang minggu depan, bingung masak apa, ada saran?",
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return project_engine()


@pytest.mark.parametrize("text", CALLS)
def test_a_call_is_heard(engine: Engine, text: str) -> None:
    assert engine.judge(Listing("https://contoh.example/1", text=text, kind="post")).verdict == "help"


@pytest.mark.parametrize("kind", ["job", "service", "product"])
@pytest.mark.parametrize("text", [CALLS[0], CALLS[3], CALLS[-2]])
def test_a_call_is_heard_on_a_page_of_adverts_too(engine: Engine, text: str, kind: str) -> None:
    assert engine.judge(Listing(url="u", text=text, kind=kind)).verdict == "help"


def test_whoever_asks_for_help_to_find_workers_is_no_victim(engine: Engine) -> None:
    text = "Lowongan kerja Kamboja gaji 15 juta tanpa pengalaman, biaya ditanggung. Bantu saya cari 5 orang, WA 0812-0000-1111"
    assert engine.judge(Listing(url="u", text=text, kind="job")).verdict == "alert"


@pytest.mark.parametrize("text", RECOUNTED)
def test_whoever_quotes_the_advert_that_caught_them_is_heard(engine: Engine, text: str) -> None:
    assert engine.judge(Listing("https://contoh.example/1", text=text, kind="post")).verdict == "help"


def test_a_contact_outside_the_quoted_advert_invites(engine: Engine) -> None:
    text = "Adik saya tergiur lowongan, paspor diambil, mohon bantuan. Mau kerja enak? Minat hubungi 0812-0000-1444"
    assert engine.judge(Listing("https://contoh.example/1", text=text, kind="post")).verdict != "help"


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_fears_are_no_call(engine: Engine, text: str) -> None:
    assert engine.judge(Listing("https://contoh.example/1", text=text, kind="post")).verdict in {"quiet", "watch"}


def test_whoever_invites_to_a_contact_asks_for_no_help(engine: Engine) -> None:
    text = "Tolong adik saya tidak digaji di Kamboja! Mau kerja lebih baik? Minat hubungi 0812-0000-1400"
    assert engine.judge(Listing("https://contoh.example/1", text=text, kind="post")).verdict != "help"
