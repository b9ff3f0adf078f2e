"""Source files: what is right becomes a Source, what is wrong is told with file, line, field and mend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.extraction.transforms import TRANSFORMS
from crawler.schedule_plan import Schedule
from crawler.source_parts import FieldsModel, MoreModel, RuleModel
from crawler.source_schema import ADAPTERS, SourceModel
from crawler.sources import UnknownSource, check, load_all, load_source, netloc, read_files
from sandi.config import Config
from sandi.errors import InputError

GOOD = """\
id: toko-contoh
title: Toko Contoh
purpose: Furniture offers in one province.
adapter: pages
start: https://www.example.org/jual
items: a.card
schedule: {every: 6h, jitter: 20m}
timezone: WITA
deadline: 45m
fields:
  title: h1
  price: {select: .meta, match: 'Harga: (.+)'}
  text: //article[@id="x"]
  extra: {kondisi: ".cond::attr(data-c)"}
"""


def config(folder: Path) -> Config:
    return Config(seeds=folder, data=folder / "data", keys=folder / "keys")


def write(folder: Path, text: str, name: str = "toko.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_right_file_becomes_a_source(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "deep/er/toko.yaml")
    source = load_source("toko-contoh", config(tmp_path))
    assert source.schedule == Schedule(None, 21600, 1200, "Asia/Makassar", source.deadline_s)
    assert (source.deadline_s, source.delay_s, source.region, source.kind) == (2700, 2.0, "ID", "post")
    assert source.hosts == {"www.example.org", "example.org"}
    assert list(source.fields) == ["title", "text", "price", "extra.kondisi"]
    assert source.definition == GOOD


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("text", "line", "field", "found", "mend"),
    [
        (changed("id: toko-contoh", "id: Toko Contoh"), 1, "id", "Toko Contoh", "small letters"),
        (changed("purpose: Furniture offers in one province.\n", ""), 1, "purpose", "missing", "why this source"),
        (changed("adapter: pages", "adapter: page"), 4, "adapter", "'page'", "`pages`, `feed`, `json`"),
        (changed("https://www.example.org/jual", "example.org"), 5, "start", "no http(s) address", "full address"),
        (changed("https://www", "https://ani:rahasia@www"), 5, "start", "name or password", "public pages"),
        (changed("items: a.card", "itmes: a.card"), 6, "itmes", "unknown field", "did you mean `items`?"),
        (changed("items: a.card", "items: a["), 6, "items", "no CSS selector", "h1.title"),
        (changed("{every: 6h, jitter: 20m}", "{cron: '0 6'}"), 7, "schedule.cron", "no cron line", "five fields"),
        (changed("{every: 6h, jitter: 20m}", "{jitter: 20m}"), 7, "schedule", "needs `cron` or `every`", "every: 6h"),
        (changed("{every: 6h, jitter: 20m}", "{every: 5s}"), 7, "schedule", "less than a minute", "every: 1m"),
        (changed("timezone: WITA", "timezone: WIBB"), 8, "timezone", "no time zone", "WIB, WITA, WIT"),
        (changed("deadline: 45m", "deadline: soon"), 9, "deadline", "no duration", "`90s`"),
        (changed("deadline: 45m", "deadline: 0s"), 9, "deadline", "ends before it begins", "deadline: 30m"),
        (changed("deadline: 45m", "deadline: 9999999999d"), 9, "deadline", "longer than a year", "shorter"),
        (changed("every: 6h", "every: 9999999999d"), 7, "schedule.every", "longer than a year", "shorter"),
        (changed("jitter: 20m", "jitter: 9999999999d"), 7, "schedule.jitter", "longer than a year", "shorter"),
        (changed("title: h1", "titel: h1"), 11, "fields.titel", "unknown field", "did you mean `title`?"),
        (
            changed("'Harga: (.+)'", "'(?<=x)y'"),
            12,
            "fields.price",
            "no RE2 pattern: invalid perl operator: (?<",
            "look-around",
        ),
        (changed('//article[@id="x"]', "//article["), 13, "fields.text", "no XPath", "//h1/text()"),
        (GOOD + "delay: 0.1\n", 15, "delay", "impolite", "delay: 0.5s"),
        (GOOD + "hosts: ['https://a.example']\n", 15, "hosts", "no host name", "the name only"),
        (GOOD + "hosts: 'a b'\n", 15, "hosts", "no host name", "the name only"),
        (GOOD + "kind: barang\n", 15, "kind", "no kind of listing", "product, job"),
        (GOOD + "budget: 0\n", 15, "budget", "cannot be used", "1 to 100000"),
        (GOOD + "robots: {obey: false}\n", 15, "robots.reason", "missing", "who allowed it"),
        (GOOD + "robots: {obey: false, reason: they said}\n", 15, "robots.reason", "they said", "15 letters"),
        (GOOD + "javascript: {wait_for: main}\n", 15, "javascript.reason", "missing", "needs a browser"),
        (GOOD + "loopback: true\n", 5, "start", "does not lie on this machine", "remove"),
        (
            changed("https://www.example.org/jual", "http://127.0.0.1:81/"),
            5,
            "start",
            "on this machine",
            "loopback: true",
        ),
        (changed("https://www.example.org/jual", "http://[::1]/"), 5, "start", "on this machine", "loopback: true"),
        (changed("adapter: pages", "adapter: feed"), 6, "items", "means nothing to the adapter feed", "adapter: pages"),
        (changed("start: https://www.example.org/jual\n", ""), 1, "", "no address to start", "start:"),
        ("- a\n- b\n", 1, "", "holds no fields", "one field a line"),
        ("id: x\nid: y\n", 2, "id", "twice", "keep one"),
        ("", 0, "", "empty", "write a source"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, text: str, line: int, field: str, found: str, mend: str) -> None:
    path = write(tmp_path, text)
    problems = check([path])
    assert len(problems) == 1, problems
    problem = problems[0]
    assert (problem.where, problem.line, problem.field) == (str(path), line, field)
    assert found in problem.found
    assert mend in problem.mend


def test_all_mistakes_are_told_at_once_in_order(tmp_path: Path) -> None:
    write(tmp_path, changed("adapter: pages", "adapter: page").replace("title: h1", "titel: h1") + "bduget: 3\n")
    write(tmp_path, GOOD.replace("WITA", "X"), "b.yaml")
    with pytest.raises(InputError) as caught:
        load_all(config(tmp_path))
    fields = [(Path(p.where).name, p.field) for p in caught.value.problems]
    assert fields == [
        ("b.yaml", "timezone"),
        ("toko.yaml", "adapter"),
        ("toko.yaml", "fields.titel"),
        ("toko.yaml", "bduget"),
    ]


def test_an_id_used_twice_is_a_mistake_of_the_second_file(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "a.yaml")
    second = write(tmp_path, GOOD, "b.yaml")
    problems = check([tmp_path])
    assert [(p.where, p.line, p.field) for p in problems] == [(str(second), 1, "id")]
    assert "a.yaml" in problems[0].found


def test_an_unknown_source_names_the_known_ones(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(UnknownSource, match="known: toko-contoh"):
        load_source("toko-x", config(tmp_path))


def test_a_broken_neighbour_does_not_stop_a_right_source(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "id: [", "broken.yaml")
    assert load_source("toko-contoh", config(tmp_path)).id == "toko-contoh"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://Example.org:80/a", "example.org"),
        ("https://example.org:8443/", "example.org:8443"),
        ("http://[::1]:9/", "[::1]:9"),
        ("http://example.org:99999/", ""),
        ("http://example.org./", "example.org"),
    ],
)
def test_netloc(url: str, expected: str) -> None:
    assert netloc(url) == expected


def test_the_demo_sources_are_right() -> None:
    assert check([Path(__file__).resolve().parents[2] / "seeds"]) == []


def test_every_field_adapter_and_transform_is_documented() -> None:
    text = (Path(__file__).resolve().parents[2] / "seeds" / "README.md").read_text()
    rules = (*SourceModel.model_fields, *FieldsModel.model_fields, *RuleModel.model_fields, *MoreModel.model_fields)
    assert [name for name in (*rules, *TRANSFORMS) if not re.search(rf"\b{name}\b", text)] == []
    assert [name for name in ADAPTERS if f"`{name}`" not in text] == []


def test_only_fields_that_are_compared_are_chosen(tmp_path: Path) -> None:
    path = tmp_path / "toko.yaml"
    text = "id: toko\ntitle: T\npurpose: P.\nadapter: pages\nstart: https://www.example.org/\nchanges: {}\n"
    path.write_text(text.format("[title, price, extra.stok]"))
    assert read_files([path])[0][0].changes == ("title", "price", "extra.stok")
    path.write_text(text.format("[title, views]"))
    (problem,) = read_files([path])[1]
    assert ("'views' is no field" in problem.found, "title, text, price" in problem.mend) == (True, True)
