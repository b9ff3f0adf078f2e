"""How far two people who looked without seeing each other's answer agree: per rule and month, with Cohen's kappa."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from storage.database import Store


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of a rule in a month (YYYY-MM): `pairs` of answers, how many alike, and kappa.

    Kappa is 1 for full agreement and 0 for that of chance; None where chance alone explains all (one answer only).
    """

    rule: str
    month: str
    pairs: int
    alike: int
    kappa: float | None


def by_rule(store: Store, limit: int = 200) -> list[Agreement]:
    """Agreement on decisions that got a second look, newest month first. What was unsure at first is no judgement."""
    with store.reader() as conn:
        rows = conn.execute(
            """
            SELECT DISTINCT s.id, hits.rule, substr(s.second_at, 1, 7) AS month, s.first, s.second
            FROM second_looks AS s JOIN leads ON leads.id = s.lead_id
                JOIN hits ON hits.judgement_id = leads.judgement_id
            WHERE s.second <> '' AND s.first <> 'unsure'"""
        ).fetchall()
    grouped: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for row in rows:
        grouped.setdefault((row["month"], row["rule"]), Counter())[(row["first"], row["second"])] += 1
    found = sorted(grouped.items(), key=lambda item: (item[0][0], item[1].total()), reverse=True)
    return [
        Agreement(rule, month, pairs.total(), sum(n for (a, b), n in pairs.items() if a == b), kappa(pairs))
        for (month, rule), pairs in found[:limit]
    ]


def kappa(pairs: Counter[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of answers (Cohen 1960): (observed - by chance) / (1 - by chance)."""
    total = pairs.total()
    if not total:
        return None
    observed = sum(count for (first, second), count in pairs.items() if first == second) / total
    firsts, seconds = Counter[str](), Counter[str]()
    for (first, second), count in pairs.items():
        firsts[first] += count
        seconds[second] += count
    chance = sum(firsts[answer] * seconds[answer] for answer in firsts) / total**2
    return None if chance == 1 else (observed - chance) / (1 - chance)
