"""One-time links and server-side sessions, kept in memory: when the workbench stops, every session is over.

Only SHA-256 sums of keys are kept, so that a dump of this process opens nothing. A session is over after LIFETIME_S;
one of an account also IDLE_S after its last request (after the one-time link there is no way back in).
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from storage.preferences import Preferences

KEY_BYTES = 32
LIFETIME_S = 12 * 3600
IDLE_S = 2 * 3600
BREAK_S = 15 * 60
"""Who did nothing here for so long has had a break."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What was just recorded: `kind` is a decision or undo, `decision` the id of its row.

    With an `act` it was for `count` leads together.
    """

    kind: str
    lead: int
    reason: str
    decision: int
    act: int = 0
    count: int = 1


@dataclass(slots=True)
class Session:
    """Who is working: `csrf` goes into every form, `notice` is shown once on the next page.

    `stamp` is that of the account when the session began; None for the one-time link, which needs no account. `opened`
    and `children` are the leads that were opened, and those of the child lane among them.
    """

    user: str
    roles: tuple[str, ...]
    csrf: str
    ends_at: float
    used_at: float
    stamp: int | None = None
    preferences: Preferences = field(default_factory=Preferences)
    notice: Notice | None = None
    opened: set[int] = field(default_factory=set)
    children: set[int] = field(default_factory=set)
    rested_at: float = 0.0

    def look_at(self, lead: int, *, child: bool) -> None:
        """Count a lead that was opened; the count is shown to this person alone and kept nowhere else."""
        self.opened.add(lead)
        if child:
            self.children.add(lead)

    @property
    def at_it_min(self) -> int:
        """Minutes since the last break."""
        return int(self.used_at - self.rested_at) // 60

    @property
    def tired(self) -> bool:
        """Whether it is time to name a break."""
        return 0 < self.preferences.pause_min <= self.at_it_min

    def rest(self) -> None:
        """A break was taken."""
        self.rested_at = self.used_at

    @property
    def language(self) -> str:
        return self.preferences.language

    @property
    def keys(self) -> bool:
        return self.preferences.keys

    def take_notice(self) -> Notice | None:
        """The notice, which is gone afterwards."""
        notice, self.notice = self.notice, None
        return notice


USUAL = Preferences()


class Sessions:
    """Links that open one session each, and the sessions they opened. Safe across threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._links: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._sessions: dict[str, Session] = {}

    def link(self, user: str, roles: tuple[str, ...]) -> str:
        """A key of 256 bits that `enter` takes once."""
        key = secrets.token_urlsafe(KEY_BYTES)
        with self._lock:
            self._links[_digest(key)] = (user, roles)
        return key

    def enter(self, key: str, preferences: Preferences = USUAL) -> str | None:
        """The id of a new session, or None when `key` is unknown or used."""
        with self._lock:
            holder = self._links.pop(_digest(key), None)
        return self.begin(*holder, preferences=preferences) if holder is not None else None

    def begin(
        self, user: str, roles: tuple[str, ...], *, stamp: int | None = None, preferences: Preferences = USUAL
    ) -> str:
        """The id of a new session of somebody who has shown who they are."""
        session_id, at = secrets.token_urlsafe(KEY_BYTES), self._clock()
        token = secrets.token_urlsafe(KEY_BYTES)
        session = Session(user, roles, token, at + LIFETIME_S, at, stamp, preferences, rested_at=at)
        with self._lock:
            self._sessions[_digest(session_id)] = session
        return session_id

    def get(self, session_id: str | None) -> Session | None:
        """The session of a cookie, or None when there is none or it is over."""
        if not session_id:
            return None
        with self._lock:
            session, at = self._sessions.get(_digest(session_id)), self._clock()
            if session is None:
                return None
            idle = session.stamp is not None and session.used_at + IDLE_S <= at
            if session.ends_at <= at or idle:
                del self._sessions[_digest(session_id)]
                return None
            if session.used_at + BREAK_S <= at:
                session.rested_at = at
            session.used_at = at
            return session

    def leave(self, session_id: str) -> None:
        """End a session; nothing happens when it is over already."""
        with self._lock:
            self._sessions.pop(_digest(session_id), None)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
