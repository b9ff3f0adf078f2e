"""A process that writes batches and says after each which listing it acknowledged; killed from outside.

Arguments: data folder, keys folder, first number, how many, `stop-at` a number (0: never). At that number it stands
still inside the transaction, after saying so, and waits to be killed.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from store_house import RULE, judged

from sandi.config import Config
from storage import audit, listings
from storage.database import Store


def say(word: str) -> None:
    print(word, flush=True)


def main() -> None:
    data, keys, first, many, stop_at = sys.argv[1:]
    with Store.open(Config(data=Path(data), keys=Path(keys))) as store:
        say("ready")
        for number in range(int(first), int(first) + int(many)):
            if number == int(stop_at):
                stand_still_in_transaction(number)
            listings.save_batch(store, f"run-{first}", [judged(number)], rules=[RULE])
            say(str(number))


def stand_still_in_transaction(number: int) -> None:
    """The last step of a batch is its audit row: everything else has been written by then."""

    def record(*_: object, **__: object) -> None:
        say(f"inside {number}")
        sys.stdin.read()

    audit.record = record


if __name__ == "__main__":
    main()
