"""The log: structured lines in which no contact and no listing stands, and nothing that steers a terminal.

Only fields that are named here keep their words; any other text is withheld and told by its length. What is kept loses
everything with the shape of a number, an address or a handle, however it is written. Tracebacks are told by their kind.
"""

from __future__ import annotations

import logging
import re
import sys
import unicodedata
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

from sandi.text import visible
from storage.masking import MASK

WORDS = frozenset(
    {
        *("adapter", "error", "event", "exit", "file", "folder", "found", "health", "how", "kind", "level", "logger"),
        *("mend", "message", "missing", "name", "path", "problem", "reason", "room", "run", "runs", "signal", "source"),
        *("sources", "state", "step", "timestamp", "trigger", "version", "where", "zone"),
    }
)
"""Fields whose texts the program writes itself. `title`, `text`, `seller`, `url` and the like are not among them."""

LONGEST = 500
_DEEPEST = 4

_PLAIN = re.compile(
    r"\b[0-9a-f]{64}\b"  # a capture
    r"|\b20\d\d[01]\d[0-3]\dT[0-2]\d[0-5]\d[0-5]\d"  # a run
    r"|\b20\d\d-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?"  # a time
    r"|\b127(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\d.])",  # this machine
    re.ASCII,
)
_CONTACT = re.compile(
    r"[\w.+\-]+(?:@|%40|\(at\)|\[at\])[\w\-]+(?:\.[\w\-]+)+"
    r"|[\w.+\-]+\s+at\s+[\w\-]+(?:\.[\w\-]+)+(?![\w./\-])"
    r"|(?<![^\W_])@\w[\w.\-]+"
    r"|(?:\b(?:wa|t|m|lin|line|linktr|instagram|facebook|chat\.whatsapp)\.(?:me|ee|com)/)\S+"
    r"|\d(?:(?:[^\w\n]|_|%20){0,4}\d){7,}",
    re.IGNORECASE,
)


def safe_text(text: str) -> str:
    """One line of at most LONGEST characters without contacts, what cannot be seen written out."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    parts, at = [], 0
    for plain in _PLAIN.finditer(text):
        parts += [_CONTACT.sub(MASK * 3, text[at : plain.start()]), plain[0]]
        at = plain.end()
    if parts and _CONTACT.search(_PLAIN.sub(" ", text)):
        parts, at = [], 0  # what stands on both sides of a time may be one number
    return visible("".join(parts) + _CONTACT.sub(MASK * 3, text[at:]), limit=LONGEST)


def scrub_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: the event as it may be written."""
    return {visible(str(name), limit=40): _safe(str(name), value, 0) for name, value in event.items()}


def _safe(name: str, value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**7 or name == "pid" else f"[a number of {len(str(abs(value)))} digits]"
    if isinstance(value, BaseException):
        return type(value).__name__
    if depth < _DEEPEST and isinstance(value, Mapping):
        return {visible(str(key), limit=40): _safe(str(key), one, depth + 1) for key, one in value.items()}
    if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
        return [_safe(name, one, depth + 1) for one in list(value)[:50]]
    text = value if isinstance(value, str) else str(value) if name in WORDS else ""
    if name in WORDS:
        return safe_text(text)
    return f"[withheld, {len(text)} characters]" if text else f"[withheld: {type(value).__name__}]"


class SafeFormatter(logging.Formatter):
    """One line a message of the standard log, scrubbed; of an exception only its kind."""

    def format(self, record: logging.LogRecord) -> str:
        kind = f": {record.exc_info[0].__name__}" if record.exc_info and record.exc_info[0] else ""
        try:
            said = record.getMessage()
        except (TypeError, ValueError):
            said = str(record.msg)
        return safe_text(f"{record.levelname.lower()}: {record.name}: {said}{kind}")


def to_stderr(level: int = logging.WARNING, stream: TextIO | None = None) -> None:
    """Send both logs to standard error: lines for people on a terminal, JSON for programs elsewhere."""
    target = stream or sys.stderr
    handler = logging.StreamHandler(target)
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            scrub_event,
            structlog.dev.ConsoleRenderer() if target.isatty() else structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=target),
    )
