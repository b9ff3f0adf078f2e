"""`sandi rules new`: begins a rule from answers or from adverts, and says what to do next."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import click

from rules.draft import CORE, FILLED, Asked, Draft, Read, draft, read_adverts, usual_in
from rules.loader import PACKS, RuleSet, load_rules
from rules.scan import Source
from sandi.cli import config_of
from sandi.errors import SandiError
from sandi.listing import ListingError, listing_from_line
from sandi.text import visible
from sandi.verdict import TACTICS

MOST_HARMLESS = 20_000
MOST_ADVERTS = 2_000
MOST_FILES = 5
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_SLOTS = {
    "act": "the act (recruit, move, offer)",
    "means": "the means (deceive, bind by debt, keep papers)",
    "purpose": "the purpose (forced labour, exploitation, organs)",
    "person": "who is offered or sought",
}
_LISTINGS = (".jsonl", ".jsonl.gz", ".json.gz")


F = TypeVar("F", bound=Callable[..., Any])


def _slot_options(command: F) -> F:
    """`--act`, `--means` and so on: words of the author's own by slot."""
    for slot, what in reversed(_SLOTS.items()):
        command = click.option(f"--{slot}", metavar="WORDS", default="", help=f"Words for {what}, with commas.")(
            command
        )
    return command


@click.command(name="new")
@click.argument("rule_id", metavar="ID", required=False)
@click.option("--tactic", type=click.Choice(TACTICS), help="Which tactic it speaks of.")
@click.option("--title", default="", help="What it looks for, in one line.")
@click.option("--author", default="", help="Your name.")
@click.option("--from", "adverts", metavar="FILE", help="Adverts: listings, or text with --- between; - to paste.")
@click.option("--against", multiple=True, metavar="FILE", help="Harmless listings; without, the examples of the packs.")
@_slot_options
@click.option("--anyway", is_flag=True, help="Write a draft though every advert alerts already.")
@click.option("--folder", type=click.Path(path_type=Path), help="Pack folder to write to (the first of SANDI_PACKS).")
@click.pass_context
def new_rule(
    ctx: click.Context,
    rule_id: str | None,
    tactic: str | None,
    title: str,
    author: str,
    adverts: str | None,
    against: tuple[str, ...],
    anyway: bool,
    folder: Path | None,
    act: str,
    means: str,
    purpose: str,
    person: str,
) -> None:
    """Begin a rule ID: from adverts (--from), from answers, or from both.

    It tells which signals read the adverts already and which words stand out against harmless text, and writes a
    commented file that loads at once, only watches, and says TODO where only you can write. Contacts in the adverts are
    replaced by invented ones. A file that is there is never overwritten. On a terminal it asks for what is missing.
    Where every advert alerts already, nothing is written: it names the rules and signals to look at instead.

    Exit status: 0 written, 1 not needed, 2 not written.

    Example: sandi rules new job-border-gambling --tactic fake-job --from adverts.txt
    """
    asking = sys.stdin.isatty() and adverts != "-"
    rule_id, tactic = _named(rule_id, tactic, asking=asking)
    rules = load_rules(config_of(ctx).packs)
    path = _free_path(ctx, rules, rule_id, tactic, folder)
    texts = _adverts(adverts) if adverts else []
    read = read_adverts(rules, texts, _harmless(rules, against) if texts else ())
    if texts and read.alerts == read.adverts and not anyway:
        _tell_adverts(rules, read)
        _tell_not_needed(rules, read, tactic)
        ctx.exit(1)
    if asking:
        title = title or click.prompt("What does it look for, in one line", default="", show_default=False)
        author = author or click.prompt("Your name", default="", show_default=False)
    given = dict(zip(_SLOTS, map(_listed, (act, means, purpose, person)), strict=True))
    if asking and not texts and not any(given.values()):
        given = {slot: _listed(_ask(what)) for slot, what in _SLOTS.items()}
    asked = Asked(rule_id, tactic, title=title, author=author, words={k: v for k, v in given.items() if v})
    made = draft(rules, asked, read, datetime.now(UTC).date())
    _write(path, made.text)
    _tell(rules, read, made, path, rule_id)


def _named(rule_id: str | None, tactic: str | None, *, asking: bool) -> tuple[str, str]:
    if asking:
        tactic = tactic or click.prompt("Tactic", type=click.Choice(TACTICS))
        rule_id = rule_id or click.prompt("Id, such as job-border-gambling")
    if not rule_id or not tactic:
        raise click.UsageError("give an ID and --tactic: sandi rules new job-border-gambling --tactic fake-job")
    if not _ID.match(rule_id):
        raise click.UsageError(f"{rule_id!r} is no id; write lower-case words joined by -, as job-border-gambling")
    return rule_id, tactic


def _free_path(ctx: click.Context, rules: RuleSet, rule_id: str, tactic: str, folder: Path | None) -> Path:
    """Where the file will lie. Raises SandiError when the id or the file is taken."""
    packs = config_of(ctx).packs
    path = (folder or (packs[0] if packs else PACKS)) / tactic / f"{rule_id}.yaml"
    known = rules.rule(rule_id)
    if known is not None or path.exists():
        raise SandiError(f"{known.where if known else path} is there already; choose another id, or edit that file")
    return path


def _ask(what: str) -> str:
    text: str = click.prompt(f"Words for {what}, with commas", default="", show_default=False)
    return text


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _adverts(name: str) -> list[str]:
    """The adverts of a file of listings, or of a text with a line of --- (else blank lines) between them."""
    if name.endswith(_LISTINGS):
        found = list(islice(_texts([name]), MOST_ADVERTS))
    else:
        text = sys.stdin.read() if name == "-" else _text_of(Path(name))
        parts = re.split(r"^\s*-{3,}\s*$", text, flags=re.MULTILINE)
        parts = parts if len(parts) > 1 else re.split(r"\n\s*\n", text)
        found = [part.strip() for part in parts if part.strip()][:MOST_ADVERTS]
    if not found:
        raise SandiError(f"{name} holds no advert; write adverts with a line of --- between them")
    return found


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise SandiError(f"{path} cannot be read: {reason}") from None


def _harmless(rules: RuleSet, files: Sequence[str]) -> Iterator[str]:
    """Harmless texts: of the files named, else the examples of all rules that must not match."""
    if files:
        return islice(_texts(files), MOST_HARMLESS)
    silent = (example.listing for rule in rules.rules for example in rule.examples if not example.matches)
    return (f"{one.get('title', '')} {one.get('text', '')}" for one in silent)


def _texts(files: Iterable[str]) -> Iterator[str]:
    for file in files:
        for where, number, line in Source(file).lines():
            try:
                listing = listing_from_line(line)
            except ListingError as error:
                raise SandiError(f"{where}:{number}: {error}; give JSON Lines, one listing a line") from None
            yield f"{listing.title}\n{listing.text}".strip()


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise SandiError(f"{path} is there already; choose another id, or edit that file") from None
    except OSError as error:
        raise SandiError(f"{path} cannot be written: {error.strerror}; name a folder of yours with --folder") from None


def _tell(rules: RuleSet, read: Read, made: Draft, path: Path, rule_id: str) -> None:
    if read.adverts:
        _tell_adverts(rules, read)
        click.echo(
            f"\nThe draft fires on {made.matches} of {read.adverts}; with status `test` {made.alerts} would alert."
        )
    click.echo(f"Wrote {path}")
    click.echo(f"It says TODO in {made.text.count('TODO') - 1} places. Look the examples through for names. Then:")
    click.echo(f"  sandi rules lint && sandi rules test {rule_id}")


def _tell_adverts(rules: RuleSet, read: Read) -> None:
    click.echo(f"{read.adverts} advert{'' if read.adverts == 1 else 's'} read; {read.alerts} alert already.")
    for slot in (*FILLED, "counter"):
        found = [(count, n) for n, count in read.signals.items() if rules.signals[n].slot == slot]
        for count, name in sorted(found, key=lambda pair: (-pair[0], pair[1])):
            heard = visible(read.heard[name], limit=40)
            click.echo(f"  {slot:8} {name:28} {count:3} of {read.adverts}  {heard}")
    for term in read.terms:
        click.echo(f"  stands out: {term.text:28} {term.adverts} of {read.adverts}, harmless {term.harmless}")
    for rule, count in sorted(read.rules.items(), key=lambda pair: (-pair[1], pair[0])):
        click.echo(f"  fires: {rule:33} {count:3} of {read.adverts}")


def _tell_not_needed(rules: RuleSet, read: Read, tactic: str) -> None:
    """Where to look and write instead of a new rule: what speaks of the tactic first."""
    click.echo("\nAll of them alert already, so nothing was written. The rule that finds most of them:")
    fired = [rule for rule in rules.rules if rule.id in read.rules]
    for rule in sorted(fired, key=lambda one: (one.tactic != tactic, -read.rules[one.id], one.id))[:1]:
        click.echo(f"  {rule.id}: {rule.where}")
    telling = [n for n in usual_in(rules, tactic) if n in read.signals and n not in read.common]
    telling = [n for n in telling if rules.signals[n].slot in CORE]
    files: dict[str, list[str]] = {}
    for name in sorted(telling, key=lambda n: (-read.signals[n], n)):
        files.setdefault(rules.signals[name].where, []).append(name)
    if files:
        click.echo("A phrase that is new belongs into a signal. Those that read your adverts stand in:")
    for file, names in list(files.items())[:MOST_FILES]:
        click.echo(f"  {file}: {', '.join(names[:MOST_FILES])}")
    click.echo("For a signal of your own see docs/rule-authors.md, step 3. --anyway writes the draft all the same.")
