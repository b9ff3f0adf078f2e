"""Invented listings for tests of linking, kept in a real store with the contacts that are named for them."""

from __future__ import annotations

from sandi.listing import Listing
from sandi.verdict import Contact, Verdict
from storage import clusters, linking, listings
from storage.database import Store
from storage.records import Judged

SHOPS = (
    "Dijual lemari jati ukir Jepara, tinggi dua meter, cocok untuk kamar tidur utama, kondisi mulus.",
    "Kami menerima pesanan kue kering lebaran, nastar dan kastengel, dikirim ke seluruh kota.",
    "Servis kulkas dan mesin cuci panggilan, teknisi datang ke rumah, garansi satu bulan penuh.",
    "Tanaman hias dalam pot, monstera dan anggrek bulan, dirawat sejak kecil, harga mulai murah.",
)
WORK = (
    "Dibutuhkan segera {what} untuk {where}, gaji {pay} juta per bulan, mess dan makan ditanggung. "
    "Tiket berangkat kami urus, tanpa pengalaman boleh, berangkat minggu depan. Hubungi {name} sekarang juga."
)


def work(what="pelayan kafe", where="Batam", pay=8, name="Bu Rina"):
    return WORK.format(what=what, where=where, pay=pay, name=name)


def keep(store: Store, number: int, text: str, *held: str, kind: str = "quiet", run: str = "r1", **more) -> None:
    """A listing judged as `kind`, listed as a post or as `listed`, that holds these contacts, each written as
    `kind:value`, of a seller of its own unless one is named.
    """
    lane = more.pop("lane", "adult")
    more |= {"kind": more.pop("listed", "post")}
    found = tuple(Contact(*name.split(":", 1), "text", 0, 1, False) for name in held)
    values = {"source": "pasar", "seller": f"Penjual {number}", "url": f"https://pasar.example/{number}"} | more
    one = Listing(text=text, **values)
    verdict = Verdict(one.url, kind, lane, contacts=found, score=60 if kind != "quiet" else 0)
    listings.save_batch(store, run, [Judged(one, verdict)])


def emptied(store: Store) -> Store:
    """A store without anything that linking reads or writes, as if it were new."""
    tables = (
        "watch_hits",
        "watches",
        "correlation_hits",
        "leads",
        "judgements",
        "listing_versions",
        "listing_contacts",
    )
    linked = ("texts", "bands", "edges", "keys", "key_states", "site_lines", "site_keys", "listings", "unsettled")
    with store.writer() as conn:
        for table in (*tables, *(f"link_{name}" for name in linked), "clusters", "listings", "contacts", "sealed"):
            conn.execute(f"DELETE FROM {table}")
        conn.execute("DELETE FROM settings WHERE name IN ('linked_to', 'correlated_to', 'links_built_with')")
        conn.execute("DELETE FROM sqlite_sequence WHERE name <> 'audit'")
    return store


def groups(store):
    with store.reader() as conn:
        return sorted(tuple(clusters.members(conn, number)) for number, _ in clusters.largest(conn, -1))


def states(store):
    with store.reader() as conn:
        keys = {key for number in range(1, 99) for key in linking.keys_of(conn, number)}
        return {linking.shown(conn, key): state for key, state in linking.key_states(conn, keys).items()}


def named_groups(store):
    with store.reader() as conn:
        urls = dict(conn.execute("SELECT id, url FROM listings").fetchall())
    return sorted(sorted(urls[one] for one in group) for group in groups(store))


def sums(store):
    """What hangs together, and how many texts and keys that is, of each cluster."""
    with store.reader() as conn:
        rows = conn.execute("SELECT id, component, units FROM clusters WHERE ended_at IS NULL")
        return sorted((tuple(clusters.members(conn, row[0])), row[1], row[2]) for row in rows)


def numbers(store, *listings):
    with store.reader() as conn:
        return [clusters.of_listing(conn, number) for number in listings]


def linked_here(store, listing):
    with store.reader() as conn:
        return linking.linked(conn, listing)
