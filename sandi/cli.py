"""The command `sandi`: composes the verbs of each package, loading a package only when its verb is called."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import click

from sandi import __version__, breaking
from sandi.errors import SandiError

VERBS: dict[str, tuple[str, str]] = {
    "scan": ("rules.scan_cli:scan_files", "Judge listings from files, one verdict a line."),
    "rules": ("rules.cli:rules", "List, check, test and explain rules."),
    "crawl": ("crawler.cli:crawl", "Crawl one source now."),
    "sources": ("crawler.cli:sources", "List and check sources."),
    "schedule": ("crawler.schedule_cli:schedule", "Run, watch and pause scheduled crawls."),
    "leads": ("review.leads_cli:leads", "List, show, decide and export leads."),
    "links": ("linking.cli:links", "Show what hangs together: contacts, templates, clusters."),
    "watch": ("linking.watch_cli:watch", "Follow contacts, phrases and templates."),
    "review": ("review.cli:review", "Open the workbench in the browser."),
    "user": ("review.user_cli:user", "Accounts of people who sign in to the workbench."),
    "db": ("storage.cli:db", "Check, back up and search the database."),
}


class LazyGroup(click.Group):
    """A group that knows its verbs by name and help line, and imports a verb only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SandiError as error:
            click.echo(f"sandi: {error}", err=True)
            ctx.exit(2)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sandi")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of everything sandi keeps (SANDI_DATA, data/).")
@click.pass_context
def main(ctx: click.Context, data: Path | None) -> None:
    """Leads against human trafficking: collect public listings, judge them, let people decide.

    Example: sandi crawl demo-pasar && sandi leads list
    """
    breaking.install()
    ctx.obj = data


def config_of(ctx: click.Context) -> Any:
    """The Config of this call: environment and --data. Imported late, so that --help stays quick."""
    from sandi.config import load_config

    return load_config(ctx.find_root().obj)


if __name__ == "__main__":
    sys.exit(main())
