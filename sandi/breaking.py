"""What a user sees when sandi itself is wrong: where it broke, and nothing of what it was working on.

The words of an exception often repeat the text that could not be read, and that may be a person's number.
"""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType


def kind_and_place(error: BaseException | None) -> str:
    """The kind of an exception, with file and line where it arose: `ValueError at storage/leads.py:31`."""
    if error is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    folder, _, name = frames[-1].filename.rpartition("/")
    return f"{type(error).__name__} at {folder.rpartition('/')[2]}/{name}:{frames[-1].lineno}"


def tell(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Write where it broke to standard error: lines of the program, the kind of the exception, not its words."""
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("sandi: stopped\n")
        return
    sys.stderr.write(
        "sandi: this is a mistake of the program. What it was working on is not in these lines; please report them.\n"
        "Traceback (most recent call last):\n" + "".join(traceback.format_tb(trace)) + f"{kind.__name__}\n"
    )


def install() -> None:
    """Let no exception that nobody caught print its words, in any thread."""
    sys.excepthook = tell
    threading.excepthook = lambda broken: tell(broken.exc_type, broken.exc_value, broken.exc_traceback)
    sys.unraisablehook = lambda broken: tell(broken.exc_type, broken.exc_value, broken.exc_traceback)
