"""How well and how fast listings of one template are joined, beside a fair baseline on the same texts.

Run by `make bench`; `--sizes 10000,100000` names the sizes of the second part.

1. 200 templates of 5 texts among 1,000 singles, drawn from the words of one vocabulary by how often they are used:
   0, 1, 2, 3 and 6 of 30 words changed in every text, lines reordered, words obscured in ten ways, and Indonesian
   adverts with slots. The baseline is word 3-grams on folded text, Jaccard of at least 0.5 (and 0.2), union-find.
   Measured is the adjusted Rand index (Hubert and Arabie 1985), and how many singles were joined. InfoShield (Lee et
   al., ICDE 2021) publishes a precision of 0.84 and 4 million texts in 8 hours; its public code falls from an index of
   1.00 to 0.05 when three words of thirty change.
2. Sizes: adverts of which a tenth are of templates; time of the whole, memory, and how the time grows.
3. With `--stored 100000`: the same adverts with a number each in a database (made in `--folder` if it is not there:
   1.5 ms a listing), all links rebuilt, then new listings placed one by one, and the giants split that these joined.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, combinations
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import networkx as nx  # noqa: E402

from linking.bulk import Texts  # noqa: E402
from linking.partition import Member, partition  # noqa: E402
from linking.placing import place_waiting  # noqa: E402
from linking.rebuilding import rebuild  # noqa: E402
from linking.settling import settle  # noqa: E402
from linking.texts import body_of  # noqa: E402
from rules.fold import fold  # noqa: E402
from rules.obscure import rewritings  # noqa: E402
from sandi.config import Config  # noqa: E402
from sandi.listing import Listing  # noqa: E402
from sandi.verdict import Contact, Verdict  # noqa: E402
from storage import listings  # noqa: E402
from storage.database import Store  # noqa: E402
from storage.records import Judged  # noqa: E402

TEMPLATES, EACH, SINGLES, WORDS = 200, 5, 1_000, 30
Case = tuple[list[str], list[int]]
"""Texts, and the number of the template of each; a single has a number of its own."""


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000", help="numbers of listings, with commas between; 0 for none")
    parser.add_argument("--stored", type=int, default=0, help="listings of a database; 0 for none")
    parser.add_argument(
        "--folder", type=Path, help="where that database lies, or is made; left out, in a temporary one"
    )
    args = parser.parse_args()
    sizes = [int(size) for size in args.sizes.split(",") if int(size)]
    if args.stored:
        with tempfile.TemporaryDirectory() as folder:
            return stored(args.stored, args.folder or Path(folder))
    print(f"{'':34}{'sandi':>8}{'joined':>8}{'  3-grams 0.5':>13}{'joined':>8}{'  3-grams 0.2':>13}{'joined':>8}")
    for name, (texts, truth) in cases():
        row = f"{name:34}"
        for found, width in zip((ours(texts), *baseline(texts, (0.5, 0.2))), (8, 13, 13), strict=True):
            row += f"{adjusted_rand(truth, found):>{width}.3f}{singles_joined(truth, found):>8}"
        print(row, flush=True)
    last = 0.0
    for size in sizes:
        texts = adverts(size, random.Random(7))
        start = time.process_time()
        found = ours(texts)
        spent = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        grown = f", {spent / last:.1f} x the size before" if last else ""
        groups = f"{len(set(found)):,} clusters and singles"
        print(f"{size:>9,} listings: {spent:.1f} s of CPU, {groups}, {memory:.2f} GB{grown}", flush=True)
        last = spent
    return 0


def stored(size: int, folder: Path) -> int:
    """Rebuild all links of a database, then place new listings in it."""
    config = Config(data=folder / "data", keys=folder / "keys")
    if not config.database.exists():  # in a process of its own: its memory is not that of linking
        maker = get_context("spawn").Process(target=fill, args=(config, size))
        maker.start()
        maker.join()
    with Store.open(config) as store:
        start = time.process_time()
        made = rebuild(store)
        spent = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{made.listings:>9,} listings rebuilt: {spent:.0f} s of CPU, {made.clusters:,} clusters, {memory:.2f} GB"
        )
        times = sorted(placing_times(store, size))
        start = time.process_time()
        waiting = settle(store).waiting
        settled = time.process_time() - start
    median, late = times[len(times) // 2], times[len(times) * 99 // 100]
    print(f"{len(times):>9,} new ones placed: {median * 1e3:.1f} ms of CPU (median), {late * 1e3:.1f} ms (99 %)")
    print(f"{'':>9} giants split as a crawl ends: {settled:.1f} s of CPU; {waiting} of the new ones wait for the night")
    return 0


def fill(config: Config, size: int) -> None:
    """A database of adverts, each with the number of one of half as many sellers, on twenty sources."""
    rng = random.Random(7)
    texts = adverts(size, rng)
    with Store.open(config) as store:
        for start in range(0, size, 500):
            some = enumerate(texts[start : start + 500], start)
            listings.save_batch(store, "r1", [judged(at, text, rng.randrange(size // 2)) for at, text in some])


def judged(at: int, text: str, seller: int) -> Judged:
    """A quiet listing of a seller with a number."""
    one = Listing(f"https://pasar.example/{at}", source=f"pasar{at % 20}", text=text, seller=f"Penjual {seller}")
    return Judged(
        one, Verdict(one.url, "quiet", contacts=(Contact("phone", f"+62812{seller:08}", "text", 0, 1, False),))
    )


def placing_times(store: Store, size: int, count: int = 300) -> Iterator[float]:
    """Seconds of CPU to place a new listing, of a template in every second case."""
    kept, rng = templated(size, random.Random(7)), random.Random(8)
    for at in range(size, size + count):
        text = adverts(1, rng)[0] if at % 2 else " ".join(change(rng.choice(kept).split(), 3, rng))
        listings.save_batch(store, "r2", [judged(at, text, rng.randrange(size // 2))])
        start = time.process_time()
        place_waiting(store)
        yield time.process_time() - start


def ours(texts: Sequence[str]) -> list[int]:
    """The number of each text's cluster."""
    kept = Texts()
    keys = kept.add_all(body_of("", text) for text in texts)
    edges, _ = kept.edges()
    found = list(range(len(texts)))
    for part in partition((Member(at, key) for at, key in enumerate(keys)), edges):
        for at in part.listings:
            found[at] = part.listings[0]
    return found


def baseline(texts: Sequence[str], bounds: Sequence[float]) -> list[list[int]]:
    """Word 3-grams and union-find, once for each bound. Pairs without a common 3-gram are not compared."""
    grams = [three_grams(text) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = {}
    for at, some in enumerate(grams):
        for gram in some:
            holders.setdefault(gram, []).append(at)
    found = [nx.utils.UnionFind(range(len(texts))) for _ in bounds]
    for first, second in {pair for some in holders.values() for pair in combinations(some, 2)}:
        common = len(grams[first] & grams[second])
        alike = common / (len(grams[first]) + len(grams[second]) - common)
        for bound, joined in zip(bounds, found, strict=True):
            if alike >= bound:
                joined.union(first, second)
    return [[joined[at] for at in range(len(texts))] for joined in found]


def three_grams(text: str) -> frozenset[tuple[str, ...]]:
    words = fold(text).text.split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def adjusted_rand(truth: Sequence[int], found: Sequence[int]) -> float:
    """1 the same partition, 0 what chance gives."""
    both: dict[tuple[int, int], int] = {}
    for pair in zip(truth, found, strict=True):
        both[pair] = both.get(pair, 0) + 1

    def pairs(counts: Iterator[int]) -> float:
        return sum(count * (count - 1) / 2 for count in counts)

    together = pairs(iter(both.values()))
    one, other = (pairs(iter(Counter(side).values())) for side in (truth, found))
    chance = one * other / (len(truth) * (len(truth) - 1) / 2)
    most = (one + other) / 2
    return (together - chance) / (most - chance) if most != chance else 1.0


def singles_joined(truth: Sequence[int], found: Sequence[int]) -> int:
    """Texts that have no template and stand in a cluster all the same."""
    sizes: dict[int, int] = {}
    kinds: dict[int, int] = {}
    for one, other in zip(truth, found, strict=True):
        kinds[one] = kinds.get(one, 0) + 1
        sizes[other] = sizes.get(other, 0) + 1
    return sum(kinds[one] == 1 and sizes[other] > 1 for one, other in zip(truth, found, strict=True))


def cases() -> Iterator[tuple[str, Case]]:
    for changed in (0, 1, 2, 3, 6):
        yield f"{changed} of {WORDS} words changed", made(lambda words, rng, n=changed: " ".join(change(words, n, rng)))
    yield "lines in another order", made(lambda words, rng: shuffled(words, rng))
    yield "2 changed, other order of lines", made(lambda words, rng: shuffled(change(words, 2, rng), rng))
    yield "obscured, each in another way", made(lambda words, rng: obscured(" ".join(words), rng))
    yield "obscured, 2 of 30 words changed", made(lambda words, rng: obscured(" ".join(change(words, 2, rng)), rng))
    yield "Indonesian adverts with slots", slotted(random.Random(3))


def vocabulary(rng: random.Random) -> tuple[list[str], list[float]]:
    """Invented words, the more used the shorter, as in any language, and their weights added up."""

    def syllable() -> str:
        return rng.choice("bdghjklmnprstwyc") + rng.choice("aiueo") + rng.choice(["", "", "n", "r", "k"])

    words = list(dict.fromkeys("".join(syllable() for _ in range(2 + at // 900)) for at in range(4_000)))
    return words, list(accumulate(1 / (at + 12) for at in range(len(words))))


_WORDS, _WEIGHTS = vocabulary(random.Random(1))


def change(words: Sequence[str], count: int, rng: random.Random) -> list[str]:
    found = list(words)
    for at in rng.sample(range(len(found)), count):
        found[at] = rng.choices(_WORDS, cum_weights=_WEIGHTS)[0]
    return found


def made(write: Callable[[Sequence[str], random.Random], str]) -> Case:
    rng = random.Random(5)
    texts, truth = [], []
    for template in range(TEMPLATES + SINGLES):
        words = rng.choices(_WORDS, cum_weights=_WEIGHTS, k=WORDS)
        for _ in range(EACH if template < TEMPLATES else 1):
            texts.append(write(words, rng))
            truth.append(template)
    return texts, truth


def shuffled(words: Sequence[str], rng: random.Random) -> str:
    lines = [" ".join(words[at : at + 6]) for at in range(0, len(words), 6)]
    rng.shuffle(lines)
    return "\n".join(lines)


def obscured(text: str, rng: random.Random) -> str:
    ways = rewritings(text)
    return rng.choice(ways[rng.choice(sorted(ways))])


_WORK = ("penjaga toko", "admin gudang", "pelayan kafe", "sopir", "juru masak", "operator", "kasir", "tukang las")
_TOWN = ("Surabaya", "Batam", "Medan", "Pontianak", "Kupang", "Semarang", "Bandung", "Makassar", "Manado")
_NAME = ("Bu Rina", "Pak Joko", "Mbak Sari", "Kak Dewi", "Om Budi", "Bunda Lia", "Mas Agus", "Cik Mei", "Bang Ucok")
_OPENING = ("Dibutuhkan segera", "Lowongan kerja", "Dicari", "Butuh cepat", "Info loker", "Kesempatan baik")
_TERMS = tuple(
    tuple(part.split("/") for part in line)
    for line in (
        (
            "mess/asrama/kamar/tempat tinggal",
            "dan makan/serta konsumsi/plus makan siang",
            "ditanggung/gratis/disediakan bos/dari kami",
        ),
        (
            "tiket/ongkos jalan/biaya kapal/pesawat",
            "berangkat/pulang pergi/sekali jalan",
            "kami urus/dibayar kantor/talangan dulu",
        ),
        (
            "paspor/dokumen/berkas/surat jalan",
            "dibantu/diurus orang kami/kita proses",
            "sampai jadi/cepat/tanpa ribet/dari nol",
        ),
        (
            "tanpa/tidak perlu/belum punya/minim",
            "pengalaman/ijazah/sertifikat/keahlian khusus",
            "boleh/gapapa/tetap diterima/kami latih",
        ),
        (
            "potong gaji/cicil/bayar belakangan",
            "tiga bulan/lima kali/setengah tahun",
            "pertama/sesudah sampai/dari upah",
        ),
        ("jam kerja/shift/masuk", "dua belas jam/pagi sampai malam/bergantian", "setiap hari/enam hari/santai"),
        ("libur/cuti/off", "sekali sebulan/tiap minggu/kalau sepi", "sesuai jadwal/bisa diganti uang/tergantung bos"),
        (
            "bonus/komisi/uang jajan",
            "ajak teman/target tercapai/kerja rajin",
            "cair langsung/tiap tanggal muda/sampai satu juta",
        ),
        (
            "berangkat/jalan/start",
            "minggu depan/lusa/setelah lebaran/akhir bulan",
            "dijemput/kumpul di terminal/ikut rombongan",
        ),
        (
            "kontrak/ikatan/perjanjian",
            "dua tahun/satu musim/tertulis",
            "bisa diperpanjang/tidak boleh pulang dulu/ditahan kantor",
        ),
        (
            "wajib/harus/bersedia",
            "tinggal di dalam/ikut majikan/ditempatkan dimana saja",
            "jujur/betah/tahan banting/sopan",
        ),
        ("hp/telepon/alat komunikasi", "dikumpul/dititip satpam/dibatasi", "waktu kerja/malam hari/masa training"),
    )
)


def terms_of(rng: random.Random) -> list[str]:
    """Seven of twelve things that such adverts say, each in one of many wordings, in any order."""
    return [" ".join(rng.choice(part) for part in line) for line in rng.sample(_TERMS, 7)]


_EMOJI = "✅🔥📣✈️💰⭐🙏"


def slotted(rng: random.Random, templates: int = TEMPLATES, singles: int = SINGLES) -> Case:
    """Adverts from shared phrases: what an operation keeps are the phrases, what it changes are the slots."""
    texts, truth = [], []
    for template in range(templates + singles):
        opening, terms = rng.choice(_OPENING), terms_of(rng)
        for _ in range(EACH if template < templates else 1):
            texts.append(advert(opening, terms, rng))
            truth.append(template)
    return texts, truth


def advert(opening: str, terms: Sequence[str], rng: random.Random) -> str:
    low = rng.randint(17, 25)
    lines = [
        f"{opening} {rng.choice(_WORK)} di {rng.choice(_TOWN)} {rng.choice(_EMOJI)}",
        f"umur {low}-{low + rng.randint(3, 15)} gaji {rng.randint(2, 25)} juta",
        *terms,
        f"hubungi {rng.choice(_NAME)} 0812-0000-{rng.randint(1000, 9999)}",
    ]
    return "\n".join(f"{rng.choice(_EMOJI)} {line}" if rng.random() < 0.2 else line for line in lines)


def adverts(size: int, rng: random.Random) -> list[str]:
    """A tenth of templates of five, the others singles; 30 to 90 words each."""
    texts = templated(size, rng)
    texts += [
        " ".join(rng.choices(_WORDS, cum_weights=_WEIGHTS, k=rng.randint(30, 90))) for _ in range(size - len(texts))
    ]
    return texts


def templated(size: int, rng: random.Random) -> list[str]:
    """The tenth that is of templates."""
    texts = []
    for _ in range(size // 50):
        words = rng.choices(_WORDS, cum_weights=_WEIGHTS, k=rng.randint(30, 90))
        texts += [" ".join(change(words, len(words) // 12, rng)) for _ in range(EACH)]
    return texts


if __name__ == "__main__":
    raise SystemExit(main())
