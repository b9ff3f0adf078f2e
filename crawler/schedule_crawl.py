"""One live crawl as the scheduler sees it: a process of its own session, started here or by a scheduler before.

A crawl is led by one process; SIGTERM goes to that one, SIGKILL to its whole group (a browser may hang on it).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.forking import Forked, ForkServer
from crawler.lock import ENV
from crawler.schedule_lock import Note, Taken, is_held
from sandi.folders import private

LOG_BYTES = 5_000_000


@dataclass(slots=True)
class Crawl:
    """`pid`: the leading process, 0 when it is not known. `process` is None when an earlier scheduler started it.

    `deadline` and `kill_at` are on the monotonic clock. `stopped` says why we asked it to end: deadline, stop, hung.
    """

    source: str
    run: str
    pid: int
    lock: Path
    deadline: float
    process: subprocess.Popen[bytes] | Forked | None = None
    stopped: str = ""
    kill_at: float = 0.0

    @property
    def adopted(self) -> bool:
        """Whether an earlier scheduler started it."""
        return self.process is None

    def ended(self) -> str | None:
        """How it ended (`exit 0`, `signal 9`, `gone`), None while it lives. What is left of its group is killed."""
        if self.process is None:
            return None if is_held(self.lock) else "gone"
        if self.process.returncode is not None:
            return _how(self.process.returncode)
        # WNOWAIT: as long as the leader is not reaped its number cannot belong to somebody else.
        if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return None
        self._signal_group(signal.SIGKILL)
        return _how(self.process.wait())

    def led_by(self, pid: int) -> None:
        """Its process, which was not known: its scheduler died before it wrote it down. It hears what it was asked."""
        self.pid = pid
        if self.stopped:
            _send(os.kill, pid, signal.SIGTERM)

    def ask_to_stop(self, why: str, kill_at: float) -> None:
        """SIGTERM, once; at `kill_at` (monotonic) `enforce` kills. The first reason is kept."""
        if self.stopped:
            return
        self.stopped = why
        self.kill_at = kill_at
        if self.pid:
            _send(os.kill, self.pid, signal.SIGTERM)

    def enforce(self, monotonic: float, grace_s: float) -> str:
        """Ask when the deadline is over, kill when the grace is; the name of what was done, or nothing."""
        if not self.stopped and monotonic >= self.deadline:
            self.ask_to_stop("deadline", monotonic + grace_s)
            return "terminated"
        if self.stopped and monotonic >= self.kill_at:
            self.kill_at = monotonic + grace_s
            self._signal_group(signal.SIGKILL)
            return "killed"
        return ""

    def _signal_group(self, number: signal.Signals) -> None:
        if self.pid:
            _send(os.killpg, self.pid, number)


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"


def _send(call: Callable[[int, int], None], pid: int, number: signal.Signals) -> None:
    try:
        call(pid, number)
    except (ProcessLookupError, PermissionError):
        return  # it is gone; macOS says PermissionError of a group that only a zombie is left of


def spawn(
    source: str,
    run: str,
    command: Sequence[str],
    *,
    taken: Taken,
    log: Path,
    deadline: float,
    forks: ForkServer | None = None,
) -> Crawl:
    """Start a crawl that inherits the lock, in a session of its own, its standard error in the file `log`.

    `forks` forks it if it is ready and the command is a module of Python. The caller closes `taken`: from then on the
    crawl alone holds the lock. Raises OSError when the command cannot run, ForkServerGone.
    """
    taken.write(None)
    env = dict(os.environ) | {ENV: str(taken.handle)}
    process: subprocess.Popen[bytes] | Forked
    with open(_log_file(log), "ab", opener=_private) as errors, open(os.devnull, "r+b") as nothing:
        if forks is not None and list(command[:2]) == [sys.executable, "-m"] and forks.ready():
            handles = {0: nothing.fileno(), 1: nothing.fileno(), 2: errors.fileno(), taken.handle: taken.handle}
            process = Forked(forks.fork(command[2], command[3:], env=env, handles=handles))
        else:
            process = subprocess.Popen(
                list(command),
                stdin=nothing,
                stdout=nothing,
                stderr=errors,
                start_new_session=True,
                pass_fds=(taken.handle,),
                env=env,
            )
    taken.write(Note(run, process.pid))
    return Crawl(source, run, process.pid, taken.path, deadline, process)


def _log_file(path: Path) -> Path:
    """`path`, its folder made, and the file moved aside to `.1` when it has grown."""
    private(path.parent)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
