"""Asks whether a locked package has a known weakness, where that can be asked; offline it says so and is content.

    python tools/audit.py [LOCK …]

Exit status: 0 none is known, or nothing could be asked; 1 at least one is known.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCKS = ("requirements/runtime.txt", "requirements/dev.txt")
PATIENCE_S = 120


def main(locks: list[str]) -> int:
    found = [told(lock, asked(lock)) for lock in locks or LOCKS]
    return int(any(found))


def asked(lock: str) -> list[dict[str, Any]]:
    """What pip-audit says of each package; empty when it cannot ask."""
    program = Path(sys.executable).with_name("pip-audit")
    words = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "5", "--format", "json"]
    try:
        done = subprocess.run(
            [str(program), *words, "--requirement", lock],
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        return []
    return packages


def told(lock: str, packages: list[dict[str, Any]]) -> bool:
    """Say it; whether a weakness is known."""
    known = [one for one in packages if "skip_reason" not in one]
    weak = [one for one in known if one.get("vulns")]
    if not known:
        print(f"{lock}: NOT looked up. The list of known weaknesses cannot be reached from here; nothing was asked.")
        print("  Mend: run `make lint` where it can be reached, or give sbom.json (`make sbom`) to who can ask.")
    else:
        print(f"{lock}: {len(known)} of {len(packages)} packages looked up, {len(weak)} with a known weakness")
    for one in weak:
        for vuln in one["vulns"]:
            mend = ", ".join(vuln.get("fix_versions", [])) or "no version yet"
            print(f"  {one['name']} {one['version']}: {vuln['id']}, mended in {mend}")
    return bool(weak)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
