"""The classifier doubts alerts whose text reads as harmless, and nothing else; padding does not fool it."""

from __future__ import annotations

import re
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rules_house import RULE, SIGNALS, project_engine

from rules.classifier import WINDOW, Classifier, Feature, features_of, load_classifier
from rules.engine import Engine
from rules.kernel import COMPILED
from rules.learning import Known, learn, left_out
from rules.likeness import Likenesses
from rules.loader import PACKS, load_rules
from rules.speech import PLAIN, plain
from sandi.cli import main
from sandi.errors import ConfigError
from sandi.listing import Listing

WEIGHTS = Classifier(
    {
        "kamboja": Feature(1.0, 4.0),
        "paspor": Feature(1.0, 2.0),
        "museum": Feature(1.0, -4.0),
        "paspor lama": Feature(2.0, -6.0),
    },
    0.0,
    40,
    {"coded": 1, "harmless": 1},
)


def test_numbers_of_three_figures_are_one_word_and_features_are_words_and_pairs() -> None:
    assert features_of(["gaji", "1500", "umur", "22", "gaji"]) == [
        *("gaji", "000", "umur", "22"),
        *("gaji 000", "000 umur", "umur 22", "22 gaji"),
    ]


def test_likeness_is_the_weight_of_known_words_by_their_length() -> None:
    assert WEIGHTS.likeness([]) == 50
    assert WEIGHTS.likeness(["entah"]) == 50
    assert WEIGHTS.likeness(["kamboja"]) == 98
    assert WEIGHTS.likeness(["museum"]) == 2
    assert WEIGHTS.likeness(["kamboja", "museum"]) == 50


def test_harmless_words_around_an_advert_do_not_hide_it() -> None:
    padded = ["museum"] * 5 * WINDOW + ["kamboja"] + [f"kata{i}" for i in range(5 * WINDOW)]
    assert WEIGHTS.likeness(padded) == 98


WORDS = st.lists(
    st.sampled_from(["kamboja", "paspor", "museum", "lama", "yg", "100", "2000", "x", "\x1d", "z" * 65]), max_size=200
)


@pytest.mark.skipif(not COMPILED, reason="no C compiler was there when sandi was installed")
@given(st.lists(WORDS, max_size=4))
def test_many_texts_at_once_read_as_each_by_itself(texts: list[list[str]]) -> None:
    weights = {"yang museum": Feature(1.5, 2.25), "000": Feature(3.0, -0.5), "kamboja 000": Feature(2.0, 1.0)}
    classifier = Classifier(
        {**WEIGHTS.features, **weights, "dari tiga kata": Feature(9.0, 9.0), "z" * 65: Feature(1.0, 9.0)}, -0.1, 40
    )
    many = Likenesses(classifier)
    for _ in range(2):  # when words are new and when they are known
        found = many.of([" ".join(words).encode() for words in texts])
        for words, likeness in zip(texts, found, strict=True):
            fields = " ".join(words).split("\x1d")
            read = [PLAIN.get(word, word) for field in fields[:2] for word in field.split()]
            assert likeness == classifier.likeness(read)


@pytest.mark.skipif(not COMPILED, reason="no C compiler was there when sandi was installed")
def test_the_packs_weights_say_the_same_of_many_texts_at_once() -> None:
    rules = project_engine().rules
    assert rules.classifier is not None
    texts = [one.listing.get("text", "").lower() for rule in rules.rules for one in rule.examples]
    words = [re.findall("[a-z0-9]+", text) for text in texts]
    found = Likenesses(rules.classifier).of([" ".join(some).encode() for some in words])
    assert found == [rules.classifier.likeness(" ".join(map(plain, some)).split()) for some in words]


@given(st.lists(st.sampled_from(["kamboja", "paspor", "museum", "lama", "1000", "x"]), max_size=200))
def test_likeness_is_a_percentage_and_always_the_same(words: list[str]) -> None:
    assert 0 <= WEIGHTS.likeness(words) <= 100
    assert WEIGHTS.likeness(words) == WEIGHTS.likeness(list(words))


def test_the_words_that_speak_most_for_harmless_come_first() -> None:
    assert WEIGHTS.against(["paspor", "lama", "museum", "kamboja"], 3) == ["paspor lama", "museum"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of packs with one rule, its signals and weights."""
    (tmp_path / "signals").mkdir()
    (tmp_path / "signals" / "s.yaml").write_text(SIGNALS)
    rule = RULE.format(title="Any", id="any-sign", status="test", signals="s.place, s.free, s.bare, s.held")
    (tmp_path / "any-sign.yaml").write_text(rule)
    (tmp_path / "likeness.json").write_bytes(orjson.dumps(WEIGHTS.to_json()))
    return tmp_path


def engine_of(folder: Path, *more: Path) -> Engine:
    return Engine(load_rules(more, signals=folder / "signals", home=folder))


TOLD = "Museum: dicari penjaga, kamboja, paspor lama ditahan, paspor ditahan"


def test_an_alert_that_reads_as_harmless_is_watched_and_the_words_are_named(folder: Path) -> None:
    engine = engine_of(folder)
    told = Listing(url="u", text=TOLD, kind="job")
    explained = engine.explain(told)
    assert explained.verdict.verdict == "watch"
    assert "reads as harmless: likeness" in explained.segments[0].missing[0]
    assert {(c.signal, c.weight, c.raw) for c in explained.verdict.counter} == {
        ("text.reads_harmless", 0, "paspor lama"),
        ("text.reads_harmless", 0, "Museum"),
    }
    assert [TOLD[c.start : c.end] for c in explained.verdict.counter] == [c.raw for c in explained.verdict.counter]
    assert engine.judge(told) == explained.verdict


def test_an_alert_that_reads_like_one_stands(folder: Path) -> None:
    assert engine_of(folder).judge(Listing(url="u", text="Dicari, kamboja, paspor ditahan")).verdict == "alert"


ALIKE = "kamboja, paspor ditahan"


@pytest.mark.parametrize(("likeness", "verdict"), [(99, "alert"), (100, "quiet")])
def test_a_rule_with_a_likeness_fires_only_in_a_text_that_reads_so_and_takes_it_for_an_offer(
    folder: Path, likeness: int, verdict: str
) -> None:
    rule = (folder / "any-sign.yaml").read_text()
    (folder / "any-sign.yaml").write_text(rule.replace("detection:", f"likeness: {likeness}\ndetection:"))
    engine = engine_of(folder)
    listing = Listing(url="u", text=ALIKE)
    assert engine.judge(listing).verdict == verdict
    assert engine.judge_all([listing])[0].verdict == verdict
    assert engine.fired_all([listing]) == [["any-sign"] if verdict == "alert" else []]


def asking_for_likeness(folder: Path, likeness: int = 90) -> Engine:
    rule = (folder / "any-sign.yaml").read_text()
    (folder / "any-sign.yaml").write_text(rule.replace("detection:", f"likeness: {likeness}\ndetection:"))
    return engine_of(folder)


def test_the_reading_is_a_strong_means_where_a_rule_asks_for_it_and_its_words_are_named(folder: Path) -> None:
    listing = Listing(url="u", text="paspor kamboja")
    assert engine_of(folder).judge(listing).verdict == "watch"
    verdict = asking_for_likeness(folder).judge(listing)
    assert (verdict.verdict, "means" in verdict.slots) == ("alert", True)
    assert ("text.reads_like", "paspor") in {(span.signal, span.raw) for hit in verdict.hits for span in hit.spans}


@pytest.mark.parametrize(("word", "verdict"), [("boneka", "alert"), ("polisi", "quiet")])
def test_a_text_that_reads_so_is_no_doll_but_may_be_news(folder: Path, word: str, verdict: str) -> None:
    assert asking_for_likeness(folder).judge(Listing(url="u", text=f"{word}: kamboja")).verdict == verdict


def test_what_reads_more_like_an_advert_comes_first_in_a_queue(folder: Path) -> None:
    listings = [Listing(url="u", text=f"Dicari, kamboja, paspor ditahan{more}") for more in ("", " museum museum")]
    first, second = (engine_of(folder).judge(one) for one in listings)
    assert (first.verdict, second.verdict) == ("alert", "alert")
    assert first.score > second.score


def test_without_that_rule_the_same_text_is_no_offer(folder: Path) -> None:
    assert engine_of(folder).judge(Listing(url="u", text=ALIKE)).verdict == "watch"


def test_everyday_listings_weigh_but_teach_no_words_of_their_own(folder: Path) -> None:
    engine = engine_of(folder)
    everyday = [Listing(url=str(i), text="dicari resep nasi") for i in range(300)]
    weights = learn(taught(120), engine, beside=everyday)
    assert weights.features["dicari"].weight < learn(taught(120), engine).features["dicari"].weight
    assert "resep" not in weights.features


def test_rules_of_another_folder_are_believed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.mktemp("own")
    rule = RULE.format(title="Own", id="own-sign", status="test", signals="s.place, s.held")
    (own / "own-sign.yaml").write_text(rule)
    engine = engine_of(folder, own)
    assert engine.rules.doubted == {"any-sign"}
    assert engine.judge(Listing(url="u", text=TOLD, kind="job")).verdict == "alert"


def test_weights_are_part_of_what_a_verdict_rests_on(folder: Path) -> None:
    before = engine_of(folder).rules.sha256
    (folder / "likeness.json").write_bytes(orjson.dumps(WEIGHTS.to_json() | {"doubt": 41}))
    assert engine_of(folder).rules.sha256 != before


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"features": {"a": [1]}, "bias": 0, "doubt": 1, "learnt_from": {}}']
)
def test_a_broken_file_says_what_to_do(folder: Path, content: str) -> None:
    (folder / "likeness.json").write_text(content)
    with pytest.raises(ConfigError, match=r"likeness\.json holds no weights .*sandi rules learn"):
        engine_of(folder)


def taught(count: int) -> list[Known]:
    """As many coded as harmless listings, in two groups."""
    pairs = [("dicari ke kamboja nomor", True), ("museum buka hari ke", False)]
    return [
        Known(Listing(url=f"{i}{coded}", text=f"{text} {i % 7}"), coded, str(i % 2))
        for i in range(count)
        for text, coded in pairs
    ]


def test_learning_tells_them_apart_also_those_left_out(folder: Path) -> None:
    engine = engine_of(folder)
    weights = learn(taught(120), engine)
    assert weights.learnt_from == {"coded": 120, "harmless": 120, "everyday": 0}
    assert weights.features["kamboja"].weight > 0 > weights.features["museum"].weight
    assert all((one.likeness >= 50) is one.known.coded for one in left_out(taught(60), engine))


def test_too_little_is_refused(folder: Path) -> None:
    with pytest.raises(ConfigError, match="99 coded and 99 harmless listings are too few"):
        learn(taught(99), engine_of(folder))


def test_the_command_names_the_line_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "taught.jsonl"
    file.write_text('{"url": "u", "text": "t", "truth": "coded"}\n{"url": "u", "text": "t"}\n')
    done = CliRunner().invoke(main, ["rules", "learn", str(file)])
    assert done.exit_code == 2
    assert "taught.jsonl:2" in done.output


def test_the_weights_that_come_with_sandi_are_whole() -> None:
    weights = load_classifier(PACKS / "likeness.json")
    assert min(weights.learnt_from.values()) > 1_000
    assert len(weights.features) > 10_000
