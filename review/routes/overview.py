"""The overview: leads and decisions over time, tactics, provinces, sources, rules; and a month of it to print.

Numbers only, no text of any listing, so everybody who may enter may see it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.call import Call
from review.counted import counted
from review.precision import precision
from review.provinces import provinces
from review.rulebook import rulebook
from review.trends import trends
from storage import overview, rule_figures
from storage.database import Store
from storage.overview import Week

WEEKS = 26
RULES = 8
WIDTH, HEIGHT = 1120, 150
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z")


def show(call: Call) -> Response:
    """The last half year."""
    until = datetime.now(UTC).date() + timedelta(days=1)
    monday = until - timedelta(days=until.weekday())
    since = monday - timedelta(weeks=WEEKS - 1)
    values = _counted(call, since, until)
    found = {week.day: week for week in values["by_week"]}
    days = [(since + timedelta(weeks=n)).isoformat() for n in range(WEEKS)]
    weeks = [found.get(day, Week(day, 0, 0, 0, 0)) for day in days if day < until.isoformat()]
    values |= {
        "weeks": weeks,
        "chart": _chart(weeks),
        "trends": {
            "tactics": trends(values["tactics"], [week.day for week in weeks]),
            "sources": trends(values["sources"], [week.day for week in weeks]),
            "provinces": trends(values["provinces"].groups, [week.day for week in weeks]),
        },
        "back": "/overview",
    }
    return call.page("overview.html", 200, values)


def report(call: Call) -> Response:
    """A month (`?month=2026-11`, the present one when left out), made to be printed."""
    month = call.request.query_params.get("month", "") or datetime.now(UTC).date().isoformat()[:7]
    if not _MONTH.match(month) or month.startswith("0000"):
        raise HTTPException(404)
    since = date.fromisoformat(f"{month}-01")
    until = (since + timedelta(days=32)).replace(day=1) if month < "9999-12" else date.max
    values = _counted(call, since, until)
    values |= {"month": month, "made": datetime.now(UTC).isoformat(timespec="seconds"), "back": "/overview"}
    return call.page("report.html", 200, values)


def _counted(call: Call, since: date, until: date) -> dict[str, Any]:
    """What both pages count, with `counted_at`: when, if that was not now."""
    span = since.isoformat(), until.isoformat()
    book = rulebook(call.store.config.packs).rules.rules
    found = counted(call.store, ("overview", *span), partial(_count, call.store, *span))
    return {**found.value, "titles": {rule.id: rule.title for rule in book}, "counted_at": found.at}


def _count(store: Store, since: str, until: str) -> dict[str, Any]:
    rules = [(one, precision(one)) for one in rule_figures.every_rule(store) if one.leads]
    working = [pair for pair in rules if pair[1].standing == "works"]
    noisy = [pair for pair in rules if pair[1].standing == "noisy"]
    return {
        "totals": overview.totals(store, since, until),
        "by_week": overview.weeks(store, since, until),
        "months": overview.months(store)[:24],
        "tactics": overview.tactics(store, since, until),
        "sources": overview.sources(store, since, until),
        "provinces": provinces(overview.places(store, since, until)),
        "working": sorted(working, key=lambda pair: -pair[1].low)[:RULES],
        "noisy": sorted(noisy, key=lambda pair: pair[1].high)[:RULES],
    }


def _chart(weeks: list[Week]) -> dict[str, Any]:
    """Bars of decisions by week, and a line of leads opened, in the pixels of the picture."""
    decided = [week.kept + week.dismissed + week.unsure for week in weeks]
    most = max([*decided, *(week.opened for week in weeks), 1])
    step = WIDTH / max(len(weeks), 1)
    bars = []
    for i, week in enumerate(weeks):
        base = 0.0
        for kind, count in (("kept", week.kept), ("dismissed", week.dismissed), ("unsure", week.unsure)):
            height = HEIGHT * count / most
            if count:
                bars.append((kind, round(i * step + 3, 1), round(HEIGHT - base - height, 1), round(height, 1)))
            base += height
    line = " ".join(
        f"{i * step + step / 2:.1f},{HEIGHT - HEIGHT * week.opened / most:.1f}" for i, week in enumerate(weeks)
    )
    ticks = [(round(i * step + step / 2, 1), week.day) for i, week in enumerate(weeks) if i % 5 == 0]
    return {"bars": bars, "line": line, "width": round(step - 6, 1), "most": most, "ticks": ticks}
