"""Files that people bring: every kind gives its listings, what is broken is told, and what is hostile costs nothing."""

from __future__ import annotations

import base64
import gzip
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.archive.chats import telegram_html, whatsapp
from crawler.archive.reading import PASTED as PASTED_SUFFIX
from crawler.archive.reading import read_files
from sandi.cli import main
from tests.crawler.bombs import attribute_bomb
from tests.crawler.conftest import Sandi, detail, rows
from tests.crawler.sample import SOURCE
from tests.crawler.test_records import GRID, around

PAGE = detail("Lemari jati", "Dijual cepat, kayu tua.")
URL = "http://toko.example/i/1"


def warc(*pages: tuple[str, str, str]) -> bytes:
    """A gzipped WARC 1.0 written by hand, one member a record."""
    out = b""
    for url, status, body in pages:
        block = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}".encode()
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-01T02:00:00Z\r\n"
        kind = f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        out += gzip.compress(f"{head}{kind}".encode() + block + b"\r\n\r\n")
    return out


def har(body: str, coded: bool) -> bytes:
    text = base64.b64encode(body.encode()).decode() if coded else body
    content = {"mimeType": "text/html; charset=utf-8", "text": text} | ({"encoding": "base64"} if coded else {})
    entry = {
        "request": {"url": URL},
        "response": {"status": 200, "content": content},
        "startedDateTime": "2026-11-01T02:00:00Z",
    }
    return json.dumps({"log": {"entries": [entry, {"request": {}}]}}).encode()


def mhtml(body: str) -> bytes:
    head = f"From: <Saved>\r\nSnapshot-Content-Location: {URL}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    part = f"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nContent-Location: {URL}\r\n\r\n"
    return f"{head}{part}{base64.b64encode(body.encode()).decode()}\r\n--b--\r\n".encode()


def wacz(body: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("archive/data.warc.gz", body)
        packed.writestr("datapackage.json", "{}")
    return out.getvalue()


LINE = json.dumps({"url": URL, "title": "Lemari jati", "text": "Dijual cepat, kayu tua."})


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.warc.gz", warc(("http://toko.example/x", "404 Not Found", PAGE), (URL, "200 OK", PAGE))),
        ("a.warc", gzip.decompress(warc((URL, "200 OK", PAGE)))),
        ("a.wacz", wacz(warc((URL, "200 OK", PAGE)))),
        ("a.har", har(PAGE, coded=False)),
        ("b.har", har(PAGE, coded=True)),
        ("a.mhtml", mhtml(PAGE)),
        ("a.html", f"<!-- saved from url=(0023){URL} -->{PAGE}".encode()),
        ("b.htm", PAGE.replace("<h1>", f'<link rel="canonical" href="{URL}"><h1>').encode()),
        ("a.jsonl", LINE.encode()),
        ("a.jsonl.gz", gzip.compress(LINE.encode(), mtime=0)),
        ("a.csv", f"Judul;Deskripsi;Link\nLemari jati;Dijual cepat, kayu tua.;{URL}\n".encode()),
        ("a.json", json.dumps({"ads": [json.loads(LINE), {"url": URL + "2", "title": "b", "text": "c"}]}).encode()),
    ],
)
def test_each_kind_of_file_gives_its_listing(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    read = read_files([tmp_path], SOURCE)
    assert read.problems == []
    first = read.listings[0]
    assert (first.url, first.title, first.text, first.source) == (URL, "Lemari jati", "Dijual cepat, kayu tua.", "toko")


def test_a_folder_of_saved_pages_gives_cards_and_the_fuller_page_of_each(tmp_path: Path) -> None:
    saved = "<!-- saved from url=(0023)http://toko.example{} -->"
    (tmp_path / "index.html").write_text(saved.format("/jual") + around(GRID))
    long = "Kayu tua, masih kuat dan bersih, bisa diantar ke luar kota. " * 4
    (tmp_path / "three.html").write_text(
        saved.format("/i/3") + f"<h1>Lemari jati 3</h1><p>Rp 1.350.000</p><p>{long}</p>"
    )
    found = {one.url: one for one in read_files([tmp_path], SOURCE).listings}
    assert sorted(found) == [f"http://toko.example/i/{n}" for n in range(1, 6)]
    assert "diantar ke luar kota" in found["http://toko.example/i/3"].text
    assert found["http://toko.example/i/2"].price == 1_250_000


CHATS = {
    "android": "12/11/26 09.15 - Pesan dan panggilan dienkripsi.\n12/11/26 09.16 - Ani: Dicari orang\nuntuk kerja\n12/11/26 09.17 - +62 812-0000-1234: minat kak\n12/11/26 09.18 - Ani: <Media tidak disertakan>\n",
    "ios": "[12/11/26, 09:15:00] Grup: \u200epesan\n\u200e[12/11/26, 09:16:10] Ani: Dicari orang\nuntuk kerja\n[12/11/26, 09:17:00] +62 812-0000-1234: minat kak\n[12/11/26, 09:18:00] Ani: \u200eimage omitted\n",
}


@pytest.mark.parametrize("style", CHATS)
def test_a_whatsapp_chat_gives_its_messages(style: str) -> None:
    found = [one for one in whatsapp(CHATS[style]) if one.seller != "Grup"]
    assert [(one.seller, one.text) for one in found] == [
        ("Ani", "Dicari orang\nuntuk kerja"),
        ("", "minat kak\n+62 812-0000-1234"),
    ]
    assert found[0].posted_at.startswith("12/11/26 09:16")


def test_messages_brought_twice_are_the_same_listings(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(CHATS["android"])
    first = read_files([path], SOURCE).listings
    path.write_text(CHATS["android"] + "13/11/26 10.00 - Budi: halo\n")
    second = read_files([path], SOURCE).listings
    assert {one.url for one in first} < {one.url for one in second}
    assert first[0].posted_at == "2026-11-12T09:16:00+07:00"
    assert all(one.url.startswith("urn:sandi:toko:") for one in second)


def test_telegram_exports(tmp_path: Path) -> None:
    said = [
        "Lowongan ",
        {"type": "bold", "text": "Kamboja"},
        {"type": "text_link", "text": " di sini", "href": "https://a.example/"},
    ]
    messages = [
        {"type": "service", "text": "x"},
        {"type": "message", "date": "2026-11-01T09:00:00", "from": "Ani", "text": said},
    ]
    (tmp_path / "result.json").write_text(json.dumps({"name": "Kanal", "messages": messages}))
    (one,) = read_files([tmp_path], SOURCE).listings
    assert (one.text, one.seller, one.posted_at) == (
        "Lowongan Kamboja di sini\nhttps://a.example/",
        "Ani",
        "2026-11-01T09:00:00+07:00",
    )
    html = '<div class="message default clearfix"><div class="pull_right date details" title="01.11.2026 09:00:00 UTC+08:00">09:00</div><div class="from_name">Ani</div><div class="text">Halo</div></div><div class="message default joined"><div class="text">lagi</div></div>'
    assert [(one.seller, one.text) for one in telegram_html(html)] == [("Ani", "Halo"), ("Ani", "lagi")]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.warc", b"no"), ("a.warc.gz", b"\x1f\x8bxx"), ("a.wacz", b"PK"), ("a.har", b"{}"), ("a.har", b"\xff"), ("a.mhtml", b"x"),
        ("a.jsonl", b"{\n"), ("a.csv", b"a,b\n1,2\n"), ("a.txt", b"halo"), ("a.json", b"[1]"), ("a.exe", b"MZ"), ("a.jsonl.gz", b"zz"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, raw: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    read = read_files([path], SOURCE)
    assert read.listings == []
    assert [problem.where for problem in read.problems] == [str(path)]
    assert read.problems[0].mend


def test_files_are_stored_judged_and_never_call_anything_gone(real_sandi: Sandi, tmp_path: Path) -> None:
    real_sandi.source("grup", "id: grup\ntitle: Grup\npurpose: A test.\nadapter: archive\n")
    path = tmp_path / "chat.txt"
    path.write_text(
        "12/11/26 09.16 - Ani: L0ker K4mb0ja tanpa pengalaman, gaji 18 jt, chat tele @contoh\n12/11/26 09.17 - Budi: halo\n"
    )
    run = real_sandi.json("sources", "import", "grup", str(path))
    assert (run["new"], run["alerts"], run["gone"]) == (2, 1, 0), run
    path.write_text("12/11/26 09.17 - Budi: halo\n")
    again = real_sandi.json("sources", "import", "grup", str(path))
    assert (again["new"], again["unchanged"], again["gone"]) == (0, 1, 0), again
    assert rows(real_sandi, "SELECT count(*) FROM listings") == [(2,)]
    crawl = real_sandi.run("crawl", "grup", SANDI_CONTACT_URL="https://a.example/who")
    assert crawl.returncode == 1
    assert "sandi sources import grup" in crawl.stderr


def test_a_page_that_kills_its_reader_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(detail("Lemari jati"))
    (tmp_path / "b.html").write_bytes(attribute_bomb())
    (tmp_path / "c.html").write_text(detail("Meja makan"))
    read = read_files([tmp_path], SOURCE, deadline_s=1)
    assert sorted(one.title for one in read.listings) == ["Lemari jati", "Meja makan"]
    (problem,) = read.problems
    assert "longer than 1 s" in problem.found


TABLES = {
    "a.csv": 'sep=;\r\nJudul;Harga;Kota;Keterangan;Tautan\r\n"Lemari; besar";Rp 1.250.000;Kudus;kayu tua;http://a.example/1\r\n',
    "b.csv": '\ufefftitle,price,text,url\n"Lemari; besar","Rp 1.250.000",kayu tua,http://a.example/1\n',
    "c.tsv": "Nama Barang\tHarga\tIsi Iklan\tLink\tNo. Urut\nLemari; besar\tRp 1.250.000\tkayu tua\thttp://a.example/1\t7\tlebih\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_as_offices_save_them(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TABLES[name])
    read = read_files([tmp_path / name], SOURCE)
    assert read.problems == []
    assert [(one.url, one.title, one.price, one.text) for one in read.listings] == [
        ("http://a.example/1", "Lemari; besar", 1250000.0, "kayu tua")
    ]


def test_a_chat_of_an_american_telephone_has_its_months_first() -> None:
    told = "11/5/26, 9:06 PM - Ani: satu\n11/13/26, 9:07 AM - Ani: dua <This message was edited>\n11/14/26, 9:07 AM - Ani: This message was deleted\n"
    assert [(one.text, one.posted_at) for one in whatsapp(told)] == [
        ("satu", "5/11/26 9:06 PM"),
        ("dua", "13/11/26 9:07 AM"),
    ]


PASTED = {
    "Dicari ART\ngaji 2 jt\n\n==========\nJual kambing\n\n\nButuh sopir": [
        "Dicari ART\ngaji 2 jt",
        "Jual kambing",
        "Butuh sopir",
    ],
    CHATS["android"]: ["Dicari orang\nuntuk kerja", "minat kak\n+62 812-0000-1234"],
    '{"url": "http://a.example/1", "text": "satu"}\n{"url": "http://a.example/2", "text": "dua"}\n': ["satu", "dua"],
    "  \n\n": [],
}


@pytest.mark.parametrize("text", PASTED)
def test_what_is_pasted_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / f"standard-input{PASTED_SUFFIX}"
    path.write_text(text)
    assert [one.text for one in read_files([path], SOURCE).listings] == PASTED[text]


def test_texts_are_pasted_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "bawaan.yaml").write_text("id: bawaan\ntitle: B\npurpose: A test.\nadapter: archive\n")
    env = {"SANDI_SEEDS": str(tmp_path), "SANDI_DATA": str(tmp_path / "data")}
    args = ["sources", "import", "bawaan", "-", "--dry-run", "--json"]
    done = CliRunner().invoke(main, args, input="Dicari ART\n=====\nJual kambing\n", env=env)
    assert [one["text"] for one in json.loads(done.stdout)] == ["Dicari ART", "Jual kambing"], done.output
