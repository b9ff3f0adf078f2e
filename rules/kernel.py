"""Whether the inner loops are compiled, as they are where a C compiler was there when sandi was installed.

All of them (`rules/_kernel.c`) have an equal in Python, so that without them sandi says the same, only slower.
"""

from __future__ import annotations

EDITION = 2
"""Of `rules/_kernel.c`; what was compiled from another is not used."""


def _compiled() -> bool:
    try:
        from rules import _kernel
    except ImportError:
        return False
    return _kernel.EDITION == EDITION


COMPILED = _compiled()
"""Whether `rules._kernel` may be used."""
