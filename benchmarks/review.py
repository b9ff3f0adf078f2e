"""How fast the workbench answers over a large file while a crawl writes: queue, lead, search, facets, rules, overview.

Makes a database of invented listings (once; kept under --data): the first SEED through the store itself, with clusters
and decisions, the rest as copies of those under other addresses, contacts, clusters and days, row by row in all tables,
because sealing a million listings takes hours. Then starts a process that writes batches as a crawl does, and asks for
pages as a browser would, each kind in turn. The median and the 95th percentile are told in milliseconds; the aim is 100
and 300.

    python benchmarks/review.py                                         # 20,000 listings, 1,000 leads
    python benchmarks/review.py --listings 1000000 --leads 50000 --data /tmp/large
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder, whose files are called like packages
BATCH = 500
SEED = 20_000
TOGETHER = 4
"""Leads of a cluster; two fifths of the leads are in one."""
HOST = "127.0.0.1:8765"
WORDS = """
    lemari jati meja kursi bekas mulus ukuran warna coklat antik barang siap antar harga nego kondisi kayu gratis
    ongkir rumah dapur kamar tidur sofa kain busa garansi motor mobil pajak hidup tangan pertama mesin halus servis
    rutin kos putri bulanan kunci air panas dekat kampus sepeda anak roda lampu toko grosir beras minyak gula kopi
    teh susu""".split()  # noqa: SIM905 - a list of words reads better as words
PLACES = ("Batam", "Surabaya", "Medan", "Bandung", "Makassar", "Pontianak", "Kupang", "Poipet", "")
TACTICS = ("fake-job", "crew-plantation-debt", "baby-adoption", "people-as-goods", "unlicensed-placement")
SOURCES = tuple(f"pasar-{n}" for n in range(20))
RULES = tuple(f"made-rule-{n}" for n in range(40))


def made(number: int, *, lead: bool):  # type: ignore[no-untyped-def]
    """An invented listing with its verdict; a lead has two hits, four marks and a contact that some share."""
    from sandi.listing import Listing
    from sandi.verdict import Contact, Hit, Span, Verdict
    from storage.records import Judged

    rng = random.Random(number)
    words = " ".join(rng.choices(WORDS, k=45))
    phone = f"0812-0000-{rng.randrange(10_000):04}"
    bait = "dicari pekerja luar negeri tanpa pengalaman tiket ditanggung" if lead else ""
    listing = Listing(
        url=f"https://pasar.example/iklan/{number}",
        source=SOURCES[number // 7 % len(SOURCES)],
        kind="job" if lead else "product",
        title=f"{words[:40]} {number}",
        text=f"{bait} {words} hubungi {phone}",
        seller=f"toko {rng.randrange(5000)}",
        location=rng.choice(PLACES),
        price=float(rng.randrange(1, 900) * 10_000),
        currency="IDR",
    )
    at = listing.text.index(phone)
    contacts = (Contact("phone", f"+62{phone[1:].replace('-', '')}", "text", at, at + len(phone), False),)
    if not lead:
        return Judged(listing, Verdict(listing.url, "quiet", contacts=contacts))
    spans = tuple(
        Span("text", listing.text.index(raw), listing.text.index(raw) + len(raw), slot, f"made.{slot}", raw, raw)
        for raw, slot in (("luar negeri", "act"), ("tanpa pengalaman", "means"))
    )
    tactic, score = rng.choice(TACTICS), rng.randrange(30, 100)
    hits = tuple(Hit(rule, 1, tactic, score, spans) for rule in rng.sample(RULES, 2))
    verdict = Verdict(listing.url, "alert", "adult", score, (tactic,), ("act", "means"), hits, contacts)
    return Judged(listing, verdict)


def batches(first: int, count: int, leads: int) -> Iterator[list]:  # type: ignore[type-arg]
    """`count` listings, of which `leads` are leads, evenly spread."""
    every = max(1, count // leads) if leads else 0
    for at in range(first, first + count, BATCH):
        numbers = range(at, min(at + BATCH, first + count))
        yield [made(n, lead=bool(every) and n % every == 0) for n in numbers]


def fill(store, listings: int, leads: int) -> None:  # type: ignore[no-untyped-def]
    """Bring an empty store to its size; people have decided a third of the leads."""
    from storage.installation import state

    if state(store).listings:
        return
    first, began = min(SEED, listings), time.perf_counter()
    seed(store, first, leads * first // listings)
    for copy in range(1, listings // first):
        multiply(store, copy, first)
        done = (copy + 1) * first
        print(f"  {done:,} listings, {done / (time.perf_counter() - began):,.0f}/s", file=sys.stderr)


def seed(store, listings: int, leads: int) -> None:  # type: ignore[no-untyped-def]
    """Listings and leads through the store, as a crawl and people make them."""
    from sandi.verdict import RuleText
    from storage import clusters, decisions, runs
    from storage import leads as queue
    from storage.listings import save_batch

    texts = [RuleText(rule, 1, rule, TACTICS[0], "ab" * 32, f"title: {rule}\nid: {rule}\n") for rule in RULES]
    run = runs.plan(store, SOURCES[0], "manual")
    for batch in batches(0, listings, leads):
        save_batch(store, run, batch, rules=texts)
    rows = queue.queue(store, limit=leads).rows
    for row in rows[: leads // 3]:
        choice = ("keep", "debt-or-documents") if row.id % 2 else ("dismiss", "spam-or-scam")
        decisions.decide(
            store, row.id, decision=choice[0], reason=choice[1], actor="made", via="cli", seen_version=row.version
        )
    members = sorted(row.listing_id for row in rows)[: leads * 2 // 5]
    with store.writer() as conn:
        conn.execute("INSERT INTO link_listings (listing_id, seller) SELECT id, seller FROM listings")
        for at in range(0, len(members), TOGETHER):
            some = members[at : at + TOGETHER]
            number = clusters.add(conn, some[0], len(some))
            clusters.assign(conn, dict.fromkeys(some, number))


COPIED = {
    "sealed": {"about": "about || '/' || :copy"},
    "listings": {
        "title": "title || ' ' || (id + :listings)",
        "url": "url || '/' || :copy",
        "url_key": "url_key || :copy",
        "sealed_id": "sealed_id + :sealed",
    },
    "judgements": {"listing_id": "listing_id + :listings"},
    "hits": {"judgement_id": "judgement_id + :judgements"},
    "spans": {"hit_id": "hit_id + :hits"},
    "contacts": {"ref": "ref || :copy", "key": '"key" || :copy', "sealed_id": "sealed_id + :sealed"},
    "listing_contacts": {"listing_id": "listing_id + :listings", "contact_id": "contact_id + :contacts"},
    "leads": {
        "listing_id": "listing_id + :listings",
        "judgement_id": "judgement_id + :judgements",
        "decision_id": "decision_id + :decisions",
        "opened_at": "strftime('%Y-%m-%dT%H:%M:%fZ', opened_at, '-' || (3 * :copy) || ' days')",
    },
    "lead_tactics": {"lead_id": "lead_id + :leads"},
    "decisions": {"lead_id": "lead_id + :leads"},
    "clusters": {"component": "component + :listings"},
    "link_listings": {"listing_id": "listing_id + :listings", "cluster_id": "cluster_id + :clusters"},
}
"""The tables that grow with the listings, and what is another in a copy; `id` is moved in each."""


def multiply(store, copy: int, every: int) -> None:  # type: ignore[no-untyped-def]
    """The `every` first listings, with all that hangs on them, once more as copy number `copy`."""
    with store.writer() as conn:
        conn.execute("PRAGMA defer_foreign_keys = ON")
        columns = {table: [row[1] for row in conn.execute(f"PRAGMA table_info({table})")] for table in COPIED}
        most = {}
        for table in COPIED:
            if "id" in columns[table]:
                row = conn.execute("SELECT value FROM settings WHERE name = ?", (f"benchmark.{table}",)).fetchone()
                if row is None:
                    top = conn.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
                    conn.execute("INSERT INTO settings VALUES (?, ?)", (f"benchmark.{table}", top))
                    row = (top,)
                most[table] = int(row[0])
        moved = {table: copy * top for table, top in most.items()} | {"copy": copy}
        of_leads = {"lead_tactics": ("lead_id", "leads"), "link_listings": ("listing_id", "listings")}
        for table, changed in COPIED.items():
            key, owner = of_leads.get(table, ("id", table))
            values = {"id": f"id + :{table}"} | changed if "id" in columns[table] else changed
            names = ", ".join(f'"{name}"' for name in columns[table])
            shown = ", ".join(values.get(name, f'"{name}"') for name in columns[table])
            where = f"{key} <= {most[owner]}"
            conn.execute(f"INSERT INTO {table} ({names}) SELECT {shown} FROM {table} WHERE {where}", moved)
        conn.execute(
            "INSERT INTO listings_fts (rowid, title, text) SELECT id, title, text FROM listings WHERE id > ?",
            (copy * every,),
        )


def write_on(data: Path, keys: Path) -> None:
    """A crawl's writing, without end: a batch of new listings, then a breath."""
    from sandi.config import Config
    from storage import runs
    from storage.database import Store
    from storage.listings import save_batch

    with Store.open(Config(data=data, keys=keys, user="made")) as store:
        run, first = runs.plan(store, SOURCES[0], "manual"), time.time_ns() // 1000
        print("writing", flush=True)
        for batch in batches(first, 10**9, 10**9 // 50):
            save_batch(store, run, batch[:50])
            time.sleep(0.1)


def asked(client, store) -> dict[str, Callable[[int], str]]:  # type: ignore[no-untyped-def]
    """The kinds of pages, each an address by the number of the question."""
    rng = random.Random(7)
    with store.reader() as conn:
        most = conn.execute("SELECT max(id) FROM leads").fetchone()[0]
    pages = ["/leads"]

    def next_page(_: int) -> str:
        """On through the queue, as far as a person may go."""
        import re

        found = re.search(r'rel="next" href="([^"]+)"', client.get(pages[-1]).text)
        pages.append(found[1].replace("&amp;", "&") if found else "/leads")
        return pages[-1]

    return {
        "queue": lambda n: "/leads",
        "queue, a later page": next_page,
        "queue, all states": lambda n: "/leads?state=all",
        "facet": lambda n: f"/leads?source={SOURCES[n % 20]}&tactic={TACTICS[n % 5]}",
        "facet, a province": lambda n: "/leads?province=" + ("Kepulauan+Riau", "Jawa+Timur", "Sulawesi+Selatan")[n % 3],
        "search, common words": lambda n: f"/leads?q={WORDS[n % len(WORDS)]}+pekerja",
        "search, one listing": lambda n: f"/leads?state=all&q={n * 7919 % most}",
        "lead": lambda n: f"/leads/{rng.randrange(1, most + 1)}",
        "rules": lambda n: "/rules",
        "rule": lambda n: f"/rules/{RULES[n % 40]}",
        "overview": lambda n: "/overview",
    }


def measure(store, times: int) -> dict[str, tuple[float, float, float, float]]:  # type: ignore[no-untyped-def]
    """Kind of page → median, 95th percentile and longest, and the median of the processor's time, in milliseconds.

    The last is what remains on a machine that does nothing else.
    """
    from starlette.testclient import TestClient

    from review.app import build_app
    from review.session import Sessions

    sessions = Sessions()
    app = build_app(store, sessions, hosts=frozenset({HOST}))
    client = TestClient(app, base_url=f"http://{HOST}", headers={"sec-fetch-site": "same-origin"})
    roles = ("investigator", "rule-author")
    client.get("/enter", params={"key": sessions.link("made", roles)})
    found = {}
    for kind, address in asked(client, store).items():
        took, worked = [], []
        for n in range(times + 1):
            path = address(n)
            start, busy = time.perf_counter(), time.process_time()
            reply = client.get(path)
            took.append(1000 * (time.perf_counter() - start))
            worked.append(1000 * (time.process_time() - busy))
            if reply.status_code != 200:
                raise SystemExit(f"{path} answered {reply.status_code}")
        first, *rest = took  # the first look compiles templates and reads the rules
        found[kind] = (median(rest), quantiles(rest, n=20)[-1], max(rest), median(worked[1:]))
        if "-v" in sys.argv:
            print(f"  {kind}: first {first:.0f} ms", file=sys.stderr)
    return found


def main() -> None:
    """Fill, write beside, ask, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--leads", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=40, help="questions of each kind")
    parser.add_argument("--data", type=Path, default=Path("data/benchmark-review"))
    parser.add_argument("--quiet-file", action="store_true", help="without the process that writes")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("-v", action="store_true", help="tell first looks")
    options = parser.parse_args()
    keys = options.data / "keys-of-benchmark"
    if options.write:
        write_on(options.data, keys)
    from sandi.config import Config
    from storage.database import Store

    with Store.open(Config(data=options.data, keys=keys, user="made")) as store:
        fill(store, options.listings, options.leads)
        command = [sys.executable, __file__, "--write", "--data", str(options.data)]
        writer = None
        try:
            if not options.quiet_file:
                writer = subprocess.Popen(command, stdout=subprocess.PIPE)
                assert writer.stdout
                writer.stdout.readline()
            found = measure(store, options.times)
        finally:
            if writer:
                writer.kill()
                writer.wait()
        size = store.path.stat().st_size
    if options.json:
        print(json.dumps({kind: [round(one, 2) for one in took] for kind, took in found.items()}, indent=2))
        return
    print(f"{options.listings:,} listings, {options.leads:,} leads, {size / 1e6:,.0f} MB")
    print(f"{'page':24}{'median':>10}{'p95':>10}{'longest':>10}{'processor':>11}  ms")
    for kind, (middle, p95, longest, work) in found.items():
        print(f"{kind:24}{middle:>10.1f}{p95:>10.1f}{longest:>10.1f}{work:>11.1f}")


if __name__ == "__main__":
    main()
