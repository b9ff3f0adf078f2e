"""`/forum`: a forum of the old kind, without any structured data, with dates such as "Kemarin, 14:02"."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from demo.notices import Notice
from demo.pages import Town, cut

PAGE_SIZE = 15
BOARD = "7"

_REPLIES = (
    ("pakdhe_slamet", "Sundul dulu gan biar naik."),
    ("kopi.tubruk", "Nyimak."),
    ("teh_botol", "Sudah ane PM ya gan, mohon dicek."),
    ("sepeda_ontel", "Baca aturan forum dulu ya sebelum posting, judul jangan huruf besar semua."),
    ("bang_jarwo77", "Up."),
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What another member wrote below."""

    author: str
    text: str
    posted_at: datetime


def routes(town: Town) -> list[BaseRoute]:
    """The site's addresses, with the query strings such forums have."""

    async def board_list(request: Request) -> Response:
        return town.render("forum/index.html", board=BOARD)

    async def threads(request: Request) -> Response:
        start = request.query_params.get("start", "0")
        if request.query_params.get("f") != BOARD or not start.isdecimal() or int(start) % PAGE_SIZE:
            raise HTTPException(404)
        page = cut(town.shelf("forum"), int(start) // PAGE_SIZE + 1, PAGE_SIZE)
        counts = {notice.id: len(_replies(notice, town.now)) for notice in page.notices}
        return town.render("forum/threads.html", page=page, size=PAGE_SIZE, board=BOARD, counts=counts)

    async def thread(request: Request) -> Response:
        notice = town.find("forum", request.query_params.get("t", ""))
        return town.render("forum/thread.html", notice=notice, board=BOARD, replies=_replies(notice, town.now))

    return [
        Route("/forum/", board_list),
        Route("/forum/viewforum.php", threads),
        Route("/forum/viewtopic.php", thread),
    ]


def _replies(notice: Notice, now: datetime) -> list[Reply]:
    """One or two replies, always the same below the same thread; what would lie after `now` is not there yet."""
    seed = zlib.crc32(notice.id.encode())
    replies = []
    for number in range(1 + seed % 2):
        author, text = _REPLIES[(seed + number) % len(_REPLIES)]
        replies.append(Reply(author, text, notice.posted_at + timedelta(minutes=47 * (number + 1) + seed % 40)))
    return [reply for reply in replies if reply.posted_at <= now]
