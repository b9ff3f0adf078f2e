"""Runs the workbench on an open loopback socket until it is told to stop."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable

import uvicorn

from review.app import build_app
from review.session import Sessions
from storage import audit
from storage.database import Store


def serve(
    store: Store,
    listener: socket.socket,
    *,
    roles: tuple[str, ...],
    tell: Callable[[str], object],
    open_browser: bool,
) -> None:
    """Serve on `listener` (bound to loopback) until SIGINT or SIGTERM; `tell` gets the link that works once."""
    user = store.config.user
    sessions = Sessions()
    port = listener.getsockname()[1]
    link = f"http://127.0.0.1:{port}/enter?key={sessions.link(user, roles)}"
    with store.writer() as conn:
        audit.record(
            conn,
            actor=user,
            action="workbench.start",
            object=f"127.0.0.1:{port}",
            reason="one-person installation: one person holds every role",
            detail={"roles": list(roles)},
        )
    server = uvicorn.Server(
        uvicorn.Config(
            build_app(store, sessions, hosts=hosts_of(port)),
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
            ws="none",
            lifespan="off",
        )
    )
    listener.listen(64)
    try:
        tell(f"Open this link, it works once: {link}")
        if open_browser:
            webbrowser.open(link)
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        # Ctrl-C. uvicorn has stopped in good order, then raised the signal again for its caller; that is us.
        pass
    tell("The workbench has stopped.")


def hosts_of(port: int) -> frozenset[str]:
    """The values of the Host header that the workbench answers."""
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
