"""`sandi user`: the accounts of people who sign in to the workbench."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click
import orjson

from review.permissions import ROLES
from sandi.cli import config_of
from sandi.text import visible
from storage import users
from storage.database import Store
from storage.users import User

_ROLE = click.Choice(sorted(ROLES))
_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
_STATUS = "Exit status: 0 done, 2 wrong usage, no such account, or a password that may not be."


@click.group()
def user() -> None:
    """Accounts: who may sign in to the workbench, and as what.

    While nobody has an account, `sandi review` opens by a one-time link for one person who holds every role.

    Example: sandi user add rani --role investigator
    """


@user.command(epilog=_STATUS)
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=_ROLE, help="A role; may be given several times.")
@_STDIN
@_JSON
@click.pass_context
def add(ctx: click.Context, name: str, roles: tuple[str, ...], password_stdin: bool, as_json: bool) -> None:
    """Make an account; its password is asked for.

    Example: sandi user add rani --role investigator --role rule-author
    """
    with Store.open(config_of(ctx)) as store:
        made = users.add(store, name, roles, _password(password_stdin), actor=store.config.user)
    _tell(made, as_json, f"{made.name} may sign in as {_roles(made)}.")


@user.command("list", epilog="Exit status: 0 done, 2 no database.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """All accounts with their roles, closed ones too.

    Example: sandi user list
    """
    with Store.open(config_of(ctx), create=False) as store:
        found = users.everyone(store)
    if as_json:
        click.echo(orjson.dumps([asdict(one) for one in found]))
        return
    for one in found:
        closed = "" if one.state == "active" else "  (closed)"
        click.echo(f"{one.name:<20} {_roles(one)}{closed}")
    if not found:
        click.echo("Nobody has an account: `sandi review` opens by a one-time link for one person.")


@user.command(epilog=_STATUS)
@click.argument("name")
@click.argument("roles", nargs=-1, required=True, type=_ROLE)
@_JSON
@click.pass_context
def role(ctx: click.Context, name: str, roles: tuple[str, ...], as_json: bool) -> None:
    """Give an account these roles and no other. Its sessions end.

    Example: sandi user role rani investigator auditor
    """
    with Store.open(config_of(ctx), create=False) as store:
        made = users.set_roles(store, name, roles, actor=store.config.user)
    _tell(made, as_json, f"{made.name} is now {_roles(made)}; open sessions of {made.name} are over.")


@user.command(epilog=_STATUS)
@click.argument("name")
@_STDIN
@click.pass_context
def password(ctx: click.Context, name: str, password_stdin: bool) -> None:
    """Give an account a new password. Its sessions end.

    Example: sandi user password rani
    """
    with Store.open(config_of(ctx), create=False) as store:
        made = users.set_password(store, name, _password(password_stdin), actor=store.config.user)
    click.echo(f"{made.name} has a new password; open sessions of {made.name} are over.")


@user.command("close", epilog=_STATUS)
@click.argument("name")
@click.option("--reopen", is_flag=True, help="Open a closed account again.")
@click.pass_context
def close(ctx: click.Context, name: str, reopen: bool) -> None:
    """Close an account: nobody signs in with it any more. What it did stays on record.

    Example: sandi user close rani
    """
    with Store.open(config_of(ctx), create=False) as store:
        made = users.set_state(store, name, "active" if reopen else "closed", actor=store.config.user)
    click.echo(f"{made.name} may sign in again." if reopen else f"{made.name} is closed; open sessions are over.")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given: str = click.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True, err=True)
    return given


def _roles(one: User) -> str:
    return visible(", ".join(one.roles))


def _tell(made: User, as_json: bool, words: str) -> None:
    click.echo(orjson.dumps(asdict(made)) if as_json else words)
