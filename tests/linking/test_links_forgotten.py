"""A purge leaves nothing of what it forgets in the tables of linking."""

from __future__ import annotations

from pathlib import Path

from linking.placing import place_waiting
from sandi.config import Config
from sandi.listing import Listing
from sandi.verdict import Verdict
from storage import listings, retention, times
from storage.database import Store
from storage.records import Judged

TABLES = ("link_texts", "link_bands", "link_edges", "link_listings", "link_keys")


def quiet(number: int, colour: str) -> Judged:
    text = f"Kaos polos kualitas bagus ukuran lengkap, kirim tiap hari dari gudang kami sendiri, warna {colour}"
    one = Listing(url=f"https://pasar.example/{number}", source="pasar", kind="product", title="Kaos", text=text)
    return Judged(one, Verdict(one.url, "quiet"))


def test_texts_of_forgotten_listings_are_forgotten(tmp_path: Path) -> None:
    with Store.open(Config(data=tmp_path / "data", keys=tmp_path / "keys")) as store:
        listings.save_batch(store, "r1", [quiet(1, "biru"), quiet(2, "merah"), quiet(3, "hijau")])
        assert place_waiting(store).clusters

        def counts() -> dict[str, int]:
            with store.reader() as conn:
                return {name: conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}

        assert counts()["link_texts"] == 3
        later = times.before(times.now(), -100 * 86_400)
        retention.purge(store, retention.plan(store, at=later), actor="ani", reason="time is over")
        assert set(counts().values()) == {0}
