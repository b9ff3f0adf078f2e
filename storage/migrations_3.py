"""The schema, continued: what makes the queue quick over many leads. As in `storage.migrations`, no step is edited."""

from __future__ import annotations

from sqlite_utils import Database

from storage.migrations import _run
from storage.migrations_2 import migrations

__all__ = ["migrations"]


@migrations()
def m033_places_of_leads(db: Database) -> None:
    """A filter of the queue that few leads fit walks along one index: nothing of leads or listings is looked up.

    `place` is the location of the listing; triggers keep it, so that nobody who writes either need know of it.
    """
    _run(
        db,
        "ALTER TABLE leads ADD COLUMN place TEXT NOT NULL DEFAULT ''",
        "UPDATE leads SET place = (SELECT location FROM listings WHERE id = leads.listing_id)",
        """
        CREATE TRIGGER leads_place_insert AFTER INSERT ON leads BEGIN
            UPDATE leads SET place = (SELECT location FROM listings WHERE id = new.listing_id) WHERE id = new.id;
        END""",
        """
        CREATE TRIGGER leads_place_update AFTER UPDATE OF location ON listings
        WHEN old.location IS NOT new.location BEGIN
            UPDATE leads SET place = new.location WHERE listing_id = new.id;
        END""",
        "DROP INDEX leads_queue",
        """
        CREATE INDEX leads_queue ON leads (
            state, score DESC, id, verdict, lane, source, origin, place, tactics, opened_at, decision_id, listing_id,
            judgement_id)""",
        "DROP INDEX leads_by_score",
        """
        CREATE INDEX leads_by_score ON leads (
            score DESC, id, state, verdict, lane, source, origin, place, tactics, opened_at, decision_id, listing_id,
            judgement_id)""",
        "CREATE INDEX leads_by_place ON leads (place)",
    )
