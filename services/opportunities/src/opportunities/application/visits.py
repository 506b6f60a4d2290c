"""The commands on visits. What comes of a visit to an opportunity is an activity of it, in the same moment."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from crm_platform.attachments import Files
from crm_platform.context import Context
from crm_platform.errors import Invalid, NotFound
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from crm_platform.security.scope import visible
from crm_platform.values import Ownership
from opportunities.application.activities import next_step, reported
from opportunities.application.activity_commands import (
    AskedSubject,
    CancelVisit,
    CheckIn,
    CheckOut,
    PlanVisit,
    ReplanVisit,
)
from opportunities.application.master_data import MasterData
from opportunities.domain.activities import Activity, ActivityKind
from opportunities.domain.errors import NoNextStep, VisitExists
from opportunities.domain.opportunity import Opportunity, OpportunityStatus
from opportunities.domain.visit import Arrival, KnownPlace, Visit, VisitPlan, VisitSubject


class Places(Protocol):
    """Where people are to be found."""

    async def of(self, subject: VisitSubject) -> KnownPlace | None: ...


class Visits:
    """Commands on visits. Each returns when its events are stored."""

    def __init__(self, log: EventLog, master_data: MasterData, places: Places, files: Files) -> None:
        self._log = log
        self._master_data = master_data
        self._places = places
        self._files = files

    async def plan_visit(self, command: PlanVisit, context: Context) -> Recorded:
        """Plan a visit that belongs to the caller. Raises `VisitExists`, and `Invalid` for nobody to visit."""
        try:
            subject = await self._subject(command.subject, context)
        except Invalid as refused:  # a repeated command is not judged by what is known by now
            return await self._log.answered_before(context, refused)
        principal = context.principal
        visit = Visit.intend(
            command.id or context.new_id(),
            subject,
            Ownership(owner_id=principal.subject, team=principal.team, region=principal.region),
            principal.name,
            VisitPlan(**command.model_dump(exclude={"id", "subject"})),
            now=context.now,
        )
        try:
            return await self._log.save(context, visit)
        except AggregateConflict:
            raise VisitExists(id=str(visit.id)) from None

    async def replan_visit(self, visit_id: UUID, command: ReplanVisit, context: Context) -> Recorded:
        """Change what the command names."""
        changes = {name: getattr(command, name) for name in command.model_fields_set}
        if changes.get("starts_at", ...) is None:
            del changes["starts_at"]
        return await self._log.change(
            context,
            Visit,
            visit_id,
            lambda v: v.replan(v.plan.model_copy(update=changes), now=context.now),
        )

    async def check_in(self, visit_id: UUID, command: CheckIn, context: Context) -> Recorded:
        """Say that one is there."""
        subject = (await self._log.glance(Visit, visit_id)).subject
        place = await self._places.of(subject) if command.location else None
        arrival = Arrival(
            **dict(command) | {"at": command.at or context.now},
            recorded_at=context.now,
        )
        return await self._log.change(
            context, Visit, visit_id, lambda v: v.check_in(arrival, place, now=context.now)
        )

    async def check_out(self, visit_id: UUID, command: CheckOut, context: Context) -> Recorded:
        """Say what came of it; of an opportunity it becomes an activity, with the visit or not at all."""
        report = await reported(self._files, command, context)
        step = next_step(command.next_step, context)
        left_at = command.at or context.now
        minutes = 0

        def leave(visit: Visit) -> None:
            nonlocal minutes
            if step is not None and visit.subject.kind != "opportunity":
                raise NoNextStep(pointer="#/next_step", kind=visit.subject.kind)
            minutes = visit.check_out(left_at, report, step, now=context.now)

        async def beside(visit: Visit) -> Sequence[Aggregate]:
            if visit.subject.kind != "opportunity":
                return ()
            opportunity = await self._log.load(Opportunity, UUID(visit.subject.id))
            activity = Activity(
                **dict(report),
                id=context.new_id("activity"),
                kind=ActivityKind.VISIT,
                minutes=minutes,
                # The clock of the device may be ahead of ours; nothing happens later than now.
                occurred_at=min(visit.arrival.at if visit.arrival else left_at, context.now),
                recorded_at=context.now,
                author_id=context.principal.subject,
                author_name=context.principal.name,
                device=command.device,
                visit_id=visit.id,
            )
            # What was closed meanwhile still was visited, but nothing is to be done next about it.
            closed = opportunity.status is not OpportunityStatus.OPEN
            opportunity.record_activity(activity, None if closed else step, now=context.now)
            return (opportunity,)

        return await self._log.change(context, Visit, visit_id, leave, beside=beside)

    async def cancel_visit(self, visit_id: UUID, command: CancelVisit, context: Context) -> Recorded:
        """There is no visit after all."""
        return await self._log.change(
            context, Visit, visit_id, lambda v: v.cancel(command.reason, now=context.now)
        )

    async def _subject(self, asked: AskedSubject, context: Context) -> VisitSubject:
        """Who is visited, as far as this context can tell. Raises `Invalid`."""
        known = asked.model_dump()
        if asked.kind == "opportunity":
            opportunity = await self._opportunity(asked.id, context)
            customer = opportunity.terms.customer
            known |= {"name": asked.name or opportunity.terms.title, "customer_id": customer.customer_id}
        elif asked.kind == "customer":
            customer_known = await self._master_data.customer(asked.id)
            if customer_known is None and await self._master_data.has_customers():
                raise _nobody("unknown-customer", "Is no known customer", "客户不存在")
            name = customer_known.name if customer_known else None
            known |= {"name": asked.name or name, "customer_id": asked.id}
        if known["name"] is None:
            raise Invalid.at("#/subject/name", "missing", "A name is needed", "需要名称")
        return VisitSubject(**known)

    async def _opportunity(self, id_: str, context: Context) -> Opportunity:
        """One that the caller sees."""
        try:
            found = await self._log.glance(Opportunity, UUID(id_))
        except (NotFound, ValueError):
            found = None
        if found is None or not visible(context.principal, found.owner_id, found.team, found.region):
            raise _nobody("unknown-opportunity", "Is no known opportunity", "商机不存在")
        return found


def _nobody(code: str, said: str, said_zh: str) -> Invalid:
    return Invalid.at("#/subject/id", code, said, said_zh)
