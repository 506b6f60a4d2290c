"""Records of contacts as CSV: streamed, and safe to open in a spreadsheet."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from fastapi.responses import StreamingResponse

from crm_platform.http.commands import Reading
from crm_platform.http.listing import Listing
from leads.adapters.follow_up_views import FOLLOW_UPS
from leads.adapters.spreadsheet import csv_lines

_COLUMNS: Final = (
    "occurred_at", "recorded_at", "entered_late", "lead_id", "attempt", "method", "result", "content", "author_id",
    "author_name", "device", "minutes_since_assignment", "plan", "step", "next_step_at", "next_step", "revision",
    "corrected_by", "corrected_at", "correction_reason",
)  # fmt: skip
_AT_ONCE: Final = 1_000  # records


async def exported(
    records: Listing, reading: Reading, conditions: Sequence[sa.ColumnElement[bool]]
) -> StreamingResponse:
    """The records that meet the conditions as a file, newest first. Raises `NotYet`."""
    chosen = (await records.visible(reading)).where(*conditions)
    return StreamingResponse(
        _lines(records, chosen),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": "attachment; filename=follow-ups.csv"},
    )


async def _lines(records: Listing, chosen: sa.Select[Any]) -> AsyncIterator[str]:
    c = FOLLOW_UPS.table.c
    yield "\ufeff" + csv_lines([_COLUMNS])
    ordered = chosen.order_by(c.occurred_at.desc(), c.id.desc()).limit(_AT_ONCE)
    rows = await records.rows(ordered)
    while rows:
        yield csv_lines((_text(row[name]) for name in _COLUMNS) for row in rows)
        last = sa.tuple_(sa.literal(rows[-1]["occurred_at"]), sa.literal(rows[-1]["id"]))
        rows = await records.rows(ordered.where(sa.tuple_(c.occurred_at, c.id) < last))


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)
