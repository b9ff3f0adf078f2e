"""`python -m demo`: serves the town on loopback until it is told to stop."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

import click

from demo.serving import HOST, Server, address, open_socket
from demo.town import LISTINGS, town
from sandi.errors import SandiError


@click.command(epilog="Example: python -m demo --port 8765 --day 2")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any free port.")
@click.option("--day", type=click.Choice(["1", "2"]), default="1", show_default=True, help="The day the town shows.")
@click.option("--slow", type=click.FloatRange(0), default=1.5, show_default=True, help="Seconds of the slow page.")
@click.option("--listings", type=click.Path(path_type=Path), default=LISTINGS, help="Folder of other listings.")
def main(port: int, day: str, slow: float, listings: Path) -> None:
    """Serve market town on loopback; its address is printed once it listens. Exit status 0 when told to stop."""
    try:
        app = town(listings, day=int(day), slow_s=slow)
    except SandiError as error:
        raise click.ClickException(str(error)) from None
    try:
        bound = open_socket(port)
    except OSError as error:
        raise click.ClickException(f"{HOST}:{port} cannot be used ({error.strerror}); choose another --port") from None
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    with bound:
        Server(app, lambda: print(f"Kota Kenari, day {day}: {address(bound)}/", flush=True)).run(sockets=[bound])


def _stop(number: int, frame: FrameType | None) -> None:
    """The server stops gracefully, then raises its signal again, which ends here: stopping is no failure."""
    sys.exit(0)


if __name__ == "__main__":
    main()
