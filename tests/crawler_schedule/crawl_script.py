"""A crawl that does as it is told: it leases and ends its run in the real store, and fetches nothing.

Arguments: the folder of the test, the source, the run. `behaviour/SOURCE` says what it does: done, fail, hold,
polite (ends its run when asked), stubborn (ignores being asked, and has a child), crash, crash-early.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

folder, source, run = Path(sys.argv[1]), sys.argv[2], sys.argv[3]


def say(event: str, pid: int | None = None) -> None:
    with open(folder / "events", "wb", buffering=0) as events:
        events.write(f"{event} {source} {run} {pid or os.getpid()}\n".encode())


def wait_for_release() -> None:
    with open(folder / f"hold-{source}", "rb", buffering=0) as gate:
        gate.read(1)


behaviour = (folder / "behaviour" / source).read_text()
lock = int(os.environ["SANDI_LOCK_FD"])
os.fstat(lock)
os.set_inheritable(lock, False)
if behaviour == "stubborn":
    signal.signal(signal.SIGTERM, lambda *_: say("asked"))
if behaviour == "crash-early":
    os.kill(os.getpid(), signal.SIGKILL)

sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # sqlite-utils would load it, for nothing that is needed here

from sandi.config import Config  # noqa: E402
from storage import runs  # noqa: E402
from storage.database import Store  # noqa: E402

store = Store.open(Config(data=folder / "data", keys=folder / "keys", seeds=folder / "seeds"))
runs.start(store, run, owner="script", pid=os.getpid(), deadline_s=60)


def polite(*_: object) -> None:
    runs.finish(store, run, state="done", reason="stopped", figures=runs.Figures(pages=1))
    say("ended")
    os._exit(0)


if behaviour == "polite":
    signal.signal(signal.SIGTERM, polite)
if behaviour == "stubborn":
    child = subprocess.Popen([sys.executable, "-S", "-c", "import signal; signal.pause()"])
    say("child", child.pid)
say("begun")
if behaviour in {"hold", "polite", "stubborn"}:
    wait_for_release()
if behaviour == "crash":
    os.kill(os.getpid(), signal.SIGKILL)
if behaviour == "fail":
    runs.finish(store, run, state="failed", reason="parked", message="a login wall")
else:
    figures = runs.Figures(pages=7, new=3, changed=2, unchanged=1, gone=1, alerts=1, errors=1)
    runs.finish(store, run, state="done", reason="finished", figures=figures)
say("ended")
