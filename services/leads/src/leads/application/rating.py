"""What leads are taken for: rated by the model in force whenever something changes, overridden by people."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_contracts.registry import Contract
from crm_platform.context import Context, reaction
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.security.scope import DIRECTOR, MANAGER
from leads.application.commands import OverrideScore
from leads.application.models import ActiveModels
from leads.domain.lead import Lead
from leads.domain.rated import Overseer, Standing, Watch
from leads.domain.scoring import WeightedRules, score

_FRESH = 10.0  # seconds that a change of who manages whom may go unnoticed


class Directory(Protocol):
    """The people directory, as far as this context keeps a copy."""

    async def people(self) -> list[PersonRecorded]: ...


@dataclass(frozen=True, slots=True)
class Basis:
    """What leads are rated by at one moment."""

    model: WeightedRules
    watch: Watch

    def rate(self, lead: Lead, now: datetime) -> None:
        """Let the model judge the lead, and tell of the thresholds that it crosses by that."""
        before = lead.standing
        lead.rate(score(self.model, lead.facts(now)), now=now)
        lead.watch_crossings(before, self.watch, now=now)


class Ratings:
    """Commands on the scores of leads, and the reaction to whatever may change one."""

    def __init__(self, log: EventLog, models: ActiveModels, directory: Directory) -> None:
        self._log = log
        self._models = models
        self._directory = directory
        self._overseers: tuple[Overseer, ...] = ()
        self._known_at = -_FRESH

    async def basis(self) -> Basis:
        """What leads are rated by now."""
        return Basis(await self._models.scoring(), await self.watch())

    async def watch(self) -> Watch:
        """The thresholds in force, and whom to tell."""
        thresholds = await self._models.thresholds()
        if not thresholds:
            return Watch()
        now = asyncio.get_running_loop().time()
        if now - self._known_at >= _FRESH:
            people = [person for person in await self._directory.people() if person.active]
            managers = [p for p in people if MANAGER in p.roles]
            directors = [p for p in people if DIRECTOR in p.roles]
            self._overseers = (
                *(Overseer(person_id=p.person_id, team=p.team, region=p.region) for p in managers),
                *(Overseer(person_id=p.person_id, region=p.region) for p in directors),
            )
            self._known_at = now
        return Watch(thresholds=thresholds, overseers=self._overseers)

    async def rescore_lead(self, lead_id: UUID, context: Context) -> Recorded:
        """Score a lead by the model that is in force now."""
        basis = await self.basis()
        return await self._log.change(context, Lead, lead_id, lambda lead: basis.rate(lead, context.now))

    async def when_lead_changed_rescore_it(
        self, _contract: Contract, envelope: Envelope, context: Context
    ) -> None:
        """Score a lead anew after something happened with it; a closed one keeps its score."""
        basis = await self.basis()

        def rate(lead: Lead) -> None:
            if lead.is_open:
                basis.rate(lead, context.now)

        await self._log.change(context, Lead, UUID(envelope.subject), rate)

    async def override_score(self, lead_id: UUID, command: OverrideScore, context: Context) -> Recorded:
        """Take a lead for something else than the model does, until a moment or until that is lifted."""
        basis = await self.basis()
        standing = Standing(points=command.points, grade=basis.model.grades.grade(command.points))

        def override(lead: Lead) -> None:
            before = lead.standing
            lead.override_score(
                standing, reason=command.reason, by=context.actor, until=command.until, now=context.now
            )
            lead.watch_crossings(before, basis.watch, now=context.now)

        return await self._log.change(context, Lead, lead_id, override)

    async def lift_override(self, lead_id: UUID, context: Context) -> Recorded:
        """Go back to what the model says."""
        basis = await self.basis()

        def lift(lead: Lead) -> None:
            before = lead.standing
            lead.lift_override(by=context.actor, now=context.now)
            lead.watch_crossings(before, basis.watch, now=context.now)

        return await self._log.change(context, Lead, lead_id, lift)

    async def expire_override(self, lead_id: UUID, until: datetime) -> None:
        """End an override whose time is over, for the scheduler."""
        key = f"{lead_id}/{until.isoformat()}"
        now = datetime.now(UTC)
        context = reaction("schedule:leads.overrides", key, now=now, correlation_id=str(lead_id))
        basis = await self.basis()

        def expire(lead: Lead) -> None:
            before = lead.standing
            lead.expire_override(now=now)
            lead.watch_crossings(before, basis.watch, now=now)

        await self._log.change(context, Lead, lead_id, expire)
