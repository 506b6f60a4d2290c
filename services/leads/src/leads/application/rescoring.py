"""Runs over all open leads: each step of a run is stored together with what it changed, so a kill neither skips nor repeats."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from crm_platform.context import Context, reaction
from crm_platform.errors import NotFound
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from crm_platform.ids import derived_id
from crm_platform.observability.logging import logger
from leads.application.models import ActiveModels
from leads.application.policies import Assigner
from leads.application.rating import Ratings
from leads.domain.lead import Lead
from leads.domain.moving import Mover
from leads.domain.rated import Standing, Watch
from leads.domain.rescoring import WEEKS, Kind, Move, Rescoring, Tallying
from leads.domain.scoring import Score, WeightedRules, score

_SETTLED = timedelta(seconds=3)  # after which every process scores by a version that came into force
_BATCH = 500  # leads in one append
_NIGHT = timedelta(hours=18)  # UTC: two in the morning in China

Due = list[tuple[UUID, datetime]]


class OpenLeads(Protocol):
    """Which leads there are to score, as stored."""

    async def caught_up(self) -> None:
        """Return when all that the log holds now is seen."""
        ...

    async def count(self, arrived_since: datetime | None) -> int:
        """Open leads, and closed ones that came in since a moment."""
        ...

    async def after(
        self, lead_id: UUID | None, limit: int, arrived_since: datetime | None
    ) -> list[tuple[UUID, bool]]:
        """Those behind an id, in the order of ids, and whether a rule gave each to its owner."""
        ...

    async def running(self, limit: int, *, dry: bool) -> Due:
        """Runs that are not over: dry ones, or those that change leads."""
        ...


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A run that is to be carried out."""

    kind: Kind
    model_version: int
    at: datetime
    reassign: bool = False


@dataclass(slots=True)
class _Work:
    """What one run decides by."""

    run: Rescoring
    model: WeightedRules
    watch: Watch
    mover: Mover


class Rescorer:
    """Starts runs and carries them out."""

    def __init__(
        self,
        log: EventLog,
        models: ActiveModels,
        ratings: Ratings,
        assigner: Assigner,
        leads: OpenLeads,
    ) -> None:
        self._log = log
        self._models = models
        self._ratings = ratings
        self._assigner = assigner
        self._leads = leads
        self._wanted: dict[UUID, _Wanted] = {}
        self._over: set[UUID] = set()

    async def start_dry_run(self, version: int, at: datetime | None, context: Context) -> Recorded:
        """Ask what a version would change if it were in force at a moment. Raises `NotFound`."""
        model = await self._models.version_of(version)
        started = await self._start(
            context.new_id(), _Wanted("dry_run", model.version, at or context.now), context
        )
        return await self._log.save(context, started)

    async def due(self, now: datetime, limit: int) -> Due:
        """The run that leads need now, for the scheduler: after an activation, or as days passed."""
        model = await self._models.scoring_model()
        if model is None:
            return []
        wanted: dict[UUID, _Wanted] = {}
        activation = model.activation_at(now - _SETTLED)
        if activation is not None:
            number = str(model.activations.index(activation))
            wanted[derived_id("rescoring", "activation", number)] = _Wanted(
                "activation", activation.version, activation.effective_from, activation.reassign
            )
        night = (now - _NIGHT).replace(hour=0, minute=0, second=0, microsecond=0) + _NIGHT
        in_force = model.in_force(night)
        if in_force.ages and in_force == model.in_force(now):
            wanted[derived_id("rescoring", "decay", night.isoformat())] = _Wanted(
                "decay", in_force.version, night
            )
        self._wanted = wanted
        # Those that were left behind are gone on with only to be ended.
        behind = await self._leads.running(limit, dry=False)
        due = dict(behind) | {id_: run.at for id_, run in wanted.items()}
        return [(id_, at) for id_, at in due.items() if id_ not in self._over]

    async def dry_runs(self, _now: datetime, limit: int) -> Due:
        """Dry runs that are not over, for the scheduler."""
        return await self._leads.running(limit, dry=True)

    async def carry_out(self, run_id: UUID, _due: datetime) -> None:
        """Go on with a run where it stands, to its end. Running it again changes nothing more."""
        run = await self._begun(run_id)
        if run.is_running:
            work = _Work(
                run,
                await self._models.version_of(run.model_version),
                await self._ratings.watch(),
                await self._mover(),
            )
            while work.run.is_running:
                await self._step(work)
            logger(rescoring=str(run_id)).info(
                "rescored", kind=run.kind, leads=work.run.tally.leads, changed=work.run.tally.changed
            )
        self._over.add(run_id)

    async def _begun(self, run_id: UUID) -> Rescoring:
        try:
            return await self._log.load(Rescoring, run_id)
        except NotFound:
            await self._leads.caught_up()
            context = reaction("rescoring", f"{run_id}/start")
            run = await self._start(run_id, self._wanted[run_id], context)
            await self._log.save(context, run)
            return run

    async def _start(self, run_id: UUID, wanted: _Wanted, context: Context) -> Rescoring:
        expected = await self._leads.count(_arrivals_since(wanted.kind, wanted.at))
        return Rescoring.start(
            run_id,
            wanted.kind,
            wanted.model_version,
            at=wanted.at,
            reassign=wanted.reassign,
            expected=expected,
            started_by=context.actor,
            now=context.now,
        )

    async def _mover(self) -> Mover:
        situation = await self._assigner.situation(datetime.now(UTC))
        return Mover((await self._models.rules()).rules, situation)

    async def _step(self, work: _Work) -> None:
        """The next leads, in one append with how far that brings the run."""
        run = work.run
        context = reaction("rescoring", f"{run.id}/{run.version}", correlation_id=str(run.id))
        if await self._is_superseded(run):
            run.end("superseded", now=context.now)
            await self._log.save(context, run)
            return
        since = _arrivals_since(run.kind, run.at)
        rows = await self._leads.after(run.reached, _BATCH, since)
        if not rows:
            run.end("done", now=context.now)
            await self._log.save(context, run)
            return
        leads = await asyncio.gather(*(self._log.load(Lead, lead_id) for lead_id, _ in rows))
        by_rule = {lead_id for lead_id, ruled in rows if ruled}
        changed = self._score(work, leads, by_rule, context.now)
        try:
            stored = not (await self._log.save(context, run, *changed)).repeated
        except AggregateConflict:
            stored = False
        if not stored:
            # Somebody changed one of the leads this moment, or another process goes on with the run.
            work.run = await self._log.load(Rescoring, run.id)
            work.mover = await self._mover()

    async def _is_superseded(self, run: Rescoring) -> bool:
        if run.kind == "dry_run":
            return False
        return run.id not in self._wanted or (await self._models.scoring()).version != run.model_version

    def _score(self, work: _Work, leads: Sequence[Lead], by_rule: set[UUID], now: datetime) -> list[Lead]:
        """Score `leads` and note that in the run; those that have new events."""
        run, count, moves, changed = work.run, Tallying(), [], []
        since = _arrivals_since(run.kind, run.at)
        for lead in leads:
            if since is not None and since <= lead.created_on <= run.at:
                count.arrived(lead.created_on, score(work.model, lead.facts(lead.created_on)).points)
            if not lead.is_open:
                continue
            judged = score(work.model, lead.facts(run.at))
            before, standing = lead.score, lead.standing
            after = standing if lead.override else Standing(points=judged.points, grade=judged.grade)
            chosen = work.mover.move(lead, standing, after, run.at) if lead.id in by_rule else None
            if chosen is not None:
                moves.append(
                    Move(
                        lead_id=lead.id,
                        from_owner=lead.owner_id or "",
                        to_owner=chosen.owner.person_id,
                        rule=chosen.rule,
                    )
                )
            count.scored(before, judged, overridden=lead.override is not None, moved=chosen is not None)
            if run.kind == "dry_run":
                continue
            if _differs(before, judged):
                lead.rate(judged, now=now)
            if chosen is not None and run.reassign:
                lead.assign(
                    chosen.owner.ownership,
                    chosen.owner.name,
                    rule=chosen.rule,
                    turn=chosen.rotation,
                    reason=chosen.reason,
                    now=now,
                )
            lead.watch_crossings(standing, work.watch, now=now)
            changed.append(lead)
        run.advance(leads[-1].id, count.tally, moves, now=now)
        return changed


def _arrivals_since(kind: Kind, at: datetime) -> datetime | None:
    """From when on a dry run counts what came in; a run that changes leads looks at open ones only."""
    return at - timedelta(weeks=WEEKS) if kind == "dry_run" else None


def _differs(before: Score | None, judged: Score) -> bool:
    return before is None or not judged.weighs_like(before)
