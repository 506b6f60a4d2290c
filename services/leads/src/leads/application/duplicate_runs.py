"""Runs over all leads: a process that suspects every likely pair that nobody judged yet, and goes on after a crash."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel

from crm_platform.context import Context, reaction
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from crm_platform.observability.logging import logger
from leads.domain.duplicates import DuplicatePair, DuplicateRun, RunStatus
from leads.domain.matching import Match

NIGHTLY = "schedule:leads.duplicates"
"""Who starts the run of a night."""

_BATCH = 200  # pairs in one append


class FoundPair(BaseModel):
    """Two leads that are likely the same, and why."""

    one: UUID
    other: UUID
    match: Match


class Found(BaseModel):
    """What a search over all leads found."""

    leads: int
    compared: int
    weights: dict[str, dict[str, float]]
    pairs: list[FoundPair]


class RunStore(Protocol):
    """What a run reads."""

    def every_lead(self) -> AsyncIterator[bytes]:
        """All leads that count, a page of lines at a time: each the id and the identity, as JSON."""
        ...


class KnownPairs(Protocol):
    """What is known of pairs."""

    async def known_pairs(self, pair_ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, int]]: ...


class DuplicateRuns:
    """Starts runs and carries them out; `find` searches, outside of this process."""

    def __init__(
        self,
        log: EventLog,
        store: RunStore,
        pairs: KnownPairs,
        find: Callable[[AsyncIterator[bytes]], Awaitable[Found]],
    ) -> None:
        self._log = log
        self._store = store
        self._pairs = pairs
        self._find = find

    async def start(self, context: Context) -> Recorded:
        """Look over all leads in the background."""
        run = DuplicateRun.start(context.new_id(), started_by=context.actor, now=context.now)
        return await self._log.save(context, run)

    async def start_nightly(self, _id: UUID, due: datetime) -> None:
        """The run of one night; asking again starts no other."""
        await self.start(reaction(NIGHTLY, due.isoformat()))

    async def carry_out(self, run_id: UUID, _due: datetime) -> None:
        """Search, suspect what is new, finish. Running it again changes nothing more."""
        run = await self._log.load(DuplicateRun, run_id)
        if run.status is not RunStatus.RUNNING:
            return
        end = reaction(f"duplicate-run:{run_id}", "end")
        try:
            found = await self._find(self._store.every_lead())
        except (RuntimeError, OSError) as error:
            logger(run=str(run_id)).error("duplicate run failed", error=str(error))
            reason = " ".join(str(error).split())[-200:] or "The search ended without an answer"
            await self._log.change(end, DuplicateRun, run_id, lambda r: r.fail(reason, now=end.now))
            return
        suspected = 0
        for at in range(0, len(found.pairs), _BATCH):
            suspected += await self._suspect(run_id, found.pairs[at : at + _BATCH])
        await self._log.change(
            end,
            DuplicateRun,
            run_id,
            lambda r: r.finish(
                leads=found.leads,
                compared=found.compared,
                found=len(found.pairs),
                suspected=suspected,
                weights=found.weights,
                now=end.now,
            ),
        )
        logger(run=str(run_id)).info("duplicate run finished", found=len(found.pairs), suspected=suspected)

    async def _suspect(self, run_id: UUID, pairs: Sequence[FoundPair]) -> int:
        """Keep the pairs that are not known; returns how many. What somebody judged is left as it is."""
        known = await self._pairs.known_pairs([DuplicatePair.id_of(p.one, p.other) for p in pairs])
        fresh = [p for p in pairs if DuplicatePair.id_of(p.one, p.other) not in known]
        for pair in pairs:
            status, score = known.get(DuplicatePair.id_of(pair.one, pair.other), ("", 0))
            if status == "open" and score != pair.match.score:
                await self._weigh(run_id, pair)
        if not fresh:
            return 0
        try:
            await self._save(run_id, fresh)
            return len(fresh)
        except AggregateConflict:
            return sum([await self._save_alone(run_id, pair) for pair in fresh])

    async def _weigh(self, run_id: UUID, pair: FoundPair) -> None:
        pair_id = DuplicatePair.id_of(pair.one, pair.other)
        context = reaction(f"duplicate-run:{run_id}", f"weigh/{pair_id}", correlation_id=str(run_id))
        await self._log.change(
            context,
            DuplicatePair,
            pair_id,
            lambda known: known.weigh(**dict(pair.match), now=context.now),
        )

    async def _save_alone(self, run_id: UUID, pair: FoundPair) -> int:
        """A pair that came in meanwhile stays as it came."""
        try:
            await self._save(run_id, [pair])
        except AggregateConflict:
            return 0
        return 1

    async def _save(self, run_id: UUID, pairs: Sequence[FoundPair]) -> None:
        first = DuplicatePair.id_of(pairs[0].one, pairs[0].other)
        context = reaction(
            f"duplicate-run:{run_id}",
            f"{len(pairs)}/{first}",
            correlation_id=str(run_id),
            now=datetime.now(UTC),
        )
        suspicions: list[Aggregate] = [
            DuplicatePair.suspect(pair.one, pair.other, **dict(pair.match), found_by="run", now=context.now)
            for pair in pairs
        ]
        await self._log.save(context, *suspicions)
