"""Leads on a terminal: a table, and one lead with its marks in colour. Listing text never reaches it raw."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from review import labels
from review.evidence import Evidence, NumberedCounter, evidence_of
from review.marks import Piece, legible, readable
from review.signals import SignalCard
from sandi.text import visible
from storage.records import Lead, LeadRow

STYLES = {
    "act": "bold blue",
    "means": "bold yellow",
    "purpose": "bold red",
    "person": "bold magenta",
    "deal": "bold green",
    "counter": "bold cyan",
}
CREED = "Indications that need to be verified; never an accusation."


def print_queue(rows: Sequence[LeadRow]) -> None:
    """A table of leads. Texts of the child lane are left out."""
    console = _console()
    if not rows:
        console.print("No lead fits.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, justify in (("id", "right"), ("score", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    table.add_column("tactics")
    table.add_column("lead", ratio=1)
    table.add_column("source")
    table.add_column("state")
    for row in rows:
        name = "(child lane)" if row.lane == "child" else readable(row.title or row.excerpt, limit=90)
        tactics = "asks for help" if row.verdict == "help" else " ".join(row.tactics)
        name = _beside(row) + name
        table.add_row(str(row.id), str(row.score), Text(tactics), Text(name), Text(visible(row.source)), _state(row))
    console.print(table)
    console.print(CREED, style="dim")


def _beside(row: LeadRow) -> str:
    """For how many leads of which cluster the line stands."""
    return f"[cluster/{row.cluster}: {len(row.beside) + 1} leads] " if row.beside else ""


def _state(row: LeadRow) -> str:
    """The state, and what the listing comes to now where that is no longer what made it a lead."""
    return row.state if row.verdict_now == row.verdict else f"{row.state} (now {row.verdict_now})"


def _console() -> Console:
    """Standard output; a pipe has no width of its own, so lines there are long enough to read a title."""
    console = Console(highlight=False)
    return console if console.is_terminal or "COLUMNS" in os.environ else Console(highlight=False, width=140)


def print_lead(lead: Lead, signals: Mapping[str, SignalCard], *, opened: bool = False) -> None:
    """A lead with numbered marks, and below them what each was read as, by which signal and rule.

    What a listing of the child lane says is left out unless it was asked for (`opened`).
    """
    console = Console(highlight=False, soft_wrap=True)
    evidence = evidence_of(lead, signals)
    about = "asks for help" if lead.verdict == "help" else " ".join(lead.tactics)
    head = f"Lead {lead.id}  {lead.score}/100  {lead.lane}  {lead.state}  {about}"
    console.print(Text(head, style="bold"))
    console.print(Text(f"{visible(lead.source)}  {visible(lead.listing.url)}", style="dim"))
    console.print(CREED, style="dim")
    if lead.verdict == "help":
        _print_channels(console)
    if lead.change:
        console.print(Text(f"Changed since it was opened: {visible(lead.change)}"))
    console.print()
    closed = lead.lane == "child" and not opened
    if closed:
        console.print("This concerns a child; what was published is closed. --text shows it.", style="bold")
    if lead.listing.title and not closed:
        console.print(_marked(evidence.title))
    if lead.listing.text and not closed:
        console.print(_marked(evidence.text))
    console.print()
    _print_signs(console, evidence, closed=closed)
    _print_rules(console, evidence)
    _print_rest(console, lead, evidence)


def _print_channels(console: Console) -> None:
    """Whom somebody who asks for help can turn to, as on the lead's page."""
    console.print()
    console.print("Someone here may be asking for help. They are never a suspect.", style="bold")
    for channel in labels.CHANNELS:
        number = "" if channel.number in channel.name else f" {channel.number}"
        console.print(Text(f"  {channel.name}{number}: {channel.purpose}"))
    console.print(f"  Noted on {labels.NOTED_ON}; verify before you pass them on.", style="dim")


def _marked(pieces: Sequence[Piece]) -> Text:
    text = Text()
    for piece in pieces:
        if piece.region is None:
            text.append(legible(piece.text))
            continue
        style = next((STYLES[slot] for slot in piece.region.slots if slot in STYLES), "underline")
        text.append(legible(piece.text), style=f"{style} underline")
        text.append(f"[{piece.region.number}]", style="dim")
    return text


def _print_signs(console: Console, evidence: Evidence, *, closed: bool) -> None:
    for group in (*evidence.groups, *evidence.context):
        line = Text(f"{group.slot:<8}", style=STYLES.get(group.slot, ""))
        line.append(visible(group.card.title) if group.card else group.signal or "written in the rule")
        level = f" ({group.card.evidence})" if group.card else ""
        line.append(f"  {group.signal}{level}" if group.signal else "", style="dim")
        console.print(line)
        for sign in () if closed else group.signs:
            mark = Text(f"{f'[{sign.number}]' if sign.number else '[-]':>12} ", style="dim")
            mark.append(f"“{visible(sign.raw, limit=120)}”", style="")
            if sign.differs:
                mark.append(f" read as “{visible(sign.read_as, limit=120)}”")
            console.print(mark)
        rules = ", ".join(f"{ref.rule}@{ref.revision}" for ref in group.rules)
        console.print(Text(f"{'':8}{rules}", style="dim"))


def _print_rules(console: Console, evidence: Evidence) -> None:
    for fired in evidence.rules:
        title = fired.card.title if fired.card else fired.hit.rule
        console.print()
        console.print(Text(f"{fired.hit.rule}@{fired.hit.revision}  {visible(title)}  {fired.hit.score}", style="bold"))
        if fired.card and fired.card.tlp != "clear":
            console.print(Text(f"TLP:{fired.card.tlp.upper()}: do not pass this rule on", style="bold red"))
        if fired.card and fired.card.description:
            console.print(Text(visible(fired.card.description)))
        for reading in fired.card.harmless if fired.card else ():
            console.print(Text(f"  harmless: {visible(reading)}", style="dim"))
    console.print()


def _print_rest(console: Console, lead: Lead, evidence: Evidence) -> None:
    if lead.verdict == "help":
        read = ", ".join(_titled(item) for item in evidence.counter)
        console.print(Text(f"Read as a call for help: {read or 'the text as a whole'}"))
    else:
        filled, empty = ", ".join(evidence.filled) or "none", ", ".join(evidence.empty) or "none"
        console.print(f"Slots filled: {filled}; empty: {empty}")
        against = ", ".join(f"{_titled(item)} ({item.weight})" for item in evidence.counter)
        console.print(Text(f"Speaks against: {against or 'nothing was found, which is no proof'}"))
    for item in evidence.contacts:
        contact = item.contact
        also = f"; also in {contact.shared} other listings" if contact.shared else ""
        obscured = "; was obscured" if contact.obscured else ""
        console.print(Text(f"Contact: {contact.kind} {visible(contact.value)} ({contact.ref}){obscured}{also}"))
    if lead.listing.images:
        console.print(f"{len(lead.listing.images)} pictures not fetched; sandi does not read text in pictures.")
    for row in lead.decisions:
        note = f": {visible(row.note)}" if row.note else ""
        console.print(Text(f"{row.at} {visible(row.actor)} {row.decision} {row.reason}{note}"))


def _titled(item: NumberedCounter) -> str:
    """A counter by its title, where one is known, and its name."""
    return f"{visible(item.card.title)}, {item.signal}" if item.card else item.signal
