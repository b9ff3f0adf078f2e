"""Checks of the machine: Chromium and its sandbox, the clock, who listens on which port. Changes nothing."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

from sandi.chromium import HOW, find_chromium
from storage.checks import Finding

_LIMITS = {
    "kernel/unprivileged_userns_clone": "0",
    "user/max_user_namespaces": "0",
    "kernel/apparmor_restrict_unprivileged_userns": "1",
}
"""Settings under /proc/sys, and the value by which the system keeps Chromium from making its sandbox."""


def check() -> Iterator[Finding]:
    """Findings about this machine and what of sandi runs on it."""
    yield browser(find_chromium(), os.geteuid(), Path("/proc/sys"))
    yield synchronized()
    yield ports(listening())


def browser(path: str | None, user: int, limits: Path) -> Finding:
    """Whether there is a Chromium that may draw public pages."""
    if path is None:
        return Finding("chromium", "warn", "not found", f"{HOW}; only sources with JavaScript need it")
    if user == 0:
        mend = "run sandi as a user of its own (deploy/README.md), or do without sources that need JavaScript"
        return Finding("chromium", "warn", f"{path}, but as root it has no sandbox: only test sites may be drawn", mend)
    for name, value in _LIMITS.items():
        try:
            closed = (limits / name).read_text("ascii").strip() == value
        except OSError:
            continue
        if closed:
            setting = name.replace("/", ".")
            wanted = "10000" if setting.startswith("user") else "01"[value == "0"]
            mend = f"let it make its sandbox: sysctl -w {setting}={wanted}"
            return Finding(
                "chromium", "warn", f"{path}, but this system allows it no sandbox ({setting} = {value})", mend
            )
    return Finding("chromium", "ok", f"{path}, with its sandbox")


def synchronized() -> Finding:
    """Whether the system says that its clock is kept by a time server."""
    if shutil.which("timedatectl") is None:
        return Finding("time server", "ok", "this system does not say")
    try:
        words = ["timedatectl", "show", "--property", "NTPSynchronized", "--value"]
        said = subprocess.run(words, capture_output=True, text=True, timeout=2, check=False).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    if said == "no":
        mend = "timedatectl set-ntp true; evidence carries the times of this clock"
        return Finding("time server", "warn", "no time server keeps this clock", mend)
    return Finding("time server", "ok", "keeps this clock" if said == "yes" else "this system does not say")


def listening() -> list[tuple[str, str, int]]:
    """Program, address and port of everything of sandi that listens now, as far as this user may see."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if not any(Path(word).name == "sandi" or word == "sandi.cli" for word in words[:4]):
            continue
        with contextlib.suppress(psutil.Error):
            heard = [one.laddr for one in process.net_connections("inet") if one.status == psutil.CONN_LISTEN]
            found += [(" ".join(words[-3:]), at.ip, at.port) for at in heard]
    return found


def ports(found: Iterable[tuple[str, str, int]]) -> Finding:
    """Whether anything of ours can be reached from other machines."""
    heard = sorted(set(found))
    wide = [(program, ip, port) for program, ip, port in heard if not ipaddress.ip_address(ip).is_loopback]
    if wide:
        program, ip, port = wide[0]
        mend = "end it; the workbench belongs on loopback, behind a proxy that ends TLS (deploy/README.md)"
        return Finding("ports", "fail", f"`{program}` listens on {ip}:{port}, which others can reach", mend)
    if heard:
        return Finding("ports", "ok", "only on loopback: " + ", ".join(f"{ip}:{port}" for _, ip, port in heard))
    return Finding("ports", "ok", "nothing listens")
