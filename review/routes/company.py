"""The cluster of a lead: what changes in its texts, when its listings were seen, what hangs together with it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from linking.facts import facts_of
from linking.network import around
from review.call import Call
from review.drawing import HEIGHT, WIDTH, Bar, bars_of, graph_of
from review.filters import read_filters
from review.routes.lead import asked_lead
from storage import cluster_listings, clusters
from storage.cluster_listings import ClusterListing

MEMBERS = 200
"""Listings of the cluster that are shown one by one."""


NAMED = 40
"""Nodes up to which each has its name in the picture; more would cover each other."""


def show(call: Call) -> Response:
    """The page of the cluster that a lead belongs to, or of the lead alone with its neighbours.

    Where one of its leads is in the child lane, everything that was published stands behind a press.
    """
    lead = asked_lead(call)
    with call.store.reader() as conn:
        row = clusters.get(conn, lead.cluster) if lead.cluster is not None else None
        ids = clusters.members(conn, row.id) if row is not None else [lead.listing_id]
        lanes = {one["lane"] for one in cluster_listings.leads_of(conn, row.id)} if row is not None else {lead.lane}
        facts = facts_of(conn, ids, opened=True)
        members = cluster_listings.listings(conn, ids[:MEMBERS])
        network = around(conn, ids[:MEMBERS], 1)
    own = frozenset(ids)
    neighbours = [node for node in network.nodes if node.kind == "listing" and _number(node.id) not in own]
    if lead.listing_id not in own:
        raise HTTPException(404)
    filters = read_filters(call.request.query_params)
    values = {
        "lead": lead,
        "cluster": row,
        "facts": facts,
        "members": members,
        "closed": "child" in lanes,
        "bars": bars_of([_bar(one) for one in members]),
        "graph": graph_of(network, own),
        "nodes": {node.id: node for node in network.nodes},
        "named": NAMED,
        "neighbours": neighbours[:MEMBERS],
        "width": WIDTH,
        "height": HEIGHT,
        "filters": filters,
        "back": filters.lead_url(lead.id, "company"),
    }
    return call.page("company.html", 200, values)


def _number(name: str) -> int:
    return int(name.partition("/")[2])


def _bar(one: ClusterListing) -> Bar:
    last = one.gone_at or one.last_seen
    return Bar(one.id, one.lead, one.first_seen, max(last, one.first_seen), one.gone_at is not None, 0, 0)
