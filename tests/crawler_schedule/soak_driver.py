"""The real scheduler of the soak, at a high tick rate; a run is due every SOAK_EVERY_S seconds, which no file may say."""

from __future__ import annotations

import asyncio
import faulthandler
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

sys.modules["numpy"] = None  # type: ignore[assignment]  # sqlite-utils would load it, for nothing that is needed here

from crawler import schedule_plan  # noqa: E402
from crawler.forking import ForkServer  # noqa: E402
from crawler.schedule import Options, Scheduler  # noqa: E402
from crawler.schedule_run import Loop, only_one  # noqa: E402
from crawler.schedule_seeds import Seeds  # noqa: E402
from crawler.sources import Source, load_all  # noqa: E402
from sandi.config import Config  # noqa: E402
from storage import logs  # noqa: E402
from storage.database import Store  # noqa: E402

folder = Path(sys.argv[1])
faulthandler.register(signal.SIGUSR1, all_threads=True)
SCRIPT = "tests.crawler_schedule.soak_crawl"
schedule_plan.BACKOFF_FIRST_S = 0.2
schedule_plan.BACKOFF_CAP_S = 1.0


def quick(config: Config) -> list[Source]:
    every = float(os.environ["SOAK_EVERY_S"])
    return [replace(one, schedule=replace(one.schedule, every_s=every)) for one in load_all(config) if one.schedule]


logs.to_stderr()
config = Config(data=folder / "data", keys=folder / "keys", seeds=folder / "seeds")
options = Options(
    command=lambda source, run: [sys.executable, "-m", SCRIPT, str(folder), source, run],
    workers=4,
    tick_s=0.1,
    grace_s=10,
    forks=ForkServer(("sandi.config", "storage.runs", "storage.database")),
)
with only_one(config.data), Store.open(config) as store:
    asyncio.run(Loop(Scheduler(store, Seeds(config, load=quick), options)).run())
