"""Which tactics a lead names, where rules fire that ask how the whole text reads; what asks for help stays help."""

from __future__ import annotations

from pathlib import Path

import orjson
from rules_house import RULE, SIGNALS, project_engine
from test_classifier import WEIGHTS

from rules.engine import Engine
from rules.loader import load_rules
from rules.trade import MOST_TRADES
from sandi.listing import Listing, listing_from_json

EXAM = Path(__file__).resolve().parents[1] / "exam"


def engine_of(folder: Path, **rules: tuple[str, str, int]) -> Engine:
    """An engine of rules by id: tactic, the signals of `about`, and the likeness asked for (0: none)."""
    (folder / "signals").mkdir()
    (folder / "signals" / "s.yaml").write_text(SIGNALS)
    (folder / "likeness.json").write_bytes(orjson.dumps(WEIGHTS.to_json()))
    for name, (tactic, about, likeness) in rules.items():
        text = RULE.format(title=name, id=name, status="test", signals=about).replace("fake-job", tactic)
        text = text.replace("  any:", "  about:").replace("condition: any and", "condition: about and")
        text = text.replace("because: any", "because: about")
        (folder / f"{name}.yaml").write_text(
            text.replace("detection:", f"likeness: {likeness}\ndetection:") if likeness else text
        )
    return Engine(load_rules(signals=folder / "signals", home=folder))


def tactics(engine: Engine, text: str) -> tuple[str, ...]:
    verdict = engine.judge(Listing(url="u", text=text))
    assert verdict.verdict == "alert"
    assert engine.judge_all([Listing(url="u", text=text)]) == [verdict]
    return verdict.tactics


def test_of_rules_that_all_read_so_the_one_speaks_whose_own_words_stand_most(tmp_path: Path) -> None:
    engine = engine_of(
        tmp_path,
        job=("fake-job", "s.place", 90),
        bride=("mail-order-bride", "s.place, s.held, s.cook", 90),
        child=("child-labour", "s.place", 90),
    )
    assert tactics(engine, "Paspor ditahan, bisa masak, kamboja") == ("mail-order-bride",)
    assert len(tactics(engine, "kamboja kamboja paspor")) <= MOST_TRADES


def test_a_narrow_rule_that_alerts_needs_no_other(tmp_path: Path) -> None:
    engine = engine_of(
        tmp_path,
        narrow=("fake-job", "s.place, s.held", 0),
        job=("fake-job", "s.place", 90),
        more=("organ-trade", "s.hire", 90),
    )
    assert tactics(engine, "Dicari, kamboja, paspor ditahan, chat admin") == ("fake-job",)


def test_a_reading_of_the_child_lane_does_not_turn_an_advert_for_adults(tmp_path: Path) -> None:
    engine_of(
        tmp_path,
        narrow=("fake-job", "s.place, s.held", 0),
        child=("child-labour", "s.place, s.held, s.cook, s.baby, s.adopt", 90),
    )
    path = tmp_path / "child.yaml"
    path.write_text(path.read_text().replace("detection:", "lane: child\ndetection:"))
    engine = Engine(load_rules(signals=tmp_path / "signals", home=tmp_path))
    advert = "Dicari, kamboja, paspor ditahan, bisa masak, chat admin"
    assert engine.judge(Listing(url="u", text=advert)).lane == "adult"
    assert engine.judge(Listing(url="u", text=f"{advert}, bawa bayi cari adopter")).lane == "child"


def test_a_lead_of_the_exam_names_few_tactics_and_mostly_the_right_one() -> None:
    engine = project_engine()
    lines = [line for path in sorted(EXAM.glob("open-*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    coded = [row for row in map(orjson.loads, lines) if row["truth"] == "coded"][::15]
    shown = [listing_from_json({k: row[k] for k in ("url", "kind", "title", "text", "category")}) for row in coded]
    told = [(row["tactic"], engine.judge(one).tactics) for row, one in zip(coded, shown, strict=True)]
    alerts = [(tactic, names) for tactic, names in told if names]
    assert len(alerts) > 80
    assert sum(len(names) for _, names in alerts) < 2.5 * len(alerts)
    assert sum(tactic in names for tactic, names in alerts) > 0.85 * len(alerts)


def test_who_asks_for_help_is_no_suspect_whatever_rule_fires(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, own=("fake-job", "s.place, s.held", 0))
    words = "kamboja, paspor ditahan, bekerja"
    assert engine.judge(Listing(url="u", text=f"Loker {words}, chat admin", kind="job")).verdict == "alert"
    assert engine.judge(Listing(url="u", text=f"tolong adik saya, {words}", kind="post")).verdict == "help"
