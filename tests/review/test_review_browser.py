"""The workbench as people use it, in real Chromium: by keyboard, by mouse, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect
from review_house import job, keep

import review
from review import labels
from review.keymap import KEYS
from review.navigation import PLACES
from storage import cases, decisions, leads, preferences
from storage.database import Store
from storage.preferences import Preferences

pytestmark = pytest.mark.browser
PATIENCE_MS = 120_000
"""For a machine that does much else at the same time."""
CUT_OFF = """() => [...document.querySelectorAll(".scroll")]
    .filter(box => getComputedStyle(box).overflowX === "clip" && box.scrollWidth > box.clientWidth + 1)
    .map(box => box.textContent.slice(0, 80))"""
"""Tables of which the right end is neither shown nor can be moved into sight."""
Opener = Callable[..., Page]


def complains(message: ConsoleMessage) -> bool:
    return message.type in ("error", "warning") and not re.search(r"status of 4\d\d", message.text)


@pytest.fixture
def opened(browser: Browser, link: str) -> Iterator[Opener]:
    """Opens the one-time link with given settings of the browser; at the end no page may have complained, asked
    another host for anything, or shown a dialog."""
    troubles: list[str] = []
    contexts = []
    host = urlsplit(link).netloc

    def open_(**settings: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **settings})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda message: troubles.append(message.text) if complains(message) else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: (troubles.append("dialog"), dialog.dismiss()))
        page.on(
            "request", lambda request: troubles.append(request.url) if urlsplit(request.url).netloc != host else None
        )
        page.goto(link)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []


def row(page: Page, name: str) -> Locator:
    return page.locator("a[data-row]", has_text=name)


def open_lead(page: Page, name: str) -> None:
    """Open a lead by mouse and wait until its page has taken the place of the queue."""
    row(page, name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.wait_for_load_state()


def test_queue_to_decision_and_back_by_keyboard_alone(opened: Opener, store: Store) -> None:
    page = opened()
    for _ in range(2):
        page.keyboard.press("j")
    expect(row(page, "L0ker K4mb0ja 1")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("K4mb0ja 1")
    page.wait_for_load_state()

    page.keyboard.press("x")
    expect(page.get_by_role("button", name="pemberi kerja yang sah")).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_role("status")).to_contain_text("Petunjuk 1: Kesampingkan, pemberi kerja yang sah")
    expect(page.get_by_role("heading", level=1)).to_contain_text("K4mb0ja 2")
    made = decisions.history(store, 1)
    assert [(row.decision, row.reason, row.via, row.actor) for row in made] == [
        ("dismiss", "legitimate-employer", "web", "rani")
    ]

    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Petunjuk 1 terbuka lagi")
    lead = leads.get(store, 1)
    assert lead is not None
    assert lead.state == "open"
    page.wait_for_load_state()
    page.keyboard.press("g")
    page.keyboard.press("q")
    expect(page.get_by_role("heading", level=1)).to_have_text("Antrean")


def test_every_key_of_the_help_page_from_a_page_just_opened(opened: Opener, store: Store) -> None:
    cases.start(store, "Contoh", [1], actor="rani")
    page = opened()
    base = f"http://{urlsplit(page.url).netloc}"

    def press(path: str, *keys: str) -> Page:
        if page.url != base + path:
            page.goto(base + path)
        for key in keys:
            page.keyboard.press(key)
        return page

    for path, keys, to in (
        ("/leads", ("j", "Enter"), "/leads/4"),
        ("/leads", ("Enter",), "/leads/4"),
        ("/leads/4", ("l",), "/leads/1"),
        ("/leads/1", ("j",), "/leads/2"),
        ("/leads/2", ("k",), "/leads/1"),
        ("/leads/1", ("/",), "/leads#q"),
        ("/leads", ("k", "Enter"), "/leads/3"),
        ("/leads/3", ("g", "q"), "/leads"),
        ("/leads", ("w",), "/leads/1"),
        ("/leads/1", ("?",), "/keys"),
        ("/keys", ("g", "o"), "/overview"),
        ("/overview", ("g", "x"), "/exports"),
        ("/exports", ("g", "c"), "/cases"),
        ("/cases", ("j", "Enter"), "/cases/1"),
    ):
        expect(press(path, *keys), f"{keys} on {path}").to_have_url(base + to)
        page.wait_for_load_state()
    expect(press("/cases/1", "t").locator("#tags")).to_be_focused()
    expect(press("/leads", "/").locator("#q")).to_be_focused()
    expect(press("/leads/1", "n").locator("#note")).to_be_focused()
    page.keyboard.press("Escape")
    for letter, decision in labels.DECISION_KEYS.items():
        expect(press("/leads/1", decision).locator(f"details.choice-{letter}[open]")).to_be_visible()
    assert decisions.history(store, 1) == []
    page.goto(base + "/keys")
    told = set(page.locator(".keys kbd").all_inner_texts())
    places = {key for place in PLACES for key in place.key.split()}
    assert set(KEYS) | places | {"Enter", "1", "8", "Esc", "g"} == told - {"q"}


def test_keys_pressed_before_the_rows_arrive_are_not_lost(browser: Browser) -> None:
    more = Event()
    keys = (Path(review.__file__).parent / "static" / "keys.js").read_text("utf-8")

    class Slowly(BaseHTTPRequestHandler):
        """A list whose rows come when `more` is set."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(f"<title>x</title><script>{keys}</script><body data-keys=on><p>rows</p>".encode())
            if self.path == "/":
                more.wait(PATIENCE_MS / 1000)
                self.wfile.write(b"<a data-row href=/one>1</a> <a data-row href=/two>2</a>")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Slowly)
    Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    base = f"http://127.0.0.1:{server.server_port}"
    try:
        page.goto(base, wait_until="commit")
        page.locator("p").wait_for(timeout=PATIENCE_MS)
        for key in ("j", "j", "Enter"):
            page.evaluate("key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))", key)
        more.set()
        expect(page).to_have_url(f"{base}/two")
    finally:
        more.set()
        page.close()
        server.shutdown()
        server.server_close()


def test_each_key_presses_its_button(opened: Opener, store: Store) -> None:
    page = opened()
    open_lead(page, "L0ker K4mb0ja 1")
    for lead, letter, digit, expected in (
        (1, "a", "1", ("keep", "debt-or-documents")),
        (2, "x", "7", ("dismiss", "rule-wrong")),
        (3, "s", "2", ("unsure", "too-little-evidence")),
        (4, "e", "2", ("escalate", "immediate-danger")),
    ):
        page.keyboard.press(digit)  # no decision is open yet
        page.keyboard.press(letter)
        page.keyboard.press(digit)
        expect(page.get_by_role("status").first).to_contain_text(f"Petunjuk {lead}: ")
        page.wait_for_load_state()
        assert [(row.decision, row.reason) for row in decisions.history(store, lead)] == [expected]


def test_other_wants_a_note_and_letters_in_the_note_are_letters(opened: Opener, store: Store) -> None:
    page = opened()
    open_lead(page, "L0ker K4mb0ja 1")
    page.keyboard.press("a")
    page.keyboard.press("5")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Catatan")).to_be_focused()
    page.keyboard.type("axse 12 u ? /")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Catatan")).to_have_value("axse 12 u ? /")
    page.keyboard.press("5")
    expect(page.get_by_role("status")).to_be_visible()
    assert [row.note for row in decisions.history(store, 1)] == ["axse 12 u ? /"]


def test_a_key_of_ones_own_takes_the_place_of_the_usual_one(opened: Opener, store: Store) -> None:
    preferences.put(store, "rani", Preferences(keymap={"a": "z"}))
    page = opened()
    open_lead(page, "L0ker K4mb0ja 1")
    page.keyboard.press("a")
    expect(page.locator("details.choice[open]")).to_have_count(0)
    expect(page.locator(".choice-keep summary kbd")).to_have_text("z")
    page.keyboard.press("z")
    page.keyboard.press("1")
    expect(page.get_by_role("status")).to_be_visible()
    assert [row.decision for row in decisions.history(store, 1)] == ["keep"]


def test_keys_with_modifiers_and_switched_off_keys_do_nothing(opened: Opener, store: Store) -> None:
    page = opened()
    open_lead(page, "L0ker K4mb0ja 1")
    for keys in ("Control+a", "Alt+x", "Meta+s"):
        page.keyboard.press(keys)
    expect(page.locator("details.choice[open]")).to_have_count(0)

    page.keyboard.press("?")
    page.get_by_role("button", name="Matikan tombol").click()
    expect(page.get_by_role("button", name="Nyalakan tombol")).to_be_visible()
    page.goto(f"{page.url.rpartition('/')[0]}/leads/1")
    for key in ("a", "1", "u", "?", "j"):
        page.keyboard.press(key)
    expect(page.locator("details.choice[open]")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("K4mb0ja 1")
    assert decisions.history(store, 1) == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_queue_to_decision_and_back_by_mouse(opened: Opener, store: Store, javascript: bool) -> None:
    page = opened(java_script_enabled=javascript)
    page.get_by_label("Cari").fill("ditanggung")
    page.get_by_label("Taktik").select_option("fake-job")
    page.get_by_role("button", name="Tampilkan").click()
    open_lead(page, "L0ker K4mb0ja 1")
    page.locator("summary", has_text="Simpan").click()
    page.get_by_role("button", name="perekrutan dengan utang atau dokumen ditahan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("K4mb0ja 2")
    assert "q=ditanggung" in page.url
    assert [row.decision for row in decisions.history(store, 1)] == ["keep"]

    page.get_by_role("link", name="Keputusan", exact=True).click()
    page.get_by_role("button", name="Batalkan keputusan atas petunjuk 1").click()
    expect(page.get_by_role("status")).to_contain_text("terbuka lagi")
    assert [row.decision for row in decisions.history(store, 1)] == ["keep", "undo"]


def test_a_double_press_decides_once(opened: Opener, store: Store) -> None:
    page = opened()
    open_lead(page, "L0ker K4mb0ja 1")
    page.locator("summary", has_text="Kesampingkan").click()
    page.get_by_role("button", name="duplikat").dblclick()
    expect(page.get_by_role("status")).to_be_visible()
    assert [len(decisions.history(store, lead)) for lead in (1, 2)] == [1, 0]


def test_a_lead_decided_meanwhile_is_told(opened: Opener, store: Store) -> None:
    page = opened()
    open_lead(page, "L0ker K4mb0ja 1")
    with store.writer() as conn:  # it was left lying for ten minutes
        conn.execute("UPDATE leases SET ends_at = '2020-01-01T00:00:00.000Z'")
    decisions.decide(store, 1, decision="escalate", reason="possible-minor", actor="budi", via="cli", seen_version=1)
    page.locator("summary", has_text="Ragu").click()
    with page.expect_response(lambda reply: reply.request.method == "POST") as reply:
        page.keyboard.press("1")
    assert reply.value.status == 409
    expect(page.get_by_role("heading", level=1)).to_have_text("Petunjuk ini berubah saat Anda membaca")
    expect(page.get_by_role("main")).to_contain_text("budi")


def test_the_child_lane_opens_by_a_press(opened: Opener) -> None:
    page = opened(java_script_enabled=False)
    open_lead(page, "Petunjuk 4")
    text = page.locator(".published.text")
    expect(text).not_to_be_visible()
    page.get_by_text("Buka teks dan bukti").click()
    expect(text).to_be_visible()


def test_keys_do_not_dismiss_what_is_closed_until_enter_confirms(opened: Opener, store: Store) -> None:
    page = opened()
    open_lead(page, "Petunjuk 4")
    unread = page.get_by_text("Teks masih tertutup")
    expect(unread).not_to_be_visible()
    for key in ("x", "2", "2"):
        page.keyboard.press(key)
    expect(unread).to_be_visible()
    expect(page.get_by_role("button", name="pemberi kerja yang sah")).to_be_focused()
    assert decisions.history(store, 4) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Petunjuk 4: Kesampingkan")
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Petunjuk 4 terbuka lagi")
    page.wait_for_load_state()
    page.get_by_text("Buka teks dan bukti").click()
    for key in ("x", "2"):
        page.keyboard.press(key)
    expect(page.get_by_role("status")).to_contain_text("Petunjuk 4: Kesampingkan")
    assert [row.decision for row in decisions.history(store, 4)] == ["dismiss", "undo", "dismiss"]


def test_marks_in_the_page_are_the_stored_slices(opened: Opener, store: Store) -> None:
    page = opened()
    open_lead(page, "L0ker K4mb0ja 1")
    lead = leads.get(store, 1)
    assert lead is not None
    text = lead.listing.text
    wanted = [text[s.start : s.end] for hit in lead.hits for s in hit.spans]
    wanted += ["SIP3MI", *(text[c.start : c.end] for c in lead.contacts)]
    assert page.locator("mark").all_inner_texts() == wanted


@pytest.mark.parametrize(("scheme", "width", "more"), [("light", 1280, 60), ("dark", 390, 3)])
def test_axe_finds_nothing(opened: Opener, store: Store, scheme: str, width: int, more: int) -> None:
    keep(store, *(job(number, score=30) for number in range(20, 20 + more)))
    cases.start(store, "Perekrutan ke kompleks penipuan di Sihanoukville dan Poipet", [1], actor="rani")
    decisions.decide(
        store, 3, decision="keep", reason="debt-or-documents", actor="rani", via="web", seen_version=1, note="sama " * 9
    )
    page = opened(color_scheme=scheme, viewport={"width": width, "height": 800})
    base = f"http://{urlsplit(page.url).netloc}"
    place = page.locator("a[data-row]").first.bounding_box()
    assert place is not None
    assert place["y"] + place["height"] < 800  # the first lead is in sight without scrolling
    for path in (
        "/leads",
        "/leads?verdict=help",
        "/leads/1",
        "/leads/4",
        "/leads/1/company",
        "/decisions",
        "/cases",
        "/cases/1",
        "/keys",
        "/settings",
        "/leads?q=zzz",
    ):
        page.goto(base + path)
        for closed in page.locator("details").all():
            closed.evaluate("element => { element.removeAttribute('name'); element.open = true }")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, path
        assert page.evaluate(CUT_OFF) == [], path
