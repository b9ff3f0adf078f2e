"""The real scheduler as a process of its own, with the script in place of the crawl."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # sqlite-utils would load it, for nothing that is needed here

from crawler.schedule import Options, Scheduler  # noqa: E402
from crawler.schedule_run import Loop, SchedulerRuns, only_one  # noqa: E402
from crawler.schedule_seeds import Seeds  # noqa: E402
from sandi.config import Config  # noqa: E402
from storage import logs  # noqa: E402
from storage.database import Store  # noqa: E402

folder = Path(sys.argv[1])
script = Path(__file__).with_name("crawl_script.py")
config = Config(data=folder / "data", keys=folder / "keys", seeds=folder / "seeds")
options = Options(
    command=lambda source, run: [sys.executable, str(script), str(folder), source, run],
    tick_s=0.1,
    once="--once" in sys.argv,
)
logs.to_stderr()
try:
    with only_one(config.data), Store.open(config) as store:
        asyncio.run(Loop(Scheduler(store, Seeds(config), options)).run())
except SchedulerRuns as error:
    click.echo(str(error), err=True)
    sys.exit(1)
