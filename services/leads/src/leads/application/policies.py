"""How leads react by themselves: a lead that nobody owns is assigned by rule.

Leads that come at the same time are given out together, in one round of the ledger and one append; leads of a file in
the append that registers them. As each number of a round can be taken once, any number of processes may assign: the one
that comes second decides again on what is known then.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_contracts.leads.v1 import LeadRegistered
from crm_platform.context import Context, reaction
from crm_platform.errors import NotFound, Unavailable
from crm_platform.eventsourcing.log import AggregateConflict, EventLog
from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.ids import new_id
from crm_platform.observability.logging import logger
from crm_platform.security.scope import SALESPERSON
from leads.application.desk import folded
from leads.application.ledger import Ledger, judged
from leads.application.models import ActiveModels
from leads.domain.assignment import Assignment, Candidate, Choice, Pooled, Unassigned
from leads.domain.availability import Leave, WorkingHours, absence_at
from leads.domain.lead import Lead
from leads.domain.pools import PoolTerms
from leads.domain.rounds import AssignmentRound, Situation, choose_for_all
from leads.domain.touches import Channel

_FRESH = 1.0  # seconds that people, their availability and the pools may be old
_RECOUNTED = 5.0  # seconds after which open leads are counted anew; what was given since is always added
_MOST_TOGETHER = 200  # leads of one round
_ATTEMPTS = 100  # a round that was taken means that another process went on
_CONFLICTS = 10  # after which a lead that changes all the time is left to the next try


@dataclass(frozen=True, slots=True)
class Week:
    """When somebody works."""

    hours: WorkingHours | None = None
    leaves: tuple[Leave, ...] = ()


class Workloads(Protocol):
    """Who may get leads, when they work, how many open leads each has, and which pools there are."""

    async def people(self) -> list[PersonRecorded]: ...

    async def weeks(self) -> Mapping[tuple[str, str], Week]:
        """When people and teams work, by ("person" or "team", id)."""
        ...

    async def pools(self) -> Mapping[str, PoolTerms]: ...

    async def open_leads(self) -> tuple[int, Counter[str]]:
        """Open leads by owner, and the log position up to which they are counted."""
        ...

    async def given_since(self, position: int) -> tuple[int, Counter[str]]:
        """Leads that people got, less those they lost, in the log after `position`; and up to where."""
        ...

    async def held(self, numbers: Sequence[int]) -> list[int]: ...


@dataclass(slots=True, eq=False)
class _Asked:
    """One lead that is to be given out, and what became of it."""

    lead_id: UUID
    context: Context
    done: bool = False
    choice: Choice | None = None
    error: Exception | None = None
    conflicts: int = 0

    def settle(self, choice: Choice | None = None, error: Exception | None = None) -> None:
        self.done, self.choice, self.error = True, choice, error


@dataclass(slots=True)
class _Known:
    """What is remembered of the people for a while."""

    at: float = float("-inf")
    people: list[PersonRecorded] = field(default_factory=list)
    weeks: Mapping[tuple[str, str], Week] = field(default_factory=dict)
    pools: Mapping[str, PoolTerms] = field(default_factory=dict)
    counted_at: float = float("-inf")
    position: int = 0
    loads: Counter[str] = field(default_factory=Counter)


class Assigner:
    """Gives leads to people by the rules in force."""

    def __init__(self, log: EventLog, models: ActiveModels, workloads: Workloads) -> None:
        self._log = log
        self._models = models
        self._workloads = workloads
        self._ledger = Ledger(log, workloads)
        self._one_round = asyncio.Lock()
        self._queue: list[_Asked] = []
        self._known = _Known()

    async def when_lead_registered_assign_it(
        self, contract: LeadRegistered, envelope: Envelope, context: Context
    ) -> None:
        """Give a new lead to whom the rules in force choose; leave it alone when it has an owner or is closed.

        Leads of a file were given out when they were registered; those that nobody could get are tried with the others
        that wait.
        """
        if contract.touch and contract.touch.channel == Channel.IMPORT:
            return
        (choice,) = await self.assign([UUID(envelope.subject)], context)
        if isinstance(choice, Unassigned):
            logger(lead=envelope.subject).warning("lead not assigned", reason=choice.reason)

    async def assign(self, lead_ids: Sequence[UUID], context: Context) -> list[Choice | None]:
        """Give out leads by rule; None for one that is not waiting, or that changed all the time.

        Raises what the store raises; then the leads concerned were not given out, and can be tried again.
        """
        asked = [_Asked(lead_id, context) for lead_id in lead_ids]
        self._queue += asked
        while not all(one.done for one in asked):
            async with self._one_round:
                if all(one.done for one in asked):
                    break  # they travelled with others
                await asyncio.sleep(0)  # those who come in this moment travel with them
                batch, self._queue = self._queue[:_MOST_TOGETHER], self._queue[_MOST_TOGETHER:]
                await self._settle(batch)
        for one in asked:
            if one.error is not None:
                raise one.error
        return [one.choice for one in asked]

    async def assign_new(
        self,
        leads: Sequence[Lead],
        context: Context,
        store: Callable[[Sequence[AssignmentRound]], Awaitable[bool]],
    ) -> None:
        """Give out leads that are not stored yet; `store` appends them and the round, if one was held, all or none.

        It tells whether it did, or was repeated. What it raises is raised; then nothing was given out.
        """
        async with self._one_round:
            held, _ = await self._decide(leads, context)
            try:
                stored = await store([held] if held else [])
            except AggregateConflict as conflict:
                if held and conflict.taken == held.id:
                    self._ledger.forget()
                raise
            if held and stored:
                self._ledger.note(held.number, held.turns_after)

    async def situation(self, now: datetime) -> Situation:
        """The people, their open leads and each rule's turn at a moment."""
        _, turns = await self._ledger.newest()
        return await self._situation(turns, now)

    async def _settle(self, batch: list[_Asked]) -> None:
        try:
            for _ in range(_ATTEMPTS):
                batch = [one for one in batch if not one.done]
                if not batch or await self._hold(batch):
                    return
            raise Unavailable(retry_after=1)
        except Exception as error:  # noqa: BLE001  whatever it is, those who wait are told
            for one in batch:
                one.settle(error=error)
        except BaseException:
            for one in batch:
                one.settle(error=Unavailable(retry_after=1))
            raise

    async def _hold(self, batch: list[_Asked]) -> bool:
        """Decide and append one round; False when somebody else was faster and it is to be decided again."""
        leads = await self._waiting(batch)
        if not leads:
            return True
        context = _together(batch)
        held, choices = await self._decide(list(leads.values()), context)
        if held is not None:
            given = [lead for lead in leads.values() if lead.pending_events]
            try:
                await self._log.save(context, held, *given)
            except AggregateConflict as conflict:
                self._make_way(conflict.taken, held, batch)
                return False
            self._ledger.note(held.number, held.turns_after)
        by_lead = dict(zip(leads, choices, strict=True))
        for one in batch:
            one.settle(by_lead.get(one.lead_id))
        return True

    async def _decide(
        self, leads: Sequence[Lead], context: Context
    ) -> tuple[AssignmentRound | None, list[Choice]]:
        """One choice per lead, which they take, and the round to be stored with them; None where nobody gets any."""
        number, turns = await self._ledger.newest()
        situation = await self._situation(turns, context.now)
        rules = await self._models.rules()
        seen = [judged(lead, context.now) for lead in leads]
        choices, turns_after = choose_for_all(rules.rules, seen, situation)
        if all(isinstance(choice, Unassigned) for choice in choices):
            return None, choices
        held = AssignmentRound.hold(
            number + 1, rules.version, situation, seen, choices, turns_after, now=context.now
        )
        for lead, choice in zip(leads, choices, strict=True):
            _give(lead, choice, held.number, self._known.pools, context)
        return held, choices

    def _make_way(self, taken: UUID, held: AssignmentRound, batch: list[_Asked]) -> None:
        """Somebody else was faster: with the round, or with a lead, which then waits for the next one."""
        if taken == held.id:
            self._ledger.forget()
            return
        for one in [one for one in batch if one.lead_id == taken]:
            one.conflicts += 1
            if one.conflicts >= _CONFLICTS:
                one.settle()

    async def _waiting(self, batch: list[_Asked]) -> dict[UUID, Lead]:
        """The leads of the batch that are still to be given out."""
        found = await self._log.histories({one.lead_id for one in batch})
        leads: dict[UUID, Lead] = {}
        for one in batch:
            history = found.get(one.lead_id, ())
            lead = None if _is_placed(history) else leads.get(one.lead_id) or folded(history)
            if not history:
                one.settle(error=NotFound())
            elif isinstance(lead, Lead) and lead.is_waiting:
                leads[lead.id] = lead
            else:
                one.settle()
        return leads

    async def _situation(self, turns: Mapping[str, int], now: datetime) -> Situation:
        known, time = self._known, asyncio.get_running_loop().time()
        if time - known.at >= _FRESH:
            known.people = [p for p in await self._workloads.people() if SALESPERSON in p.roles]
            known.weeks = await self._workloads.weeks()
            known.pools = await self._workloads.pools()
            known.at = time
        if time - known.counted_at >= _RECOUNTED:
            known.position, known.loads = await self._workloads.open_leads()
            known.counted_at = time
        known.position, given = await self._workloads.given_since(known.position)
        known.loads.update(given)
        candidates = [self._candidate(person, now) for person in known.people]
        loads = {c.person_id: max(known.loads[c.person_id], 0) for c in candidates}
        return Situation(candidates, loads, turns, frozenset(known.pools))

    def _candidate(self, person: PersonRecorded, now: datetime) -> Candidate:
        own = self._known.weeks.get(("person", person.person_id), Week())
        team = self._known.weeks.get(("team", person.team or ""), Week())
        return Candidate(
            person_id=person.person_id,
            name=person.name,
            team=person.team,
            region=person.region,
            capacity=person.capacity,
            active=person.active,
            absence=absence_at(now, own.hours or team.hours, own.leaves),
        )


def _together(batch: Sequence[_Asked]) -> Context:
    """The circumstances of a round: those that all its leads share, or its own.

    Each try has a key of its own, as what it gives out follows from what it finds; that a lead is given out only once
    is checked by the lead's version.
    """
    first = batch[0].context
    key = f"round/{new_id()}"
    if all(one.context is first for one in batch):
        return replace(first, key=f"{first.key}/{key}", request_hash="", now=datetime.now(UTC))
    return reaction("policy:leads.assignment", key)


def _is_placed(history: Sequence[RecordedEvent]) -> bool:
    """Whether the last that was said of a lead's place is a person or a pool: for most, as they came by a file."""
    for recorded in reversed(history):
        if recorded.type == Lead.Assigned.TOPIC:
            return True
        if recorded.type == Lead.Released.TOPIC:
            return recorded.state["pool"] is not None
    return False


def _give(lead: Lead, choice: Choice, number: int, pools: Mapping[str, PoolTerms], context: Context) -> None:
    if isinstance(choice, Assignment):
        lead.assign(
            choice.owner.ownership,
            choice.owner.name,
            rule=choice.rule,
            turn=choice.rotation,
            round=number,
            reason=choice.reason,
            now=context.now,
        )
    elif isinstance(choice, Pooled):
        lead.release(
            choice.pool,
            pools[choice.pool].name,
            rule=choice.rule,
            round=number,
            reason=choice.reason,
            now=context.now,
        )
