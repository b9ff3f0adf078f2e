"""The rooms beside the queue in real Chromium: nothing for axe to find, no row wider than a phone, and a rule author's
way from a dismissed lead to a saved rule, with JavaScript and without.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_review_browser import Opener, opened  # noqa: F401 - a fixture

from sandi.config import Config
from storage import decisions, rule_edits
from storage.database import Store

pytestmark = pytest.mark.browser
OWN = Path(__file__).with_name("test_review_playground.py").read_text().split('RULE = """\\\n')[1].split('"""')[0]
PLACES = (
    "/rules",
    "/rules/job-bait",
    "/rules/playground?rule=own-kamboja-bait",
    "/rules/learn?lead=1",
    "/rules/edits",
    "/sources",
    "/sources/new",
    "/sources/machine",
    "/overview",
    "/overview/report",
    "/exports",
)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    pack = tmp_path / "packs" / "fake-job"
    pack.mkdir(parents=True)
    (pack / "own-kamboja-bait.yaml").write_text(OWN)
    (tmp_path / "seeds").mkdir()
    monkeypatch.setenv("SANDI_PACKS", f'["{tmp_path / "packs"}"]')
    monkeypatch.setenv("SANDI_SEEDS", str(tmp_path / "seeds"))
    return Config(data=tmp_path / "data", keys=tmp_path / "keys", user="rani", packs=(tmp_path / "packs",))


@pytest.fixture
def dismissed(store: Store) -> Store:
    decisions.decide(
        store, 1, decision="dismiss", reason="rule-wrong", note="kopi", actor="ayu", via="cli", seen_version=1
    )
    return store


def test_axe_finds_nothing_in_the_rooms(dismissed: Store, opened: Opener) -> None:  # noqa: F811
    page = opened()
    for scheme, width, places in (("light", 1280, PLACES[1:3]), ("dark", 390, PLACES)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        base = f"http://{urlsplit(page.url).netloc}"
        for path in places:
            reply = page.goto(base + path)
            assert reply is not None
            assert reply.status == 200, path
            for closed in page.locator("details").all():
                closed.evaluate("element => { element.open = true }")
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, (path, width)


@pytest.mark.parametrize("javascript", [False, True])
def test_from_a_dismissed_lead_to_a_saved_rule(
    dismissed: Store,
    opened: Opener,  # noqa: F811
    config: Config,
    javascript: bool,
) -> None:
    page = opened(java_script_enabled=javascript)
    base = f"http://{urlsplit(page.url).netloc}"
    page.goto(f"{base}/rules/learn?lead=1&rule=own-kamboja-bait")
    page.get_by_label("tiket ditanggung", exact=True).check()
    page.get_by_role("button", name="Lanjut ke ruang coba").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ruang coba")
    assert 'filter_learned: {text: ["tiket ditanggung"]}' in page.locator("#yaml").input_value()
    page.get_by_role("button", name="Tinjau ke belakang").click()
    expect(page.get_by_text("Tanpa filter_learned aturan akan kena.")).to_be_visible()
    page.get_by_label("Mengapa").fill("tiket ditanggung juga ada di iklan yang sah")
    page.get_by_role("button", name="Simpan sebagai revisi berikutnya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Perubahan own-kamboja-bait, revisi 2")
    written = (config.packs[0] / "fake-job" / "own-kamboja-bait.yaml").read_text()
    assert 'filter_learned: {text: ["tiket ditanggung"]}' in written
    assert "revision: 2" in written
    (edit,) = rule_edits.of_rule(dismissed, "own-kamboja-bait")
    assert (edit.state, edit.author) == ("saved", "rani")
