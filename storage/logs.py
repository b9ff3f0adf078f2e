"""The log: structured lines in which no contact and no listing stands, and nothing that steers a terminal.

Only fields that are named here keep their words; any other text is withheld and told by its length. What is kept loses
everything with the shape of a number, an address or a handle, however it is written. Of an exception its kind and place
are told, never its words or what lay in memory.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

from sandi.breaking import install, kind_and_place
from storage.scrubbing import safe_text

WORDS = frozenset(
    {
        *("adapter", "error", "event", "exit", "file", "folder", "found", "health", "how", "kind", "level", "logger"),
        *("mend", "message", "missing", "name", "path", "problem", "reason", "room", "run", "runs", "signal", "source"),
        *("sources", "state", "step", "timestamp", "trigger", "version", "where", "zone"),
    }
)
"""Fields whose texts the program writes itself. `title`, `text`, `seller`, `url` and the like are not among them."""

_DEEPEST = 4
_LARGEST = 10**7
"""Numbers from here on may be somebody's; figures of a crawl are smaller."""
_NAME = re.compile(r"[A-Za-z0-9_][\w.\-]{0,39}", re.ASCII)


def scrub_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: the event as it may be written. Of an exception only its kind and place stay."""
    told = _without_exception(event)
    return {_name(name): _safe(str(name), value, 0) for name, value in event.items()} | told


def _without_exception(event: MutableMapping[str, Any]) -> dict[str, str]:
    """Takes what structlog would print with all that lay in memory; `exception` for it if there was one."""
    told = {}
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True or found == 1 else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        told["exception"] = kind_and_place(error)
    for name in ("exception", "stack", "stack_info"):
        event.pop(name, None)
    return told


def _name(name: object) -> str:
    """The name of a field, unless it is no name."""
    text = str(name)
    return (
        text if _NAME.fullmatch(text) and safe_text(text) == text else f"[withheld: a name of {len(text)} characters]"
    )


def _safe(name: str, value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        small = abs(value) < _LARGEST or (name == "pid" and isinstance(value, int))
        return value if small else f"[a number of {len(f'{abs(value):.0f}')} digits]"
    if isinstance(value, BaseException):
        return kind_and_place(value)
    if depth < _DEEPEST and isinstance(value, Mapping):
        return {_name(key): _safe(str(key), one, depth + 1) for key, one in value.items()}
    if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
        return [_safe(name, one, depth + 1) for one in list(value)[:50]]
    text = value if isinstance(value, str) else str(value) if name in WORDS else ""
    if name in WORDS:
        return safe_text(text)
    return f"[withheld, {len(text)} characters]" if text else f"[withheld: {type(value).__name__}]"


class SafeFormatter(logging.Formatter):
    """One line a message of the standard log, scrubbed; of an exception only its kind and place."""

    def format(self, record: logging.LogRecord) -> str:
        kind = f": {kind_and_place(record.exc_info[1])}" if record.exc_info and record.exc_info[1] else ""
        try:
            said = record.getMessage()
        except Exception:  # whatever an argument raises, logging itself would print the arguments
            said = str(record.msg)
        return safe_text(f"{record.levelname.lower()}: {record.name}: {said}") + kind


def to_stderr(level: int = logging.WARNING, stream: TextIO | None = None) -> None:
    """Send both logs, warnings and what nobody caught to standard error: lines for people on a terminal, else JSON."""
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.raiseExceptions = False  # it would print the arguments of a message that cannot be formatted
    logging.captureWarnings(True)
    install()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            scrub_event,
            structlog.dev.ConsoleRenderer(colors=False) if target.isatty() else structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=target),
    )
