"""Fuzzes one target with atheris, which is not among the dependencies: it has wheels for few Pythons. See README.md.

It begins with the examples in `seeds/TARGET` and the words in `words.dict`, without which chance finds no structured
page.

python fuzz/run.py contacts -max_total_time=120 corpus/
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["rules", "crawler", "sandi", "storage"]):
    from fuzz.targets import TARGETS

HERE = Path(__file__).resolve().parent


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"name a target: {', '.join(TARGETS)}")
    name = sys.argv.pop(1)
    seeds = [str(HERE / "seeds" / name)] if (HERE / "seeds" / name).is_dir() else []
    atheris.Setup([*sys.argv, f"-dict={HERE / 'words.dict'}", *seeds], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
