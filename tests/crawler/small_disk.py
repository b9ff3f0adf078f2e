"""`sandi` with the judge of with_judge.py on a disk whose free bytes stand in the file ROOM_FILE.

It looks twenty times a second, and each look is told by a line `look` on standard error.
"""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    from scrapy.core.engine import ExecutionEngine

    from crawler import reserve, running
    from sandi.cli import main
    from storage.reserve import Room
    from tests.crawler.with_judge import RULE, judge_all

    def room(folder: Path) -> Room:
        print("look", file=sys.stderr, flush=True)
        return Room(int(Path(os.environ["ROOM_FILE"]).read_text()), 100_000_000_000)

    ExecutionEngine._SLOT_HEARTBEAT_INTERVAL = 0.05
    reserve.CHECK_S = 0.05
    reserve.reserve.room = room
    running.load_judge = lambda config, source: (judge_all, {(RULE.rule, RULE.revision): RULE})
    main()
