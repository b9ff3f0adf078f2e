"""`sandi rules learn`: weights of words from listings whose truth is known, and how far they carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import click
import orjson

from rules.engine import Engine
from rules.learning import DOUBT, Judged, Known, examples_of, learn, left_out
from rules.loader import load_rules
from rules.scan import Source
from sandi.cli import config_of
from sandi.errors import InputError, Problem
from sandi.listing import ListingError, listing_from_json

TRUTHS = {"coded": True, "ordinary": False}
ANSWER_KEYS = frozenset({"truth", "tactic", "obscured", "why", "batch"})


@click.command(name="learn")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the weights here.")
@click.option("--beside", multiple=True, metavar="FILE", help="Harmless listings of everyday life (JSON Lines).")
@click.option("--doubt", type=click.IntRange(0, 100), default=DOUBT, show_default=True, help="Likeness an alert needs.")
@click.option("--check", is_flag=True, help="Tell how weights learnt from the other batches judge each batch.")
@click.pass_context
def learn_weights(
    ctx: click.Context, files: Sequence[str], output: Path | None, beside: Sequence[str], doubt: int, check: bool
) -> None:
    """Learn which words tell adverts of trafficking from their harmless twins.

    FILE holds one listing a line, as for `sandi scan`, with `truth` ("coded" or "ordinary") and, for --check, `batch`:
    what was written or decided together. The examples in rules are learnt from too. Of what lies --beside every second
    listing is learnt from, so that the others can tell how far it carries. Put the weights into a pack folder as
    likeness.json; alerts of the rules of that folder are doubted when the text reads as harmless.

    Example: sandi rules learn tests/exam/open-*.jsonl --check --output likeness.json

    Exit status: 0, 2 when a line cannot be read or there is too little to learn from.
    """
    rules = load_rules(config_of(ctx).packs)
    known = [one for path in files for one in _read(path)] + list(examples_of(rules.rules))
    engine = Engine(rules)
    everyday = [one for at, one in enumerate(chain.from_iterable(Source(path).listings() for path in beside)) if at % 2]
    if check:
        for line in told(left_out(known, engine, beside=everyday), doubt):
            click.echo(line)
    if output:
        weights = learn(known, engine, beside=everyday, doubt=doubt)
        lines = orjson.dumps(weights.to_json()).replace(b'],"', b'],\n"')
        output.write_bytes(lines + b"\n")
        click.echo(f"{len(weights.features):,} words and pairs of words from {len(known):,} listings: {output}")


def told(judged: Iterable[Judged], doubt: int) -> Iterator[str]:
    """Lines: by batch, the share of coded and of harmless listings that would be believed."""
    by_batch: dict[str, list[Judged]] = {}
    for one in judged:
        by_batch.setdefault(one.known.group, []).append(one)
    yield f"{'batch':<10}{'coded believed':>20}{'harmless believed':>20}"
    every = [one for part in by_batch.values() for one in part]
    for name, part in [*sorted(by_batch.items()), ("all", every)]:
        yield f"{name:<10}{_share(part, doubt, coded=True):>20}{_share(part, doubt, coded=False):>20}"


def _share(judged: Sequence[Judged], doubt: int, *, coded: bool) -> str:
    part = [one for one in judged if one.known.coded is coded]
    held = sum(one.likeness >= doubt for one in part)
    return f"{held / len(part):.3f} ({held}/{len(part)})" if part else "-"


def _read(path: str) -> Iterator[Known]:
    """The listings of a file with their truth. Raises InputError with file and line."""
    for where, number, line in Source(path).lines():
        try:
            value = orjson.loads(line)
            coded = TRUTHS[value["truth"]]
            listing = listing_from_json({key: item for key, item in value.items() if key not in ANSWER_KEYS})
        except (ValueError, KeyError, TypeError, ListingError) as error:
            found, mend = f"is no listing with its truth: {error}", 'give it `"truth": "coded"` or `"ordinary"`'
            raise InputError([Problem(where, number, "truth", found, mend)]) from None
        yield Known(listing, coded, str(value.get("batch", "")))
