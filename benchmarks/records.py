"""How well record detection reads real pages: precision, recall and F1 a field, over ../shared/pages/expected.

Each expected file says what a person sees on a page. A listing found is the expected one when it leads to the same
address; its title and price are right when they are equal (spaces aside). `optional_listings` count neither way.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from selectolax.lexbor import LexborHTMLParser  # noqa: E402

from crawler.extraction.automatic import Read, read_page  # noqa: E402
from crawler.extraction.decoding import decoded  # noqa: E402
from crawler.extraction.money import price_of  # noqa: E402

PAGES = ROOT.parent / "shared" / "pages"
FIELDS = ("title", "price", "url")


@dataclass
class Counted:
    """What was found, what should have been, and what of it is right."""

    right: int = 0
    found: int = 0
    expected: int = 0

    def add(self, other: Counted) -> None:
        self.right += other.right
        self.found += other.found
        self.expected += other.expected

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 1.0


@dataclass
class Measured:
    """One page: its figures, by field, and what went wrong in words."""

    page: str
    kind: str
    fields: dict[str, Counted] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def measured(folder: Path = PAGES) -> Iterator[Measured]:
    """Each page that has an expected file, measured."""
    for path in sorted((folder / "expected").glob("*.json")):
        truth = json.loads(path.read_bytes())
        html = decoded((folder / truth["page"]).read_bytes())
        yield compare(truth, read_page(LexborHTMLParser(html), truth["page_url"]))


def compare(truth: dict[str, Any], read: Read) -> Measured:
    """Figures of one page."""
    found = read.found
    result = Measured(truth["page"], truth["kind"], {name: Counted() for name in FIELDS})
    optional = {_place(one["url"]) for one in truth.get("optional_listings", [])}
    expected = {_place(one["url"]): one for one in truth["listings"]}
    got = {_place(one.url): one for one in found if _place(one.url) in expected or _place(one.url) not in optional}
    for place in expected.keys() | got.keys():
        one, other = expected.get(place), got.get(place)
        for name in FIELDS:
            wanted = _value(name, one[name]) if one else None
            value = _value(name, price_of(other.price) if name == "price" else getattr(other, name)) if other else None
            count = Counted(
                int(wanted is not None and wanted == value), int(value is not None), int(wanted is not None)
            )
            result.fields[name].add(count)
            if wanted != value:
                result.wrong.append(f"{name}: {value!r}, expected {wanted!r} ({place})")
    following = [truth["next_page"], *truth.get("next_page_alternatives", [])]
    if truth["kind"] != "detail" and (read.next_page or None) not in following:
        result.wrong.append(f"next page: {read.next_page!r}, expected {following}")
    if read.kind != truth["kind"]:
        result.wrong.append(f"kind: {read.kind}, expected {truth['kind']}")
    return result


def _place(url: str) -> str:
    return url.rstrip("/")


def _value(name: str, value: Any) -> Any:
    if name == "title":
        return " ".join(str(value or "").split()) or None
    if name == "url":
        return _place(str(value))
    return value


def main() -> int:
    """Print figures per page and field, and the sum of each kind of page; with -v what went wrong."""
    if not PAGES.is_dir():
        print("no ../shared/pages beside this checkout; nothing was measured")
        return 0
    sums: dict[str, dict[str, Counted]] = {}
    print(f"{'page':46}" + "".join(f"{name + ' P/R/F1':>20}" for name in FIELDS))
    for one in measured():
        print(f"{one.page:46}" + "".join(_figures(one.fields[name]) for name in FIELDS))
        for group in (one.page.partition("/")[0], "all"):
            for name in FIELDS:
                sums.setdefault(group, {}).setdefault(name, Counted()).add(one.fields[name])
        if "-v" in sys.argv:
            for words in sorted(one.wrong)[:12]:
                print("   ", words)
    for group, counts in sums.items():
        print(f"{group:46}" + "".join(_figures(counts[name]) for name in FIELDS))
    return 0


def _figures(count: Counted) -> str:
    return f"{count.precision:>8.2f}{count.recall:>6.2f}{count.f1:>6.2f}"


if __name__ == "__main__":
    raise SystemExit(main())
