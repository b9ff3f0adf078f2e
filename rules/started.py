"""Keeps a started engine from one start of the program to the next, in the user's cache folder.

Reading a hundred files of rules and looking into all their phrases takes seconds, what comes of it a tenth of one. The
file is named by the rules as they are on disk and by the program that made it, so what changes either makes a new one;
a file that is missing, broken or not of this program is as good as none. It holds rules, those of private packs too,
and nothing of listings; only the user may read it. Reading it makes nothing but values of the engine's own classes.
"""

from __future__ import annotations

import gc
import hashlib
import io
import pickle
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from rules.engine import Engine
from rules.kept import folder
from rules.kernel import COMPILED
from rules.loader import fingerprint, load_rules

_HERE = Path(__file__).resolve().parent
_KEPT_FILES = 4
"""Engines that are kept at once: for other packs and other versions of rules."""
_FUNCTIONS = frozenset(
    {
        ("rules.condition", "read_again"),
        ("numpy._core.numeric", "_frombuffer"),
        ("numpy._core.multiarray", "_reconstruct"),
    }
)
_TYPES = frozenset({("builtins", "set"), ("builtins", "frozenset"), ("numpy", "ndarray"), ("numpy", "dtype")})


def started(packs: Sequence[Path] = ()) -> Engine:
    """The Engine of the rules that come with sandi and of `packs`. Raises what `load_rules` raises."""
    path = _place(packs)
    engine = _read(path) if path is not None else None
    if engine is None:
        engine = Engine(load_rules(packs))
        if path is not None:
            _write(path, engine)
    gc.freeze()  # it lives as long as the program, so no collection need go through it
    return engine


def _place(packs: Sequence[Path]) -> Path | None:
    """The file for these rules; None where nothing can be kept."""
    try:
        home = folder()
        rules = fingerprint(packs)
        sources = hashlib.sha256()
        for folder_ in (_HERE, _HERE / "contacts", _HERE.parent / "sandi"):
            for path in sorted(folder_.glob("*.py")):
                sources.update(path.read_bytes())
    except (OSError, RuntimeError, ValueError):
        return None
    if home is None:
        return None
    names = [sys.version, str(COMPILED), *map(str, packs), rules, sources.hexdigest(), str(Path.cwd())]
    return home / f"engine-{hashlib.sha256(chr(0).join(names).encode()).hexdigest()[:32]}.bin"


class _Reader(pickle.Unpickler):
    """Reads values of the engine's own classes and of numpy's arrays; anything else is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """The class or function `name` of `module`. Raises pickle.UnpicklingError."""
        if (module, name) in _FUNCTIONS | _TYPES:
            return getattr(import_module(module), name)
        if module.startswith("rules.") and isinstance(found := getattr(import_module(module), name, None), type):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is none of the engine's")


def _read(path: Path) -> Engine | None:
    gc.disable()  # nothing that is made here is garbage
    try:
        value = _Reader(io.BytesIO(path.read_bytes())).load()
    except Exception:  # whatever is wrong with the file, it is made anew
        return None
    finally:
        gc.enable()
    return value if isinstance(value, Engine) else None


def _write(path: Path, engine: Engine) -> None:
    """Write it down; a folder that cannot be written to is no error."""
    engine.prepare()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:  # of mode 0600
            pickle.dump(engine, stream, protocol=5)
        Path(stream.name).replace(path)
        kept = sorted(path.parent.glob("engine-*.bin"), key=lambda one: one.stat().st_mtime, reverse=True)
        for other in kept[_KEPT_FILES:]:
            other.unlink(missing_ok=True)
