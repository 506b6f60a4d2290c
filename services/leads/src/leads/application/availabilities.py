"""When people work: set by themselves or by those who manage them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.context import Context
from crm_platform.errors import Forbidden, NotFound
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, Principal, changeable
from leads.application.assigning import AvailabilityDetail, TakeLeave
from leads.domain.availability import Availability, Leave, WorkingHours, absence_at


class Directory(Protocol):
    """The people directory, as far as this context keeps a copy."""

    async def person(self, person_id: str) -> PersonRecorded | None: ...


class Availabilities:
    """Commands and questions about hours and leave."""

    def __init__(self, log: EventLog, directory: Directory) -> None:
        self._log = log
        self._directory = directory

    async def of_person(self, person_id: str, caller: Principal, now: datetime) -> AvailabilityDetail:
        """When somebody works. Raises `NotFound` for people outside the caller's scope."""
        person = await self._person(person_id, caller)
        own = await self._find("person", person_id)
        team = await self._find("team", person.team) if person.team else None
        hours = own.hours if own else None
        leaves = [leave for leave in own.leaves if leave.ends > now] if own else []
        used = hours or (team.hours if team else None)
        return AvailabilityDetail(
            person_id=person_id,
            hours=used,
            hours_of_team=hours is None and used is not None,
            leaves=leaves,
            active=person.active,
            absence=absence_at(now, used, leaves),
        )

    async def set_hours(self, person_id: str, hours: WorkingHours | None, context: Context) -> Recorded:
        """Raises `NotFound` for people outside the caller's scope."""
        await self._person(person_id, context.principal)
        return await self._change(
            "person", person_id, context, lambda found: found.set_hours(hours, now=context.now)
        )

    async def set_hours_of_team(self, team: str, hours: WorkingHours | None, context: Context) -> Recorded:
        """Raises `Forbidden` for a manager of another team."""
        caller = context.principal
        if not caller.has(DIRECTOR, ADMIN) and team != caller.team:
            raise Forbidden
        return await self._change(
            "team", team, context, lambda found: found.set_hours(hours, now=context.now)
        )

    async def take_leave(self, person_id: str, command: TakeLeave, context: Context) -> Recorded:
        """Raises `NotFound` for people outside the caller's scope."""
        await self._person(person_id, context.principal)
        leave = Leave(id=context.new_id("leave"), **dict(command))
        return await self._change(
            "person",
            person_id,
            context,
            lambda found: found.take_leave(leave, now=context.now),
            leave_id=str(leave.id),
        )

    async def cancel_leave(self, person_id: str, leave_id: UUID, context: Context) -> Recorded:
        """Raises `NotFound` for people outside the caller's scope, and `UnknownLeave`."""
        await self._person(person_id, context.principal)
        return await self._change(
            "person", person_id, context, lambda found: found.cancel_leave(leave_id, now=context.now)
        )

    async def _person(self, person_id: str, caller: Principal) -> PersonRecorded:
        person = await self._directory.person(person_id)
        if person is None:
            raise NotFound
        themselves = person_id == caller.subject
        managing = caller.has(MANAGER, DIRECTOR, ADMIN) and changeable(
            caller, person_id, person.team, person.region
        )
        if not themselves and not managing:
            raise NotFound
        return person

    async def _find(self, kind: Literal["person", "team"], who: str) -> Availability | None:
        try:
            return await self._log.load(Availability, Availability.id_of(kind, who))
        except NotFound:
            return None

    async def _change(
        self,
        kind: Literal["person", "team"],
        who: str,
        context: Context,
        decide: Callable[[Availability], None],
        **extra: Any,
    ) -> Recorded:
        def begin() -> Availability:
            begun = Availability.begin_for(kind, who, now=context.now)
            decide(begun)
            return begun

        return await self._log.define(
            context, Availability, Availability.id_of(kind, who), begin, decide, **extra
        )
