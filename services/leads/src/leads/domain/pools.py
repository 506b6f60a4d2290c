"""Pools: leads that are nobody's, and who may claim how many of them.

What a person claimed in a day is an aggregate of its own, changed in the same append as the lead, so that the limit
holds however many claims come at once.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Code, Ownership, PersonId, ShortText, Value
from leads.domain.errors import DailyLimitReached, LockedOut, NotInAPool, NotOfThisPool
from leads.domain.lead import Lead
from leads.domain.plans import TimeZone

Days = Annotated[int, Field(ge=1, le=3650)]


class PoolTerms(Value):
    """Who may claim, how much, and when leads come back.

    With no team, region or person named, everybody may claim. `daily_limit` is leads per person and day of
    `time_zone`; whoever let a lead go may not claim it for `lock_out_days`; leads of those who may claim come back
    after `recycle_after_days` in which no person did anything with them.
    """

    name: ShortText
    name_zh: ShortText
    teams: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    regions: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    people: Annotated[tuple[PersonId, ...], Field(max_length=500)] = ()
    daily_limit: Annotated[int, Field(ge=1, le=1000)] | None = None
    lock_out_days: Annotated[int, Field(ge=0, le=3650)] = 0
    recycle_after_days: Days | None = None
    time_zone: TimeZone = "Asia/Shanghai"

    def admits(self, person: Ownership) -> bool:
        """Whether this person may claim."""
        if not (self.teams or self.regions or self.people):
            return True
        return person.owner_id in self.people or person.team in self.teams or person.region in self.regions

    def day_of(self, moment: datetime) -> date:
        """The day that a claim at `moment` (aware) counts for."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


class LeadPool(Aggregate):
    """A pool under its code."""

    TOPIC = "leads.LeadPool"

    code: Code
    terms: PoolTerms

    class Opened(InitialEvent):
        TOPIC = "leads.LeadPoolOpened"
        code: Code
        terms: PoolTerms

    class Revised(DomainEvent):
        TOPIC = "leads.LeadPoolRevised"
        revised: PoolTerms

        def apply(self, aggregate: "LeadPool") -> None:
            aggregate.terms = self.revised

    @staticmethod
    def id_of(code: str) -> UUID:
        return derived_id("lead-pool", code)

    @classmethod
    def open(cls, code: str, terms: PoolTerms, *, now: datetime) -> Self:
        return cls.begin(cls.Opened, id=cls.id_of(code), now=now, code=code, terms=terms)

    def revise(self, terms: PoolTerms, *, now: datetime) -> None:
        """Other terms from now on."""
        if terms != self.terms:
            self.record(self.Revised, now=now, revised=terms)


class DailyClaims(Aggregate):
    """What one person claimed from one pool on one day."""

    TOPIC = "leads.DailyClaims"

    lead_ids: tuple[UUID, ...] = ()

    class Begun(InitialEvent):
        TOPIC = "leads.DailyClaimsBegun"
        pool: Code
        person_id: PersonId
        day: date

    class Counted(DomainEvent):
        TOPIC = "leads.DailyClaimCounted"
        lead_id: UUID

        def apply(self, aggregate: "DailyClaims") -> None:
            aggregate.lead_ids = (*aggregate.lead_ids, self.lead_id)

    @staticmethod
    def id_of(pool: str, person_id: str, day: date) -> UUID:
        return derived_id("daily-claims", pool, person_id, day.isoformat())

    @classmethod
    def begin_day(cls, pool: str, person_id: str, day: date, *, now: datetime) -> Self:
        return cls.begin(
            cls.Begun, id=cls.id_of(pool, person_id, day), now=now, pool=pool, person_id=person_id, day=day
        )

    def count(self, lead_id: UUID, limit: int | None, *, now: datetime) -> None:
        """One more; raises `DailyLimitReached`."""
        if limit is not None and len(self.lead_ids) >= limit:
            raise DailyLimitReached(limit=limit)
        self.record(self.Counted, now=now, lead_id=lead_id)


def claim(
    lead: Lead, pool: LeadPool, claims: DailyClaims, claimer: Ownership, name: str, *, now: datetime
) -> None:
    """Take a lead out of its pool; raises `NotInAPool`, `NotOfThisPool`, `LockedOut`, `DailyLimitReached`."""
    terms = pool.terms
    if lead.place.pool != pool.code:
        raise NotInAPool
    if not terms.admits(claimer):
        raise NotOfThisPool(pool=terms.name)
    if lead.place.let_go_by == claimer.owner_id and lead.place.let_go_at is not None:
        until = lead.place.let_go_at + timedelta(days=terms.lock_out_days)
        if now < until:
            raise LockedOut(until=f"{until:%Y-%m-%d %H:%M} UTC")
    claims.count(lead.id, terms.daily_limit, now=now)
    lead.assign(claimer, name, reason=f"Claimed from the pool {pool.code}", now=now)


def recycling_pool(lead: Lead, pools: Mapping[str, PoolTerms], now: datetime) -> str | None:
    """The pool that somebody's lead, left alone for too long, comes back to: where it came from, or the first that fits."""
    if lead.ownership is None or lead.worked_at is None:
        return None
    fitting = [
        code
        for code, terms in sorted(pools.items())
        if terms.recycle_after_days is not None
        and (code == lead.place.came_from or terms.admits(lead.ownership))
    ]
    if not fitting:
        return None
    code = lead.place.came_from if lead.place.came_from in fitting else fitting[0]
    days = pools[code].recycle_after_days or 0
    return code if lead.worked_at + timedelta(days=days) <= now else None
