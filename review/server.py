"""Runs the workbench on an open loopback socket until it is told to stop."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from urllib.parse import urlsplit

import uvicorn

from review.app import build_app
from review.session import Sessions
from storage import audit, logs, users
from storage.database import Store


def serve(
    store: Store,
    listener: socket.socket,
    *,
    roles: tuple[str, ...],
    tell: Callable[[str], object],
    open_browser: bool,
    public_url: str = "",
) -> None:
    """Serve on `listener` (bound to loopback) until SIGINT or SIGTERM.

    Where nobody has an account, `tell` gets the link that works once and opens a session with `roles`; else people sign
    in. `public_url` (https://…) is where a proxy that ends TLS is reached; it must pass Host on.
    """
    sessions = Sessions()
    port = listener.getsockname()[1]
    people = users.any_active(store)
    here = public_url or f"http://127.0.0.1:{port}"
    link = f"{here}/login" if people else f"{here}/enter?key={sessions.link(store.config.user, roles)}"
    _note_start(store, f"127.0.0.1:{port}", () if people else roles)
    hosts = frozenset({urlsplit(public_url).netloc}) if public_url else hosts_of(port)
    server = uvicorn.Server(
        uvicorn.Config(
            build_app(store, sessions, hosts=hosts, people=people, scheme=urlsplit(here).scheme),
            log_config=None,  # ours is scrubbed
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            ws="none",
            lifespan="off",
        )
    )
    logs.to_stderr()
    listener.listen(64)
    try:
        tell(f"People sign in at: {link}" if people else f"Open this link, it works once: {link}")
        if open_browser:
            webbrowser.open(link)
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        # Ctrl-C. uvicorn has stopped in good order, then raised the signal again for its caller; that is us.
        pass
    tell("The workbench has stopped.")


def _note_start(store: Store, at: str, roles: tuple[str, ...]) -> None:
    """A row of the audit log; `roles` are those of the one person who needs no account."""
    reason = "one-person installation: one person holds every role" if roles else "people sign in with accounts"
    with store.writer() as conn:
        audit.record(
            conn,
            actor=store.config.user,
            action="workbench.start",
            object=at,
            reason=reason,
            detail={"roles": list(roles)},
        )


def hosts_of(port: int) -> frozenset[str]:
    """The values of the Host header that the workbench answers."""
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
