"""Whole tasks in real Chromium: an investigator at the keyboard, on a phone, two at one queue; an operator with a source."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from review_house import PASSWORD, job, keep, served
from test_review_browser import Opener, opened  # noqa: F401 - a fixture
from test_review_pack import verified
from test_review_sources import SOURCE, site  # noqa: F401 - a fixture

from review import commands
from sandi.config import Config
from storage import decisions, leads, preferences, users
from storage.database import Store
from storage.preferences import Preferences
from tests.conftest import PATIENCE_MS
from tests.gauntlet import scaled

pytestmark = pytest.mark.browser
CLEARED = 20
TOGETHER = scaled(200, 16)
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "java_script_enabled": False}


def decided(store: Store) -> list[tuple[int, str, str]]:
    """Every decision that was made, in order: lead, decision, who."""
    rows = (
        row for lead in leads.queue(store, state=None, limit=1000).rows for row in decisions.history(store, lead.id)
    )
    return [(row.lead_id, row.decision, row.actor) for row in sorted(rows, key=lambda row: row.id)]


def press(page: Page, *keys: str) -> None:
    """Press keys of which the last leads to another page, and wait for it."""
    before = page.url
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()


def test_twenty_leads_by_keyboard_one_undone_one_escalated_and_a_pack_that_verifies(
    opened: Opener,  # noqa: F811
    store: Store,
    tmp_path: Path,
) -> None:
    keep(store, *(job(number, score=99 - number // 10) for number in range(100, 100 + CLEARED)))
    preferences.put(store, "rani", Preferences(language="en"))
    page = opened()
    page.goto(f"{page.url.partition('/leads')[0]}/leads?lane=adult")  # keys alone dismiss nothing of the child lane
    press(page, "w")
    for _ in range(CLEARED):
        press(page, "x", "2")
    last = decided(store)[-1][0]
    press(page, "u")
    expect(page.get_by_role("status")).to_contain_text(f"Lead {last} is open again")
    press(page, "e", "2")
    made = decided(store)
    assert [row[1] for row in made] == ["dismiss"] * CLEARED + ["undo", "escalate"]
    assert len({row[0] for row in made}) == CLEARED
    assert made[-1][0] == last

    page.goto(f"{page.url.partition('/leads')[0]}/leads/{last}")
    page.locator("summary", has_text="Make an evidence pack").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("for the police, unit PPA")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path / "pack")
    assert verified(tmp_path / "pack")


def test_the_same_on_a_phone_in_indonesian_without_javascript(
    opened: Opener,  # noqa: F811
    store: Store,
    tmp_path: Path,
) -> None:
    page = opened(**PHONE)
    page.get_by_role("button", name="Ambil petunjuk bebas berikutnya").tap()
    page.locator("summary", has_text="Buka teks dan bukti").tap()  # of the child lane: without it the page asks first
    page.get_by_label("Sudah saya baca").check()
    for summary, reason in (("Kesampingkan", "duplikat"), ("Eskalasi", "bahaya langsung")):
        page.locator("summary", has_text=summary).tap()
        page.get_by_role("button", name=reason).tap()
        expect(page.get_by_role("status")).to_contain_text(reason)
    page.get_by_role("button", name="Batalkan").tap()
    expect(page.get_by_role("status")).to_contain_text("terbuka lagi")
    assert [row[1:] for row in decided(store)] == [(what, "rani") for what in ("dismiss", "escalate", "undo")]
    page.locator("summary", has_text="Buat paket bukti").tap()
    page.locator("#pack-reason").fill("untuk unit PPA")
    with page.expect_download() as download:
        page.locator("#pack-reason").locator("xpath=..").get_by_role("button", name="Unduh").tap()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path / "pack")
    assert verified(tmp_path / "pack")


@pytest.fixture
def two(browser: Browser, store: Store) -> Iterator[list[Page]]:
    """Two people with accounts, each in a browser of their own, both signed in."""
    keep(store, *(job(number, score=50 + number % 40) for number in range(100, 100 + TOGETHER - 3)))
    for name in ("rani", "budi"):
        users.add(store, name, ("investigator",), PASSWORD, actor="admin")
    with served(store, people=True) as (base, _):
        contexts = [browser.new_context() for _ in range(2)]
        pages = [context.new_page() for context in contexts]
        for page, name in zip(pages, ("rani", "budi"), strict=True):
            page.set_default_timeout(PATIENCE_MS)
            page.goto(f"{base}/login")
            if name == "rani":
                assert Axe().run(page).violations_count == 0
            page.locator("input[name=name]").fill(name)
            page.locator("input[name=password]").fill(PASSWORD)
            press(page, "Enter")
            page.goto(f"{base}/leads?lane=adult")
        yield pages
        for context in contexts:
            context.close()


def test_two_browsers_on_one_queue_decide_nothing_twice_and_neither_starves(two: list[Page], store: Store) -> None:
    for page in two:
        press(page, "w")
    for _ in range(TOGETHER // 2):
        assert len({urlsplit(page.url).path for page in two}) == 2  # each holds another lead
        before = [page.url for page in two]
        for key in ("x", "1"):
            for page in two:  # both answers are on their way at the same time
                page.keyboard.press(key)
        for page, url in zip(two, before, strict=True):
            page.wait_for_url(lambda now, url=url: now != url)
            page.wait_for_load_state()
    made = decided(store)
    assert len(made) == len({lead for lead, _, _ in made}) == TOGETHER
    assert [sum(who == name for _, _, who in made) for name in ("rani", "budi")] == [TOGETHER // 2] * 2
    for page in two:
        expect(page.get_by_role("heading", level=1)).to_have_text("Antrean")
        expect(page.locator("a[data-row]")).to_have_count(0)


class TestOperator:
    @pytest.fixture
    def config(self, tmp_path: Path) -> Config:
        (tmp_path / "seeds").mkdir()
        return Config(data=tmp_path / "data", keys=tmp_path / "keys", user="rani", seeds=tmp_path / "seeds")

    def test_a_source_is_added_and_run_on_a_phone_without_javascript(self, opened: Opener, site: int) -> None:  # noqa: F811
        page = opened(**PHONE)
        page.get_by_role("link", name="Sumber", exact=True).tap()
        page.get_by_role("link", name="Sumber baru").tap()
        page.locator("#yaml").fill(SOURCE.replace("PORT", str(site)))
        page.get_by_role("button", name="Pratinjau").tap()
        expect(page.get_by_text("Lemari jati")).to_be_visible()
        page.locator("#reason").fill("pasar baru")
        page.get_by_role("button", name="Simpan berkas").tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("pasar-uji")
        page.locator("#reason").fill("lihat apakah jalan")
        page.get_by_role("button", name="Jalankan sekarang").tap()
        expect(page).to_have_url(re.compile("/sources/pasar-uji$"))
        assert commands._begun[-1].wait(600) == 0
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Pasar uji")
        expect(page.locator(".tile").first).to_contain_text("1")
        expect(
            page.get_by_role("row", name=re.compile("lancar dengan tangan Halaman 2 Baru 1 Berubah 0"))
        ).to_be_visible()
