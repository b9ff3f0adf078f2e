from __future__ import annotations

import random

import numpy as np
import pytest

from linking.bulk import Texts
from linking.near import BANDS, alike, bands_of
from linking.partition import Member, partition
from linking.texts import body_from, body_of, lines_of, plain, runs_of, similarity
from rules.obscure import rewritings

ADVERT = (
    "Dibutuhkan segera penjaga toko wanita, gaji 4,5 jt per bulan, mess disediakan.\n"
    "Tanpa pengalaman boleh, kami latih sampai bisa.\nTiket berangkat ditanggung perusahaan.\n"
    "Minat hubungi Bu Rina 0812-0000-7341, lokasi Batam"
)
OTHER = (
    "Dijual lemari jati ukir Jepara, tinggi dua meter, cocok untuk kamar tidur utama.\n"
    "Kondisi mulus, kaki kokoh, cat masih baru.\nBarang bisa dilihat di toko kami setiap hari.\nBonus kursi kecil"
)


def close(one: str, other: str) -> float:
    return similarity(body_of("", one).runs, body_of("", other).runs)


@pytest.mark.parametrize("way", sorted(rewritings(ADVERT)))
def test_an_obscured_text_is_still_alike(way):
    for text in rewritings(ADVERT)[way]:
        assert close(ADVERT, text) > 0.8


def test_slots_and_the_order_of_lines_change_little_and_another_advert_is_far():
    lines = ADVERT.replace("Bu Rina", "Pak Joko").replace("Batam", "Medan").replace("4,5 jt", "18 juta").split("\n")
    assert close(ADVERT, "\n".join(reversed(lines))) > 0.6
    assert close(ADVERT, "✅ " + ADVERT.replace(". ", " 🔥 ")) > 0.9
    assert close(ADVERT, OTHER) < 0.1


def test_figures_and_masked_contacts_are_one_sign_or_none():
    assert plain("gaji 4,5 jt") == plain("gaji 18 jt") == "gaji0jt"
    assert plain("K4mb0ja") == plain("K.A.M.B.O.J.A") == plain("kambojaaa") == "kamboja"
    assert plain("wa ••••-••••-••••") == "wa"


def test_a_title_said_again_counts_once_and_a_body_is_kept_as_text():
    assert lines_of("Lowongan toko", "Lowongan toko\nGaji besar") == ["lowongantoko", "gajibesar"]
    body = body_of("Lowongan toko", ADVERT)
    assert body_from(body.text) == body
    assert body.key == body_from(body.text).key < 2**63


def test_short_texts_have_no_template():
    assert not body_of("Kursi", "jual murah")
    assert Texts().add(body_of("Kursi", "jual murah")) is None


def test_lines_that_a_site_writes_are_left_out():
    own = plain("Hati-hati penipuan, transaksi hanya lewat aplikasi kami")
    from linking.texts import key_of

    assert own not in body_of("", f"{ADVERT}\n{own}", {key_of(own)}).lines


def test_runs_are_distinct_rising_and_small():
    runs = runs_of(["abcdefabcdef", "abc"])
    assert list(runs) == sorted(set(runs))
    assert len(runs) == 6
    assert runs.dtype == np.uint32
    assert runs.max() < 2**25
    assert similarity(runs_of([]), runs) == 0.0


def test_bands_are_the_same_for_the_same_text_and_differ_for_others():
    one, other = bands_of(body_of("", ADVERT).runs), bands_of(body_of("", OTHER).runs)
    assert len(one) == BANDS
    assert list(one) == list(bands_of(body_of("", ADVERT).runs))
    assert len(set(one) & set(other)) <= 1
    assert one.min() >= 0


def test_short_texts_must_be_more_alike():
    words = body_of("", "Jual kursi kayu jati ukir Jepara ukuran besar sekali").runs
    other = body_of("", "Jual kursi kayu jati ukir Jepara warna coklat muda").runs
    assert similarity(words, other) > 0.4
    assert alike(words, other) is None


def made(changed: int, rng: random.Random) -> tuple[list[str], list[int]]:
    words = ["".join(rng.choices("abdegiklmnoprstu", k=rng.randint(4, 9))) for _ in range(900)]
    texts, truth = [], []
    for template in range(60):
        own = rng.choices(words, k=30)
        for _ in range(4 if template < 20 else 1):
            copy = list(own)
            for at in rng.sample(range(30), changed):
                copy[at] = rng.choice(words)
            texts.append(" ".join(copy))
            truth.append(template)
    return texts, truth


@pytest.mark.parametrize(("changed", "most_broken"), [(0, 0), (1, 0), (2, 0), (3, 1)])
def test_templates_are_found_with_a_tenth_of_the_words_changed_and_no_single_is_joined(changed, most_broken):
    texts, truth = made(changed, random.Random(4))
    kept = Texts()
    keys = kept.add_all(body_of("", text) for text in texts)
    parts = partition([Member(at, key) for at, key in enumerate(keys)], kept.edges()[0])
    wanted = {tuple(at for at, one in enumerate(truth) if one == template) for template in range(20)}
    found = {part.listings for part in parts}
    assert len(wanted - found) <= most_broken
    assert all(len({truth[at] for at in some}) == 1 for some in found)


def test_strangers_who_write_four_of_seven_lines_alike_are_not_one_template():
    shared = (
        "potong gaji setengah tahun pertama",
        "berangkat setelah lebaran dijemput",
        "komisi kerja rajin tiap tanggal muda",
        "dokumen dibantu tanpa ribet",
    )
    one = (
        "Kesempatan baik juru masak di Kupang",
        "jam kerja bergantian santai",
        "cuti sekali sebulan tergantung bos",
        "hp dikumpul waktu kerja",
    )
    other = (
        "Dicari juru masak di Kupang",
        "telepon dibatasi waktu kerja",
        "libur sekali sebulan sesuai jadwal",
        "asrama dan makan ditanggung",
    )
    texts = [body_of("", "\n".join((*shared, *own))).runs for own in (one, other)]
    assert 0.46 < similarity(*texts) < 0.525
    assert alike(*texts) is None


@pytest.mark.gauntlet(29)
def test_a_flood_of_one_text_is_compared_with_few_and_stays_together():
    kept = Texts()
    keys = kept.add_all(
        body_of("", f"{ADVERT}\n{chr(97 + at % 26)}{chr(97 + at // 26)} kode barang") for at in range(300)
    )
    edges, _ = kept.edges()
    assert len(edges) < 300 * 60
    assert [len(part.listings) for part in partition([Member(at, key) for at, key in enumerate(keys)], edges)] == [300]
