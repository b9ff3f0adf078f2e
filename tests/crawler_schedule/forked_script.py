"""What a forked process tells of itself, and how it ends: `tell`, `wait`, `fail`."""

from __future__ import annotations

import json
import os
import signal
import sys

if __name__ == "__main__":
    handle = int(sys.argv[2])
    about = {"parent": os.getppid(), "session": os.getsid(0), "argv": sys.argv[1:], "word": os.environ.get("WORD", "")}
    about["threads"] = len(os.listdir("/proc/self/task"))
    about["reactor"] = "twisted.internet.reactor" in sys.modules
    os.write(handle, json.dumps(about).encode() + b"\n")
    if sys.argv[1] == "wait":
        signal.pause()
    sys.exit(3 if sys.argv[1] == "fail" else 0)
