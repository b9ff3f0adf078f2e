"""`sandi review`: serves the workbench on loopback and hands out the link that opens it."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import click

from sandi.cli import config_of
from sandi.errors import SandiError

ONE_PERSON = ("investigator", "lead-investigator", "operator", "rule-author", "admin", "auditor")
HOST = "127.0.0.1"


@click.command(epilog="Exit status: 0 stopped by Ctrl-C, 2 wrong usage, the port is taken, or no database.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="a free one", help="Port on 127.0.0.1.")
@click.option(
    "--public-url", default="", help="https:// address of a TLS proxy on this machine through which people come."
)
@click.option("--no-open", is_flag=True, help="Only print the link; do not start a browser.")
@click.pass_context
def review(ctx: click.Context, port: int, public_url: str, no_open: bool) -> None:
    """Open the workbench in the browser: queue, evidence, decisions.

    It answers on 127.0.0.1 only. Where nobody has an account (`sandi user add`), the printed link works once and opens
    a session of twelve hours in which you hold every role; the audit log says so. Else people sign in. Ctrl-C ends it.

    Example: sandi review --port 8765 --no-open
    """
    from review.server import serve
    from storage.database import Store

    with Store.open(config_of(ctx), create=False) as store, _listen(port) as listener:
        serve(
            store, listener, roles=ONE_PERSON, tell=click.echo, open_browser=not no_open, public_url=_public(public_url)
        )


def _public(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or not parts.hostname or parts.path not in ("", "/") or parts.query):
        raise SandiError(f"--public-url {url!r:.120} is not like https://sandi.example.org (https, a host, no path)")
    return url.rstrip("/")


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise SandiError(f"port {port} on {HOST} cannot be used: {error.strerror}; leave --port out") from None
    return listener
