"""Where the rows of an import have their effect: in the log, or for a dry run only in a trial that is thrown away."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from crm_platform.context import Context
from crm_platform.errors import NotFound
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import EventLog
from crm_platform.eventsourcing.mapper import RecordedEvent, to_row
from leads.application.import_queries import ImportRow


class Results(Protocol):
    """Where the results of rows are kept, and the events of trials."""

    async def keep_rows(self, import_id: UUID, rows: Sequence[ImportRow]) -> None: ...

    async def keep_trial(
        self, import_id: UUID, events: Sequence[Mapping[str, Any]], rows: Sequence[ImportRow]
    ) -> None: ...

    async def trial(self, import_id: UUID, ids: Collection[UUID]) -> list[Mapping[str, Any]]: ...


class Ledger(Protocol):
    """Reads aggregates, and settles rows together with what they changed: both or neither."""

    async def histories(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[RecordedEvent]]: ...

    async def settled(self, context: Context) -> bool:
        """Whether this batch of rows has had its effect before; then its results are kept as well."""
        ...

    async def settle(self, context: Context, changed: Sequence[Aggregate], rows: Sequence[ImportRow]) -> bool:
        """Whether that was done now; else it had been, and those results are kept."""
        ...


class LoggedRows:
    """The effect is in the log: one append per batch, whose answer has the results, so that a repetition gives these."""

    def __init__(self, log: EventLog, results: Results, import_id: UUID) -> None:
        self._log = log
        self._results = results
        self._import_id = import_id

    async def histories(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[RecordedEvent]]:
        return await self._log.histories(ids)

    async def settled(self, context: Context) -> bool:
        try:
            before = await self._log.answered_before(context, NotFound())
        except NotFound:
            return False
        await self._keep(before.extra["rows"])
        return True

    async def settle(self, context: Context, changed: Sequence[Aggregate], rows: Sequence[ImportRow]) -> bool:
        if not changed:
            await self._results.keep_rows(self._import_id, rows)
            return True
        told = [row.model_dump(mode="json", exclude_defaults=True) for row in rows]
        recorded = await self._log.save(context, *changed, rows=told)
        if recorded.repeated:
            await self._keep(recorded.extra["rows"])
        else:
            await self._results.keep_rows(self._import_id, rows)
        return not recorded.repeated

    async def _keep(self, told: Sequence[Mapping[str, Any]]) -> None:
        await self._results.keep_rows(self._import_id, [ImportRow.model_validate(row) for row in told])


class TriedRows:
    """The effect is in a table beside the log, over which aggregates are read: what a dry run sees of its own rows."""

    def __init__(self, log: EventLog, results: Results, import_id: UUID) -> None:
        self._log = log
        self._results = results
        self._import_id = import_id

    async def histories(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[RecordedEvent]]:
        logged = await self._log.histories(ids)
        histories = {id_: list(history) for id_, history in logged.items()}
        for event in await self._results.trial(self._import_id, ids):
            histories.setdefault(event["aggregate_id"], []).append(_as_recorded(event, self._import_id))
        return histories

    async def settled(self, context: Context) -> bool:
        return False  # effect and results are stored in one transaction

    async def settle(self, context: Context, changed: Sequence[Aggregate], rows: Sequence[ImportRow]) -> bool:
        events = [to_row(one, event) for one in changed for event in one.collect_events()]  # type: ignore[arg-type]
        await self._results.keep_trial(self._import_id, events, rows)
        return True


def _as_recorded(event: Mapping[str, Any], import_id: UUID) -> RecordedEvent:
    at: datetime = event["occurred_at"]
    return RecordedEvent(position=0, recorded_at=at, metadata={"actor": f"import:{import_id}"}, **dict(event))
