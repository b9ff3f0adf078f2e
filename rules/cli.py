"""The verbs of rule authors: `sandi scan` and `sandi rules list|lint|test|explain|gate`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson
from rich.console import Console
from rich.table import Table

from rules import together_cli
from rules.baseline import baseline_of
from rules.bench_cli import bench
from rules.engine import Engine
from rules.examples import check_examples, check_survival, survival, survival_lines, together
from rules.explain import explanation, of_rule, selections_json
from rules.gate import Budget, Corpus, gate, pinned_budget, total
from rules.history_cli import backtest_rules, hunt_rule, rejudge_leads
from rules.json_schema import KINDS_OF_FILE, schema_of
from rules.learn_cli import learn_weights
from rules.lint import lint
from rules.loader import RuleSet, load_rules, must_exist
from rules.new_cli import new_rule
from rules.scan import Source
from sandi.cli import config_of
from sandi.errors import SandiError
from sandi.listing import Listing
from sandi.text import visible
from sandi.verdict import TACTICS

_WHOLE = frozenset({"rule", "signal", "tactic", "slot", "status", "corpus"})
"""Columns that people copy from: never folded."""
_CORES = os.cpu_count() or 1
_FILES = click.argument("files", nargs=-1, required=True, metavar="FILE...")
_WORKERS = click.option(
    "--workers", type=click.IntRange(1), default=_CORES, show_default="all cores", help="Processes to judge with."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def _loaded(ctx: click.Context) -> RuleSet:
    return load_rules(config_of(ctx).packs)


def some(count: int, what: str) -> str:
    """`1 rule`, `2 rules`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def print_json(value: Any) -> None:
    """One JSON value on standard output."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


@click.group()
def rules() -> None:
    """List, check, test and explain rules.

    Example: sandi rules explain 'Loker Kamboja tanpa pengalaman, gaji 18 jt'
    """


@rules.command(name="list")
@click.option("--tactic", type=click.Choice(TACTICS), help="Only rules of this tactic.")
@click.option("--signals", is_flag=True, help="List the signals instead.")
@_JSON
@click.pass_context
def list_rules(ctx: click.Context, tactic: str | None, signals: bool, as_json: bool) -> None:
    """List rules, or signals.

    Example: sandi rules list --tactic fake-job
    """
    loaded = _loaded(ctx)
    if signals:
        rows = [
            {
                "signal": s.name,
                "slot": s.slot,
                "weight": s.weight,
                "evidence": s.evidence,
                "title": s.title,
                "file": s.where,
            }
            for s in loaded.signals.values()
        ]
    else:
        rows = [
            {
                "rule": r.id,
                "tactic": r.tactic,
                "status": r.status,
                "revision": r.revision,
                "title": r.title,
                "file": r.where,
            }
            for r in loaded.rules
            if tactic in {None, r.tactic}
        ]
        rows += [] if tactic else together_cli.listed(config_of(ctx).packs)
    if as_json:
        print_json(rows)
    else:
        _print_table(rows)


def _print_table(rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        click.echo("nothing to list")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in rows[0]:
        table.add_column(name, overflow="fold", no_wrap=name in _WHOLE)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console = Console()
    wide = console.is_terminal or "COLUMNS" in os.environ  # a pipe has no width of its own
    (console if wide else Console(width=200)).print(table, markup=False)


@rules.command(name="lint")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--notes", is_flag=True, help="Tell also what is allowed but costs time.")
@_JSON
@click.pass_context
def lint_rules(ctx: click.Context, paths: tuple[Path, ...], strict: bool, notes: bool, as_json: bool) -> None:
    """Tell every mistake and risk in the rules, with file, line and what to do.

    PATHS are further pack folders or files, checked together with the rules that come with sandi. Exit status: 0, 1
    when there is an error.

    Example: sandi rules lint my-packs/
    """
    packs = config_of(ctx).packs
    must_exist(packs)
    problems = lint([*packs, *together_cli.others(paths)], today=datetime.now(UTC).date())
    problems += together_cli.linted([*packs, *paths])
    failing = {"error", "warning"} if strict else {"error"}
    if as_json:
        print_json([problem.to_json() for problem in problems])
    else:
        for problem in problems:
            if notes or problem.grade != "note":
                click.echo(str(problem))
        grades = Counter(problem.grade for problem in problems)
        hint = " (--notes tells them)" if grades["note"] and not notes else ""
        click.echo((", ".join(some(count, grade) for grade, count in sorted(grades.items())) or "no problems") + hint)
    ctx.exit(1 if any(problem.grade in failing for problem in problems) else 0)


@rules.command(name="test")
@click.argument("names", nargs=-1, metavar="[RULE]...")
@_JSON
@click.pass_context
def test_rules(ctx: click.Context, names: tuple[str, ...], as_json: bool) -> None:
    """Run the examples of all rules, or of the named ones, as they stand and obscured in ten ways.

    Those of correlation rules are run as they stand: they hold no text.

    Exit status: 0, 1 when one fails or too few obscured ones still match.

    Example: sandi rules test job-bait-scam-compound
    """
    loaded = _loaded(ctx)
    correlations, held, problems = together_cli.tested(config_of(ctx).packs, names)
    unknown = [name for name in names if loaded.rule(name) is None and name not in correlations]
    if unknown:
        raise SandiError(f"no rule is named {', '.join(unknown)}; `sandi rules list` shows them")
    chosen = [rule for rule in loaded.rules if rule.runs and (not names or rule.id in names)]
    engine = Engine(loaded)
    problems += [problem for rule in chosen for problem in check_examples(engine, rule)]
    survivals = [survival(engine, rule) for rule in chosen]
    problems += check_survival(chosen, survivals, every=not names)
    examples = held + sum(len(rule.examples) for rule in chosen)
    count = len(correlations) + len(chosen)
    if as_json:
        told = {"rules": count, "examples": examples, "problems": [p.to_json() for p in problems]}
        print_json({**told, "survival": [one.to_json() for one in (*survivals, together(survivals))]})
    else:
        for line in (*(survival_lines(survivals) if survivals else ()), *map(str, problems)):
            click.echo(line)
        click.echo(f"{some(count, 'rule')}, {some(examples, 'example')}, {len(problems)} that do not hold")
    ctx.exit(1 if problems else 0)


@rules.command(name="explain")
@click.argument("text", metavar="TEXT|FILE")
@click.option("--rule", metavar="ID", help="Only this rule, selection by selection.")
@_JSON
@click.pass_context
def explain_text(ctx: click.Context, text: str, rule: str | None, as_json: bool) -> None:
    """Say why TEXT (or every listing of a JSON Lines FILE) alerts, or what is missing for an alert.

    With --rule: what each selection of that rule finds, and whether its condition holds.

    Example: sandi rules explain 'CS Kamboja, tanpa ijazah, 18 jt, tele @contoh'
    """
    rules = _loaded(ctx)
    engine = Engine(rules)
    console = Console(highlight=False)
    if rule is not None:
        _explain_rule(console, engine, rule, text, as_json=as_json)
        return
    explained = [(listing, engine.explain(listing)) for listing in _text_or_file(text)]
    if as_json:
        print_json(
            [
                {**one.verdict.to_json(), "missing": [text for judged in one.segments for text in judged.missing]}
                for _, one in explained
            ]
        )
        return
    for i, (listing, one) in enumerate(explained):
        if i:
            console.print()
        for line in explanation(listing, one, rules.rules):
            console.print(line, soft_wrap=True)


def _explain_rule(console: Console, engine: Engine, name: str, text: str, *, as_json: bool) -> None:
    rule = engine.rules.rule(name)
    if rule is None:
        raise SandiError(f"no rule is named {name}; `sandi rules list` shows them")
    told = []
    for listing in _text_or_file(text):
        readings = engine.segments(listing)
        if as_json:
            told += [{"url": listing.url, **selections_json(rule, reading)} for reading in readings]
            continue
        for line in of_rule(listing, rule, readings):
            console.print(line, soft_wrap=True)
    if as_json:
        print_json(told)


def _text_or_file(text: str) -> Iterable[Listing]:
    if text.endswith((".jsonl", ".jsonl.gz")) and not _is_file(text):
        raise SandiError(f"there is no file {text}; quote a text, or name a file of listings")
    return Source(text).listings() if _is_file(text) else [Listing(url="text:", text=text)]


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # a text too long for a name, or with a NUL
        return False


@rules.command(name="baseline")
@_FILES
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@_JSON
def write_baseline(files: tuple[str, ...], output: Path, as_json: bool) -> None:
    """Pin what prices are usual in each category, read from listings in FILE..., for `price|outlier`.

    Put the file into a pack folder as baseline.json. Exit status: 0, 2 when a line cannot be read.

    Example: sandi rules baseline listings.jsonl.gz --output our-packs/baseline.json
    """
    pinned = baseline_of(listing for path in files for listing in Source(path).listings())
    output.write_bytes(orjson.dumps(pinned.to_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
    told = {"file": str(output), "categories": len(pinned.categories)}
    if as_json:
        print_json(told)
    else:
        click.echo(f"{output}: {len(pinned.categories)} categories")


@rules.command(name="gate")
@_FILES
@click.option("--budget", type=float, help="Alerts allowed per 10,000 listings, if fewer than are pinned.")
@click.option("--raise-budget", type=float, metavar="N", help="Allow more than is pinned, this once.")
@_WORKERS
@_JSON
@click.pass_context
def gate_rules(
    ctx: click.Context,
    files: tuple[str, ...],
    budget: float | None,
    raise_budget: float | None,
    workers: int,
    as_json: bool,
) -> None:
    """Count alerts on harmless corpora in FILE..., per corpus and per rule, against the budget of rules/budget.json.

    Correlation rules judge the listings of each file together, and may fire in no group of them.

    Exit status: 0, 1 when they exceed the budget or a line cannot be read (a gate must not quietly measure less).

    Example: sandi rules gate harmless/*.jsonl.gz
    """
    allowed = _budget(budget, raise_budget)
    beside = together_cli.Gate(config_of(ctx).packs)
    corpora = gate(_loaded(ctx), files, workers=workers, also=beside.take)
    whole = total(corpora)
    broken = allowed.broken(corpora) + beside.lines
    if as_json:
        told = {"budget": allowed.over_all, "budgets": dict(allowed.corpora), "broken": broken}
        told["correlations"] = beside.groups
        print_json(told | {"corpora": [_gated(corpus) for corpus in (*corpora, whole)]})
    else:
        _print_gate(corpora, whole, broken)
    for problem in whole.skipped:
        click.echo(str(problem), err=True)
    ctx.exit(1 if broken or whole.skipped else 0)


def _budget(budget: float | None, raised: float | None) -> Budget:
    """The pinned budget, lowered by one flag or raised by the other; a raised one counts for every corpus."""
    pinned = pinned_budget()
    if raised is not None:
        return Budget(raised)
    if budget is None:
        return pinned
    if budget > pinned.over_all:
        raise click.UsageError(f"--budget {budget:g} is more than the pinned {pinned.over_all:g}; say --raise-budget")
    return Budget(budget, pinned.corpora)


def _print_gate(corpora: Sequence[Corpus], whole: Corpus, broken: Sequence[str]) -> None:
    _print_table([_gate_row(corpus) for corpus in (*corpora, whole)])
    rows = [
        {"rule": rule, "corpus": corpus.name, "alerts": corpus.rules[rule], **_rates(*rates)}
        for corpus in (*corpora, whole)
        for rule, rates in corpus.by_rule().items()
    ]
    if rows:
        click.echo()
        _print_table(rows)
    for corpus in corpora:
        for url in corpus.alerts[:20]:
            click.echo(f"alert: {visible(url, limit=200)}")
    for text in broken:
        click.echo(f"over budget: {text}")


def _rates(rate: float, low: float, high: float) -> dict[str, str]:
    return {"per 10,000": f"{rate:.2f}", "95 %": f"{low:.2f}–{high:.2f}"}


def _gated(corpus: Corpus) -> dict[str, Any]:
    low, high = corpus.interval
    return {
        "corpus": corpus.name,
        "listings": corpus.listings,
        "skipped": len(corpus.skipped),
        "alerts": len(corpus.alerts),
        "alerts_per_10k": round(corpus.per_10k, 2),
        "interval_95": [round(low, 2), round(high, 2)],
        "verdicts": dict(corpus.verdicts),
        "rules": dict(corpus.rules),
        "by_rule": {
            rule: {"alerts_per_10k": round(rate, 2), "interval_95": [round(low, 2), round(high, 2)]}
            for rule, (rate, low, high) in corpus.by_rule().items()
        },
        "urls": corpus.alerts,
    }


def _gate_row(corpus: Corpus) -> dict[str, Any]:
    low, high = corpus.interval
    return {
        "corpus": corpus.name,
        "listings": corpus.listings,
        "alerts": len(corpus.alerts),
        **_rates(corpus.per_10k, low, high),
        "watch": corpus.verdicts["watch"],
        "help": corpus.verdicts["help"],
    }


@rules.command(name="schema")
@click.argument("kind", type=click.Choice(KINDS_OF_FILE), default="rule")
def print_schema(kind: str) -> None:
    """Print the JSON Schema of rule files, or of signal files, for editors that complete and check YAML.

    Example: sandi rules schema rule > rule.schema.json
    """
    print_json(schema_of(kind))


rules.add_command(new_rule)
rules.add_command(hunt_rule)
rules.add_command(backtest_rules)
rules.add_command(rejudge_leads)
rules.add_command(bench)
rules.add_command(learn_weights)
