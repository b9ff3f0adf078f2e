"""Archives made to write elsewhere or to swell: nothing is written outside, nothing swells, what is wrong is told."""

from __future__ import annotations

import gzip
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from crawler.archive.reading import read_files
from tests.crawler.sample import SOURCE
from tests.crawler.test_archive import PAGE, URL, warc

GOOD = ("archive/data.warc.gz", warc((URL, "200 OK", PAGE)))
NAMES = (
    "../outside.warc.gz",
    "/tmp/sandi-outside.warc.gz",
    "..\\outside.warc.gz",
    "archive/../../outside.warc.gz",
    "C:\\outside.warc.gz",
)
MOST_BYTES = 300 * 1024 * 1024


def packed(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return path


def with_link(path: Path) -> Path:
    """A member that is a symbolic link."""
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("archive/link.warc.gz")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr(*GOOD)
    return path


def doubled(path: Path) -> Path:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return packed(path, GOOD, GOOD)


def bomb(path: Path) -> Path:
    """60 MB of noughts in 60 kB, as a WARC member."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("archive/b.warc", "w", force_zip64=True) as out,
    ):
        for _ in range(6):
            out.write(bytes(10_000_000))
    return path


def crowd(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(1_500):
            archive.writestr(f"archive/{number}.warc.gz", b"")
    return path


def gzip_bomb(path: Path) -> Path:
    packed(
        path,
        (
            "archive/a.warc.gz",
            gzip.compress(b"WARC/1.0\r\nContent-Length: 999999999\r\n\r\n" + bytes(20_000_000), mtime=0),
        ),
    )
    return path


HOSTILE: dict[str, Callable[[Path], Path]] = {
    **{f"name {name}": lambda path, name=name: packed(path, (name, GOOD[1])) for name in NAMES},
    "link": with_link,
    "doubled": doubled,
    "bomb": bomb,
    "gzip bomb": gzip_bomb,
    "crowd": crowd,
}


@pytest.mark.gauntlet(32)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_writes_nothing_and_takes_little(tmp_path: Path, kind: str) -> None:
    inside = tmp_path / "deep" / "inside"
    inside.mkdir(parents=True)
    path = HOSTILE[kind](inside / "a.wacz")
    before = set(tmp_path.rglob("*"))
    held = psutil.Process().memory_info().rss
    read = read_files([path], SOURCE)
    assert set(tmp_path.rglob("*")) == before, "nothing is unpacked to the disk"
    assert not Path("/tmp/sandi-outside.warc.gz").exists()
    assert psutil.Process().memory_info().rss - held < MOST_BYTES
    assert not any("root:" in one.text for one in read.listings)
    assert len(read.listings) <= 1
    if kind in ("bomb", "link"):
        assert read.problems, "what gave nothing is told"


@pytest.mark.gauntlet(32)
def test_a_folder_with_links_is_read_no_further_than_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (tmp_path / "secret.jsonl").write_text(
        json.dumps({"url": "https://a.example/1", "title": "Secret", "text": "x"}) + "\n"
    )
    (folder / "loop").symlink_to(folder)
    (folder / "good.jsonl").write_text(json.dumps({"url": URL, "title": "Lemari", "text": "x"}) + "\n")
    assert [one.title for one in read_files([folder], SOURCE).listings] == ["Lemari"]
