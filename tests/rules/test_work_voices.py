"""The same words of work alert in the mouth of a recruiter and stay quiet in that of others, with the project's rules."""

from __future__ import annotations

import pytest
from rules_house import project_engine

from rules.engine import Engine
from sandi.listing import listing_from_json


@pytest.fixture(scope="module")
def engine() -> Engine:
    return project_engine()


RECRUITERS = [
    (
        "debt and papers",
        "post",
        "Butuh 8 orang tebang tebu, ongkos kami talangi, KTP dipegang mandor sampai lunas. 0812-0000-3101",
    ),
    (
        "land as security",
        "post",
        "Hayu milu ka kapal, artos 4 juta heula, jaminanna sertipikat sawah. Wa 0857-0000-3102",
    ),
    (
        "false age and no phone",
        "post",
        "Ke Dubai umur kurang kami tuakan, selama di penampungan hp dikumpul. 0812-0000-3103",
    ),
    ("a story for the border", "job", "Admin chat Bavet, tiket dari kantor, di bandara ngaku liburan"),
    (
        "fair words beside kept papers",
        "job",
        "ART gaji UMK, libur 4x sebulan, BPJS, tapi KTP asli ditahan dan tidak boleh keluar rumah",
    ),
]
OTHERS = [
    ("the papers stay with the worker", "job", "ABK kapal ikan, gaji ditransfer tiap bulan, buku pelaut dipegang sendiri, tidak ada potongan"),
    ("terms that the law asks", "job", "Operator pabrik Malaysia, upah minimum, cuti tahunan, asuransi, tiket ditanggung, tanpa pengalaman"),
    ("a question", "post", "Mau tanya, PT saya potong gaji 8 bulan dan ijazah ditahan. Wajar nggak ya?"),
    ("a memory", "post", "Dulu saya kerja sawit di Sabah, masuk lewat sungai malam, gaji dipotong tauke 6 bulan"),
    ("a guide", "post", 'Panduan mengenali calo: iklan berbunyi "tanpa ijazah, visa turis, potong gaji 6 bulan"'),
    ("a seaman who looks for a ship", "post", "Mohon info kapal, saya 22 tahun, buku pelaut ada, siap berangkat. Yang minta uang muka skip"),
    ("a novel", "post", "Novel baru tentang ABK yang paspornya ditahan kapten dan tidak boleh pulang sampai utang lunas"),
    ("an app for wages", "product", "Aplikasi payroll karyawan pabrik: kasbon digital, potong gaji otomatis"),
    ("a vessel for sale", "product", "Dijual kapal ikan 12 GT, ABK lama masih punya kasbon, nanti dipotong gaji"),
    ("a journey", "service", "Open trip Kamboja 5H4M lewat Poipet, tiket ditanggung, admin 0812-0000-3104"),
    ("house rules of a boarding house", "post", "Kos putri dekat pabrik, gerbang dikunci jam 10, keluar masuk izin penjaga"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [row[1:] for row in RECRUITERS], ids=[row[0] for row in RECRUITERS])
def test_a_recruiter_alerts(engine: Engine, kind: str, text: str) -> None:
    assert engine.judge(listing_from_json({"url": "test:1", "kind": kind, "text": text})).verdict == "alert"


@pytest.mark.parametrize(("kind", "text"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_others_do_not(engine: Engine, kind: str, text: str) -> None:
    assert engine.judge(listing_from_json({"url": "test:1", "kind": kind, "text": text})).verdict != "alert"
