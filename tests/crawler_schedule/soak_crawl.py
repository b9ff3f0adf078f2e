"""A crawl of the soak: takes a moment, ends its run, and tells when another crawl of its source lives too.

Arguments: the folder, the source, the run.
"""

from __future__ import annotations

import fcntl
import os
import random
import sys
import time
from pathlib import Path

folder, source, run = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
handle = int(os.environ["SANDI_LOCK_FD"])
os.set_inheritable(handle, False)

own = os.open(folder / f"alive-{source}", os.O_CREAT | os.O_RDWR, 0o600)
try:
    fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
    said = "began"
except BlockingIOError:
    said = "doubled"
with open(folder / "diary", "a") as diary:
    diary.write(f"{said} {source} {run} {os.getpid()}\n")

sys.modules["numpy"] = None  # type: ignore[assignment]  # sqlite-utils would load it, for nothing that is needed here

from sandi.config import Config  # noqa: E402
from storage import runs  # noqa: E402
from storage.database import Store  # noqa: E402

with Store.open(Config(data=folder / "data", keys=folder / "keys", seeds=folder / "seeds")) as store:
    runs.start(store, run, owner="soak", pid=os.getpid(), deadline_s=60)
    time.sleep(random.uniform(0, 0.5))
    runs.finish(store, run, state="done", reason="finished", figures=runs.Figures(pages=1))
