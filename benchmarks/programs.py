"""Real programs that nobody here wrote, on loopback: what `sandi sources new` makes of them, and what two crawls bring.

Pelican (articles, their archive page and an Atom feed), Datasette (a table as a JSON API), Spirit (a forum: a list of
threads and a thread) and WordPress (its pages, feed, sitemap and REST API). The first three live in an environment of
their own, never in sandi's; WordPress is Debian's, with a database server of its own in a temporary folder:

    python3 -m venv build/programs
    build/programs/bin/pip install pelican datasette django-spirit
    sudo apt-get install --no-install-recommends wordpress wordpress-theme-twentytwentythree php-cli php-mysql \\
        php-xml php-mbstring mariadb-server
    .venv/bin/python benchmarks/programs.py --programs build/programs

Each holds the same 25 invented adverts. The first crawl must bring all that an address shows as new, the second all as
unchanged.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import shutil
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
def pelican(programs: Path, folder: Path) -> Iterator[dict[str, int]]:
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
        yield dict.fromkeys((f"{url}/archives.html", f"{url}/feeds/all.atom.xml"), COUNT)


@contextmanager
def datasette(programs: Path, folder: Path) -> Iterator[dict[str, int]]:
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
        yield {f"http://127.0.0.1:{port}/pasar/iklan.json?_shape=objects&_size=100": COUNT}


POSTS = """
import json
from django.contrib.auth import get_user_model
from spirit.comment.models import Comment
from spirit.topic.models import Topic
from spirit.category.models import Category
user = get_user_model().objects.create_user("ani", "ani@pasar.example", "rahasia-contoh")
open_one = Category.objects.get(is_private=False)
rows = json.load(open("adverts.json"))
topics = [Topic.objects.create(user=user, category=open_one, title=title) for _, title, _ in rows]
for topic in topics:
    said = [text for _, _, text in rows] if topic is topics[0] else [rows[0][2]]
    for text in said:
        Comment.objects.create(user=user, topic=topic, comment=text, comment_html=f"<p>{text}</p>")
    Topic.objects.filter(pk=topic.pk).update(comment_count=len(said))
print(open_one.get_absolute_url(), topics[0].get_absolute_url())
"""


@contextmanager
def spirit(programs: Path, folder: Path) -> Iterator[dict[str, int]]:
    """A forum: its list of 25 threads, and a thread of 25 posts."""
    port, own = free_port(), programs / "bin"
    environment = os.environ | {"PATH": f"{own}:{os.environ['PATH']}"}
    quiet: dict[str, Any] = {"env": environment, "check": True, "capture_output": True, "text": True}
    subprocess.run(["spirit", "startproject", "pasar"], cwd=folder, **quiet)
    home = folder / "pasar"
    subprocess.run(["python", "manage.py", "spiritinstall"], cwd=home, **quiet)
    (home / "adverts.json").write_text(json.dumps(list(adverts())))
    told = subprocess.run(["python", "manage.py", "shell", "--no-imports", "-c", POSTS], cwd=home, **quiet)
    serve = [str(own / "python"), "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    with running(serve, f"http://127.0.0.1:{port}/", home):
        yield {f"http://127.0.0.1:{port}{path}": COUNT for path in told.stdout.split()}


WORDPRESS = Path("/usr/share/wordpress")
FEED = 10
"""WordPress's feed holds its ten newest posts unless told otherwise."""
THEME = "twentytwentythree"
CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp');
define('DB_HOST', 'localhost:%(socket)s');
define('WP_HOME', '%(url)s'); define('WP_SITEURL', '%(url)s'); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
"""
FILL = """<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '%(host)s'; $_SERVER['REQUEST_URI'] = '/'; $_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require 'wp-load.php'; require 'wp-admin/includes/upgrade.php';
wp_install('Pasar Contoh', 'pasar', 'pasar@pasar.example', true, '', 'rahasia-contoh');
wp_delete_post(1, true); wp_delete_post(2, true); wp_delete_post(3, true);
switch_theme('%(theme)s'); update_option('permalink_structure', '/%%postname%%/');
foreach (json_decode(file_get_contents('adverts.json')) as $one) {
    wp_insert_post(['post_title' => $one[1], 'post_content' => '<p>' . $one[2] . '</p>',
        'post_name' => 'iklan-' . $one[0], 'post_status' => 'publish', 'post_author' => 1, 'post_date' => $one[3]]);
}
flush_rewrite_rules();
"""
ROUTER = """<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && is_file(__DIR__ . $path)) { return false; }
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';
"""


@contextmanager
def database(folder: Path) -> Iterator[Path]:
    """MariaDB without a port; its socket. The server runs while the block does."""
    data, socket_at = folder / "database", folder / "sql"
    quiet: dict[str, Any] = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    user = f"--user={getpass.getuser()}"
    subprocess.run(["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", user], **quiet)
    server = ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket_at}", "--skip-networking", user]
    with subprocess.Popen(server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            said = "CREATE DATABASE wp; CREATE USER wp@localhost IDENTIFIED BY 'wp'; GRANT ALL ON wp.* TO wp@localhost"
            client = ["mariadb", "--no-defaults", f"--socket={socket_at}", "-e", said]
            ends = time.monotonic() + WAIT_S
            while subprocess.run(client, check=False, stderr=subprocess.DEVNULL).returncode:
                if time.monotonic() > ends or process.poll() is not None:
                    raise SystemExit("MariaDB does not start.")
                time.sleep(0.5)
            yield socket_at
        finally:
            process.terminate()


@contextmanager
def wordpress(programs: Path, folder: Path) -> Iterator[dict[str, int]]:
    """A blog: its front page, its feed and its REST API."""
    port = free_port()
    url, root = f"http://127.0.0.1:{port}", folder / "wordpress"
    shutil.copytree(WORDPRESS, root, ignore=shutil.ignore_patterns("wp-config.php", ".htaccess"))
    shutil.copytree(
        f"/var/lib/wordpress/wp-content/themes/{THEME}", root / "wp-content/themes" / THEME, dirs_exist_ok=True
    )
    with database(folder) as socket_at:
        told = {"socket": socket_at, "url": url, "host": f"127.0.0.1:{port}", "theme": THEME}
        for name, text in (("wp-config.php", CONFIG), ("fill.php", FILL)):
            (root / name).write_text(text % told)
        (root / "router.php").write_text(ROUTER)
        rows = [(n, title, text, f"2026-10-{n % 28 + 1:02} 08:{n:02}:00") for n, title, text in adverts()]
        (root / "adverts.json").write_text(json.dumps(rows))
        subprocess.run(["php", "fill.php"], cwd=root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (root / "fill.php").unlink()
        with running(["php", "-S", f"127.0.0.1:{port}", "-t", str(root), "router.php"], url, root):
            api, sitemap = f"{url}/wp-json/wp/v2/posts", f"{url}/wp-sitemap-posts-post-1.xml"
            yield {f"{url}/": COUNT, f"{url}/feed/": FEED, api: COUNT, sitemap: COUNT}


PROGRAMS = {"pelican": pelican, "datasette": datasette, "spirit": spirit, "wordpress": wordpress}


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
            for number, (url, count) in enumerate(addresses.items()):
                folder = Path(made) / f"sandi{number}"
                new = sandi(folder, "sources", "new", url, "--id", "program", "--purpose", "A test of a real program.")
                first, again = sandi(folder, "crawl", "program"), sandi(folder, "crawl", "program")
                right = (first["new"], again["new"], again["unchanged"], again["gone"]) == (count, 0, count, 0)
                fine = fine and right
                print(f"{'right' if right else 'WRONG':6}{name:10} {url}\n      {new['how']}", flush=True)
                second = {name: again[name] for name in ("new", "unchanged", "gone", "unmodified")}
                print(f"      first crawl: {first['new']} new; second: {second} {first['message']}", flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
