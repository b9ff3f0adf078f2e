"""The classifieds in a real Chromium: what only JavaScript draws."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def web(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_cards_are_drawn_and_more_are_loaded(web: Page, day1: httpx2.Client) -> None:
    web.goto(f"{day1.base_url}/iklan/")
    cards = web.locator(".ad-card")
    expect(cards).to_have_count(8)
    expect(cards.first.locator("a")).to_have_text("<b>Tebal</b>")
    web.get_by_role("button", name="Muat lagi").click()
    expect(cards).to_have_count(16)
    assert web.locator("a.ad-next").get_attribute("href") == "/iklan/?page=3"
    web.locator("a.ad-next").click()
    expect(web.locator(".ad-card")).to_have_count(2)
    expect(web.locator("a.ad-next")).to_have_count(0)


def test_a_notice_is_drawn(web: Page, day1: httpx2.Client) -> None:
    web.goto(f"{day1.base_url}/iklan/d/iklan-001")
    expect(web.locator(".ad-title")).to_have_text("Judul iklan-001")
    expect(web.locator(".ad-price")).to_have_text("Rp100.001")
    expect(web.locator(".ad-seller")).to_have_text("penjual1")
    assert web.locator(".ad-body").text_content() == "Isi iklan-001 baris satu\nbaris dua"
    assert web.locator(".ad-date").get_attribute("datetime") == "2026-11-02T10:01:00+07:00"
    expect(web.locator(".ad-date")).to_have_text("2 November 2026")
