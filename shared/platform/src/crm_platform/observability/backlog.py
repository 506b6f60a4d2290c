"""Measures from the database what waits for the relay and for the views, since a part that fails cannot tell."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from crm_platform.errors import Unavailable
from crm_platform.observability import metrics
from crm_platform.persistence.database import TRANSIENT, Database
from crm_platform.persistence.views import View

_LOOK = 5.0  # seconds

# Of the cluster that is ahead: another one is filled again from the log, and its consumers know all of that.
_OLDEST_UNPUBLISHED = """
    SELECT coalesce(extract(epoch FROM clock_timestamp() - (
      SELECT recorded_at FROM events
      WHERE position > (SELECT coalesce(max(position), 0) FROM positions WHERE starts_with(name, 'relay/'))
      ORDER BY position LIMIT 1)), 0)"""
_BEHIND = """
    SELECT (SELECT coalesce(max(position), 0) FROM events)
         - (SELECT coalesce(max(position), 0) FROM positions WHERE name = %s)"""


async def watch_backlog(database: Database, views: Sequence[View], *, publishes: bool) -> None:
    """Keep the gauges current until cancelled. Every process of a service may: they agree."""
    while True:
        with suppress(*TRANSIENT, Unavailable):
            await measure_backlog(database, views, publishes=publishes)
        await asyncio.sleep(_LOOK)


async def measure_backlog(database: Database, views: Sequence[View], *, publishes: bool) -> None:
    """Set the gauges once. Raises what is `TRANSIENT`, and `Unavailable` before the schema is there."""
    service = database.service
    if publishes:
        seconds = (await database.fetch(_OLDEST_UNPUBLISHED))[0][0]
        metrics.RELAY_OLDEST_UNPUBLISHED.labels(service=service).set(max(0.0, float(seconds)))
    for view in views:
        events = (await database.fetch(_BEHIND, view.position_name))[0][0]
        metrics.PROJECTION_LAG.labels(service=service, projection=view.name).set(events)
