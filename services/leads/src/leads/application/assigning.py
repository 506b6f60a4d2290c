"""What can be asked about and around the assignment of leads: commands as they come over HTTP, and what is answered."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, model_validator

from crm_platform.values import Code, Money, PersonId, ShortText, Value
from leads.domain.assignment import AssignmentRule, Outcome, PassedOver
from leads.domain.availability import Absence, Leave, WorkingHours
from leads.domain.transfers import Left


class TakeOver(Value):
    """Make a lead one's own."""

    reason: ShortText


class ReleaseLead(Value):
    """Let a lead go into a pool; without one, into the pool it came from."""

    pool: Code | None = None
    reason: ShortText


class LeadFilter(Value):
    """Open leads that meet all that is named."""

    owner_id: PersonId | None = None
    source: Code | None = None
    campaign: ShortText | None = None
    region: Code | None = None
    industry: Code | None = None
    team: Code | None = None
    min_score: Annotated[int, Field(ge=0, le=100)] | None = None
    max_score: Annotated[int, Field(ge=0, le=100)] | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_dump(exclude_none=True):
            raise ValueError("name at least one field")
        return self


class StartTransfer(Value):
    """Hand on leads, named or by filter, to people in turn; without people, back through the rules."""

    lead_ids: Annotated[list[UUID], Field(min_length=1, max_length=1000)] | None = None
    filter: LeadFilter | None = None
    to: Annotated[list[PersonId], Field(max_length=100)] = Field(default_factory=list)
    reason: ShortText

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.lead_ids is None) == (self.filter is None):
            raise ValueError("name leads or a filter, and not both")
        return self


class HandOver(Value):
    """Hand on every open lead of somebody who leaves; without people, back through the rules."""

    to: Annotated[list[PersonId], Field(max_length=100)] = Field(default_factory=list)
    reason: ShortText


class TryRules(Value):
    """Decide the newest `leads` of the ledger again by these rules."""

    rules: list[AssignmentRule] = Field(max_length=100)
    leads: Annotated[int, Field(ge=1, le=2000)] = 500


class SetHours(Value):
    """Work by these hours; null: a person by their team's, a team at any time."""

    hours: WorkingHours | None


class TakeLeave(Value):
    """Be away."""

    begins: AwareDatetime
    ends: AwareDatetime
    reason: ShortText


class AvailabilityDetail(BaseModel):
    """When somebody works, and what keeps them from new leads now."""

    person_id: str
    hours: WorkingHours | None
    hours_of_team: bool
    leaves: list[Leave]
    active: bool
    absence: Absence | None


class PoolItem(BaseModel):
    """A pool and its terms. `leads` lie in it now."""

    code: str
    name: str
    name_zh: str
    teams: list[str]
    regions: list[str]
    people: list[str]
    daily_limit: int | None
    lock_out_days: int
    recycle_after_days: int | None
    time_zone: str
    leads: int
    may_claim: bool


class PooledLead(BaseModel):
    """A lead in a pool. How to reach it is for whoever claims it."""

    id: UUID
    name: str
    company: str | None
    region: str | None
    industry: str | None
    source: str | None
    company_size: int | None
    budget: Money | None
    score: int | None
    grade: str | None
    pooled_at: datetime


class ConsideredPerson(BaseModel):
    """Somebody who was considered: with how many open leads, with what outcome, and why."""

    rule: str
    person_id: str
    name: str
    outcome: Outcome
    load: int
    capacity: int | None
    reason: str


class LedgerEntry(BaseModel):
    """One time a lead was given to somebody or let go, with everything that decided.

    `round`, `rules_version`, `turn`, `considered` and `passed_over` are there when a rule decided.
    """

    version: int
    at: datetime
    by: str
    owner_id: str | None
    previous_owner_id: str | None
    pool: str | None
    rule: str | None
    reason: str
    round: int | None = None
    rules_version: int | None = None
    turn: int | None = None
    considered: list[ConsideredPerson] = Field(default_factory=list)
    passed_over: list[PassedOver] = Field(default_factory=list)


class RulesVersion(BaseModel):
    """One version of the assignment rules, by whom, when and why."""

    version: int
    at: datetime
    by: str
    reason: str | None
    rules: list[AssignmentRule]


class Difference(BaseModel):
    """A lead that would have gone elsewhere, by its name where the caller may see it."""

    lead_id: UUID
    name: str | None = None
    before: str | None
    after: str | None
    rule_before: str
    rule_after: str | None
    reason: str


class RulesTried(BaseModel):
    """What rules would have done with recent leads. Counts are leads by owner; pools show as `pool:<code>`."""

    leads: int
    changed: int
    unassigned: int
    before: dict[str, int]
    after: dict[str, int]
    differences: Annotated[list[Difference], Field(max_length=200)]


class PersonsShare(BaseModel):
    """What one person got by rule in a period; `per_capacity` is leads for each lead of capacity."""

    person_id: str
    name: str | None
    leads: int
    capacity: int | None
    per_capacity: float | None


class Fairness(BaseModel):
    """Leads by person over a period; `spread` is between the most and the least per capacity, or in leads where nobody
    has a capacity.
    """

    begins: datetime
    ends: datetime
    people: list[PersonsShare]
    spread: float | None


class TransferItem(BaseModel):
    """How far a transfer is."""

    id: UUID
    status: str
    leads: int
    handed_on: int
    left: list[Left]
    to: list[str]
    reason: str
    started_by: str
    started_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> "TransferItem":
        return cls.model_validate(row)
