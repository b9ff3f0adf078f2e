"""Two rules, listings and the commands that look back, for tests of hunts, backtests and judging again."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result
from rules_house import RULE

from rules.engine import Engine
from rules.loader import load_rules
from sandi.cli import main
from sandi.listing import Listing
from storage import decisions, listings
from storage.database import Store
from storage.records import Judged

JOB = "Loker Kamboja paspor ditahan, chat admin 0812-0000-7341"
BABY = "Bumil cari adopter bayi, ganti biaya, chat admin"
CLOSET = "Lemari jati dua pintu"
ODD = "Sandiku rahasia di Negeri Anuku, loker, chat admin 0812-0000-7341"
OWN = RULE.format(title="Own", id="own-rule", status="test", signals="own.word")
OWN_SIGNAL = """\
group: own
signals:
  word: {title: w, slot: means, weight: 2, evidence: reported, source: [y], match: {text: [sandiku rahasia]}}
  spot: {title: w, slot: act, evidence: reported, source: [y], match: {text: [negeri anuku]}}
"""


def listing(number: int, text: str) -> Listing:
    return Listing(url=f"https://pasar.example/{number}", source="pasar", text=text)


def keep(store: Store, *found: Listing) -> None:
    engine = Engine(load_rules())
    listings.save_batch(store, "run-1", [Judged(one, engine.judge(one)) for one in found])


def decide(store: Store, lead: int, decision: str, reason: str) -> None:
    decisions.decide(store, lead, decision=decision, reason=reason, actor="sari", via="cli", seen_version=1)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["rules", *words, "--workers", "1"])


def judged_by_today(store: Store, *found: Listing) -> None:
    engine = Engine(load_rules(store.config.packs))
    listings.save_batch(store, "run-2", [Judged(one, engine.judge(one)) for one in found])


def rejudge() -> dict[str, object]:
    done = CliRunner().invoke(main, ["rules", "rejudge", "--json"])
    assert done.exit_code == 0, done.output
    told: dict[str, object] = json.loads(done.stdout)
    return told
