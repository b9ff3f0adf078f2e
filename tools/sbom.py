"""Writes the bill of materials: what an installation runs, with versions, hashes and licences, as CycloneDX 1.6 JSON.

    python tools/sbom.py > sbom.json

Versions and hashes are those of the lock file, licences and dependencies those that the installed packages name.
Nothing of the machine or the moment goes in, so the same lock gives the same file.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
LOCK = HOME / "requirements" / "runtime.txt"
SPEC = "http://cyclonedx.org/schema/bom-1.6.schema.json"
_PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.IGNORECASE)


def main() -> None:
    json.dump(bill(LOCK.read_text("utf-8")), sys.stdout, indent=2, sort_keys=True)
    print()


def bill(lock: str) -> dict[str, Any]:
    """The bill of a lock file."""
    pinned = dict(locked(lock))
    own = {"type": "application", "name": "sandi", "version": version(), "bom-ref": "sandi"}
    parts = [component(name, number, hashes) for name, (number, hashes) in sorted(pinned.items())]
    needs = {name: sorted(needed(name) & pinned.keys()) for name in pinned}
    direct = sorted(needed("sandi") & pinned.keys())
    return {
        "$schema": SPEC,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock)}",
        "version": 1,
        "metadata": {"component": own | {"licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": parts,
        "dependencies": [
            {"ref": "sandi", "dependsOn": [ref(name, pinned[name][0]) for name in direct]},
            *(
                {"ref": ref(name, pinned[name][0]), "dependsOn": [ref(one, pinned[one][0]) for one in needs[name]]}
                for name in sorted(pinned)
            ),
        ],
    }


def locked(lock: str) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """Name, version and SHA-256 hashes of every pinned package."""
    for block in re.split(r"\n(?=\S)", lock):
        found = _PINNED.match(block)
        if found:
            yield normal(found[1]), (found[2], re.findall(r"--hash=sha256:([0-9a-f]{64})", block))


def component(name: str, number: str, hashes: list[str]) -> dict[str, Any]:
    """One package. Of the hashes of its files the lock does not tell which is used, so they are properties."""
    told: dict[str, Any] = {
        "type": "library",
        "name": name,
        "version": number,
        "purl": ref(name, number),
        "bom-ref": ref(name, number),
        "properties": [{"name": "sandi:lock:sha256", "value": one} for one in hashes],
    }
    found = licence(name)
    return told | ({"licenses": [found]} if found else {})


def licence(name: str) -> dict[str, Any] | None:
    """What an installed package says of its licence; None when it is not installed here or says nothing."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if about.get("License-Expression"):
        return {"expression": about["License-Expression"]}
    classes = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or [] if one.startswith("License ::")]
    text = next(iter(classes), "") or (about.get("License") or "").splitlines()[:1]
    said = text if isinstance(text, str) else "".join(text)
    return {"license": {"name": said[:80]}} if said.strip() else None


def needed(name: str) -> set[str]:
    """The packages that a package requires, whatever the conditions, extras left out."""
    try:
        told = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return set()
    plain = [one for one in told if "extra ==" not in one]
    return {normal(found[0]) for one in plain if (found := re.match(r"[A-Za-z0-9._-]+", one))}


def version() -> str:
    return re.search(r'^version = "([^"]+)"', (HOME / "pyproject.toml").read_text("utf-8"), re.MULTILINE)[1]  # type: ignore[index]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def ref(name: str, number: str) -> str:
    return f"pkg:pypi/{name}@{number}"


if __name__ == "__main__":
    main()
