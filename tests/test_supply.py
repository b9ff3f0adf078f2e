"""What sandi is made of is known: locked with hashes, on the bill of materials, and nothing foreign without its sum."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = [ROOT / "review" / "static", ROOT / "demo" / "static"]
VENDORED = ROOT / "review" / "static" / "VENDORED.sha256"
"""`sha256sum` lines of files that others wrote, so that a changed one is seen."""
LONGEST_LINE = 400


@pytest.mark.parametrize("name", ["runtime", "dev", "datasette"])
def test_everything_is_locked_with_hashes_and_without_addresses(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    blocks = [block for block in re.split(r"\n(?=\S)", lock.strip()) if not block.startswith("#")]
    assert len(blocks) > 20
    for block in blocks:
        assert re.match(r"[\w.\-\[\],]+==", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]
        assert "://" not in block, block[:80]


def test_foreign_files_in_pages_are_named_with_their_sums() -> None:
    sums = dict(reversed(line.split(None, 1)) for line in VENDORED.read_text("utf-8").splitlines() if line.strip())
    for folder in STATIC:
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".js", ".css") or path.name in sums:
                continue
            longest = max(map(len, path.read_text("utf-8").splitlines()))
            assert longest <= LONGEST_LINE, (
                f"{path.name} looks minified: name it in {VENDORED.name}, or write it to be read"
            )
    for name, wanted in sums.items():
        assert hashlib.sha256((STATIC[0] / name.strip("* ")).read_bytes()).hexdigest() == wanted, name


def test_no_page_asks_another_host_for_code() -> None:
    for path in [*ROOT.glob("review/templates/*.html"), *ROOT.glob("demo/templates/**/*.html")]:
        assert not re.search(
            r"<(?:script[^>]+src|link[^>]+stylesheet[^>]+href)=[\"']?(?:https?:)?//", path.read_text("utf-8")
        ), path


@pytest.fixture(scope="module")
def written() -> bytes:
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "sbom.py")], capture_output=True, check=True)
    return done.stdout


def test_the_bill_of_materials_names_every_locked_package(written: bytes) -> None:
    import json

    bill = json.loads(written)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    lock = (ROOT / "requirements" / "runtime.txt").read_text("utf-8")
    pinned = set(re.findall(r"^([a-z0-9.\-]+)(?:\[[^\]]*\])?==", lock, re.MULTILINE))
    named = {part["name"]: part for part in bill["components"]}
    assert set(named) == {re.sub(r"[._]", "-", name) for name in pinned}
    for part in named.values():
        assert part["properties"], part["name"]
        assert part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}"
    refs = {part["bom-ref"] for part in bill["components"]} | {"sandi"}
    for one in bill["dependencies"]:
        assert {one["ref"], *one["dependsOn"]} <= refs
    scrapy = next(one for one in bill["dependencies"] if one["ref"].startswith("pkg:pypi/scrapy@"))
    assert any("twisted" in one for one in scrapy["dependsOn"])
    assert sum("licenses" in part for part in named.values()) > 0.8 * len(named)


def test_the_same_lock_gives_the_same_bill(written: bytes) -> None:
    again = subprocess.run([sys.executable, str(ROOT / "tools" / "sbom.py")], capture_output=True, check=True)
    assert again.stdout == written
