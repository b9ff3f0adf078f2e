"""Real programs that nobody here wrote, on loopback: what `sandi sources new` makes of them, and what two crawls bring.

Pelican (articles, their archive page and an Atom feed) and Datasette (tables as pages and as a JSON API). They live
in an environment of their own, never in sandi's:

    python3 -m venv build/programs
    build/programs/bin/pip install pelican datasette
    .venv/bin/python benchmarks/programs.py --programs build/programs

Each holds the same 25 invented adverts. The first crawl must bring all as new, the second all as unchanged.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COUNT = 25
THINGS = ("Lemari jati", "Meja belajar", "Kursi rotan", "Kasur busa", "Rak buku")
WAIT_S = 60.0


def adverts() -> Iterator[tuple[int, str, str]]:
    """Number, title and text of each advert."""
    for n in range(COUNT):
        thing = THINGS[n % len(THINGS)]
        text = (
            f"Dijual {thing.lower()} nomor {n}, kayu tua, masih kuat, bisa diantar. Harga Rp {n + 1}50.000, nego tipis."
        )
        yield n, f"{thing} nomor {n}", text


def free_port() -> int:
    with socket.socket() as lent:
        lent.bind(("127.0.0.1", 0))
        return int(lent.getsockname()[1])


@contextmanager
def running(command: list[str], url: str, folder: Path) -> Iterator[None]:
    """A program while the block runs, from the moment it answers."""
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
        try:
            _wait_for(url, process)
            yield
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + WAIT_S
    while time.monotonic() < ends and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{process.args!r} does not answer at {url}")


@contextmanager
def pelican(programs: Path, folder: Path) -> Iterator[list[str]]:
    """A site of articles; the addresses that an operator would give."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    content = folder / "content"
    content.mkdir()
    for n, title, text in adverts():
        day = f"2026-10-{n % 28 + 1:02} 08:{n:02}"
        head = f"{title}\n{'#' * len(title)}\n\n:date: {day}\n:slug: iklan-{n}\n:category: Mebel\n\n"
        (content / f"a{n}.rst").write_text(f"{head}{text}\n")
    (folder / "conf.py").write_text(
        f"SITEURL = {url!r}\nSITENAME = 'Pasar Contoh'\nAUTHOR = 'Ani'\nTIMEZONE = 'Asia/Jakarta'\n"
        "FEED_ALL_ATOM = 'feeds/all.atom.xml'\nFEED_MAX_ITEMS = 100\nPATH = 'content'\n"
    )
    subprocess.run([programs / "bin" / "pelican", "-s", "conf.py", "-q"], cwd=folder, check=True)
    serve = [str(programs / "bin" / "python"), "-m", "http.server", str(port), "--bind", "127.0.0.1", "-d", "output"]
    with running(serve, url, folder):
        yield [f"{url}/archives.html", f"{url}/feeds/all.atom.xml"]


@contextmanager
def datasette(programs: Path, folder: Path) -> Iterator[list[str]]:
    """A table as JSON."""
    port = free_port()
    with sqlite3.connect(folder / "pasar.db") as conn:
        conn.execute(
            "CREATE TABLE iklan (id INTEGER PRIMARY KEY, title TEXT, description TEXT, url TEXT, price INTEGER)"
        )
        rows = [
            (n, title, text, f"http://127.0.0.1:{port}/pasar/iklan/{n}", (n + 1) * 50_000)
            for n, title, text in adverts()
        ]
        conn.executemany("INSERT INTO iklan VALUES (?, ?, ?, ?, ?)", rows)
    conn.close()
    command = [str(programs / "bin" / "datasette"), "serve", "pasar.db", "-h", "127.0.0.1", "-p", str(port)]
    with running(command, f"http://127.0.0.1:{port}/", folder):
        yield [f"http://127.0.0.1:{port}/pasar/iklan.json?_shape=objects&_size=100"]


PROGRAMS = {"pelican": pelican, "datasette": datasette}


def sandi(folder: Path, *words: str) -> dict[str, Any]:
    own = {"SANDI_DATA": folder / "data", "SANDI_KEYS": folder / "keys", "SANDI_SEEDS": folder / "seeds"}
    environment = os.environ | {name: str(path) for name, path in own.items()}
    command = [sys.executable, "-m", "sandi.cli", *words, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if not done.stdout:
        raise SystemExit(f"sandi {' '.join(words)}: {done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def main() -> int:
    """Prints a line an address; exit status 1 when one of them does not come out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=Path, required=True, help="environment in which the programs are installed")
    parser.add_argument("--only", choices=PROGRAMS)
    given = parser.parse_args()
    fine = True
    for name in (given.only,) if given.only else PROGRAMS:
        with tempfile.TemporaryDirectory() as made, PROGRAMS[name](given.programs.absolute(), Path(made)) as addresses:
            for number, url in enumerate(addresses):
                folder = Path(made) / f"sandi{number}"
                new = sandi(folder, "sources", "new", url, "--id", "program", "--purpose", "A test of a real program.")
                first, again = sandi(folder, "crawl", "program"), sandi(folder, "crawl", "program")
                right = (first["new"], again["new"], again["unchanged"], again["gone"]) == (COUNT, 0, COUNT, 0)
                fine = fine and right
                print(f"{'right' if right else 'WRONG':6}{name:10} {url}\n      {new['how']}", flush=True)
                second = {count: again[count] for count in ("new", "unchanged", "gone", "unmodified")}
                print(f"      first crawl: {first['new']} new; second: {second} {first['message']}", flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
