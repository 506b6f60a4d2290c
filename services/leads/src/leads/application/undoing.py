"""Undoing an import: a process that takes back what it wrote, lead by lead, and goes on where it was after a crash."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from crm_platform.context import reaction
from crm_platform.errors import Conflict, NotFound
from crm_platform.eventsourcing.log import AggregateConflict, EventLog
from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.observability.logging import logger
from leads.application.desk import Desk, folded
from leads.application.rating import Ratings
from leads.domain.errors import LeadIsClosed
from leads.domain.fingerprint import fingerprints
from leads.domain.imports import ImportStatus, LeadImport, UndoOutcome
from leads.domain.lead import Lead, LeadStatus
from leads.domain.undoing import Restoration, Step, merges_since, reason_of, restoration, touches

_BATCH = 400  # leads whose undoing is appended at once
_ATTEMPTS = 5

Reasons = list[Mapping[str, Any]]
Result = tuple[UndoOutcome, Reasons]


class UndoStore(Protocol):
    """Which leads an import wrote, and what became of them by the undo."""

    async def leads_to_undo(self, import_id: UUID, after: int, limit: int) -> Mapping[UUID, int]:
        """Leads that rows behind `after` concern and that the undo has not come to, with their last row, in order."""
        ...

    async def keep_undone(self, import_id: UUID, results: Mapping[UUID, Result]) -> None: ...

    async def undo_counts(self, import_id: UUID) -> Mapping[UndoOutcome, int]: ...


class Undoing:
    """Carries out undos that were asked for."""

    def __init__(self, log: EventLog, ratings: Ratings, store: UndoStore) -> None:
        self._log = log
        self._ratings = ratings
        self._store = store

    async def carry_out(self, import_id: UUID, _due: datetime) -> None:
        """Take back what no undo has come to yet, then finish. Running it again changes nothing more."""
        batch = await self._log.load(LeadImport, import_id)
        if batch.status is not ImportStatus.UNDOING:
            return
        after = 0
        while leads := await self._store.leads_to_undo(import_id, after, _BATCH):
            await self._store.keep_undone(import_id, await self._undone(batch, list(leads)))
            after = max(leads.values())
        counts = await self._store.undo_counts(import_id)
        end = reaction(f"undo:{import_id}", "end", correlation_id=str(import_id))
        await self._log.change(end, LeadImport, import_id, lambda i: i.end_undo(counts, now=end.now))
        logger(importing=str(import_id)).info("import undone", rows=dict(counts))

    async def _undone(self, batch: LeadImport, leads: Sequence[UUID]) -> Mapping[UUID, Result]:
        """Decide and append, or what was decided and appended before."""
        for _ in range(_ATTEMPTS):
            context = reaction(f"undo:{batch.id}", str(leads[0]), correlation_id=str(batch.id))
            try:
                before = await self._log.answered_before(context, NotFound())
            except NotFound:
                pass
            else:
                return _results(before.extra["leads"])
            desk = Desk(self._log, await self._ratings.basis(), context.now)
            results = await _Taken(batch, desk).back(leads)
            if not (changed := desk.changed):
                return results
            told = [(str(id_), outcome, reasons) for id_, (outcome, reasons) in results.items()]
            try:
                recorded = await self._log.save(context, *changed, leads=told)
            except AggregateConflict:
                continue
            return _results(recorded.extra["leads"])
        raise Conflict


class _Taken:
    """What an import wrote, taken back on a desk."""

    def __init__(self, batch: LeadImport, desk: Desk) -> None:
        self._actor = f"import:{batch.id}"
        self._reason = f"Undo of the import of {batch.file_name}"[:200]
        self._desk = desk

    async def back(self, leads: Sequence[UUID]) -> dict[UUID, Result]:
        desk = self._desk
        await desk.fetch_leads(leads)
        results: dict[UUID, Result] = {}
        restored: dict[UUID, Restoration] = {}
        for id_ in leads:
            lead, history = desk.leads[id_], desk.histories[id_]
            if history[0].metadata["actor"] == self._actor:
                results[id_] = self._withdrawn(lead, history)
            elif stays := self._stays(history):
                results[id_] = "kept", stays
            else:
                restored[id_] = restoration(self._actor, _told_steps(history), lead.profile)
        wanted = [desk.leads[id_].profile.model_copy(update=r.changes) for id_, r in restored.items()]
        await desk.fetch_claims(one for profile in wanted for one in fingerprints(profile))
        return results | {id_: self._restored(desk.leads[id_], r) for id_, r in restored.items()}

    def _withdrawn(self, lead: Lead, history: Sequence[RecordedEvent]) -> Result:
        kept = touches(self._actor, map(_step, history))
        if not kept and lead.status is LeadStatus.OPEN:
            self._desk.withdraw(lead, self._reason)
            return "withdrawn", []
        return "kept", [reason_of(step) for step in kept] or [_closed(lead)]

    def _stays(self, history: Sequence[RecordedEvent]) -> Reasons:
        """Why a lead that was there before is left as it is: it was merged since, or the import only noted a touch."""
        steps = list(map(_step, history))
        revised = any(s.actor == self._actor and s.event == Lead.Revised.TOPIC for s in steps)
        merged = [reason_of(step) for step in merges_since(self._actor, steps)]
        return merged if revised or merged else [_TOUCHED]

    def _restored(self, lead: Lead, found: Restoration) -> Result:
        if lead.status is not LeadStatus.OPEN:
            return "kept", [_closed(lead)]
        kept: Reasons = [reason_of(step) for step in found.kept]
        for taken in self._desk.revise_where_free(lead, found.changes):
            said = {"code": taken.code, "detail": taken.title(), "detail_zh": taken.title("zh-CN")}
            kept.append({**said, **taken.params})
        return ("kept" if kept else "restored"), kept


_TOUCHED: Mapping[str, Any] = {
    "code": "touch-stays",
    "detail": "That it came again stays noted; nothing else was changed",
    "detail_zh": "再次来访的记录予以保留，其他内容未被导入更改",
}


def _step(recorded: RecordedEvent) -> Step:
    changed = recorded.state.get("changed", ()) if recorded.type == Lead.Revised.TOPIC else ()
    other = recorded.state.get("absorbed_id") or recorded.state.get("survivor_id")
    return Step(
        recorded.type,
        recorded.metadata["actor"],
        recorded.recorded_at,
        tuple(changed),
        other=UUID(other) if other else None,
    )


def _told_steps(history: Sequence[RecordedEvent]) -> list[Step]:
    """The steps of a lead, each with what was known of it then."""
    steps: list[Step] = []

    def note(recorded: RecordedEvent, lead: object) -> None:
        step = _step(recorded)
        known = lead.profile if isinstance(lead, Lead) else None
        steps.append(replace(step, known=known))

    folded(history, note)
    return steps


def _closed(lead: Lead) -> Mapping[str, Any]:
    closed = LeadIsClosed(status=lead.status.value)
    return {"code": closed.code, "detail": closed.title(), "detail_zh": closed.title("zh-CN")}


def _results(told: Sequence[Sequence[Any]]) -> dict[UUID, Result]:
    return {UUID(id_): (outcome, reasons) for id_, outcome, reasons in told}
