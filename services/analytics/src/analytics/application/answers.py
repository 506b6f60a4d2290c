"""What analytics answers, as it goes over HTTP."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from analytics.metrics.follow_ups import FollowUpFigures
from analytics.metrics.funnel import StageFigures, Total
from analytics.metrics.leads import LeadFigures
from analytics.metrics.rates import Rate
from analytics.views.asking import Attribution, Cohort, FollowUpBy, LeadBy, Period, ScoreAt


class PeriodFigures(BaseModel):
    """The funnel of one period's cohort."""

    begins: date
    stages: list[StageFigures]


class Funnel(BaseModel):
    """The funnel as it was known at `as_of`; `definition` names what its figures mean."""

    definition: str
    as_of: datetime
    time_zone: str = Field(description="Where days, weeks and months begin.")
    cohort: Cohort
    period: Period | None
    stages: list[StageFigures]
    bottleneck: str | None = Field(
        description="The stage after which most are lost: that of the lowest conversion; null while all rest on few cases."
    )
    periods: list[PeriodFigures] = Field(
        description="The same per period, oldest first; only those that have any."
    )


class LeadPeriod(BaseModel):
    """The groups of one period's cohort."""

    begins: date
    groups: list[LeadFigures]


class LeadAnalysis(BaseModel):
    """The analysis of leads as they were known at `as_of`; `definition` names what its figures mean."""

    definition: str
    as_of: datetime
    time_zone: str = Field(description="Where days, weeks and months begin.")
    by: LeadBy
    period: Period | None
    attribution: Attribution
    score_at: ScoreAt
    groups: list[LeadFigures] = Field(description="By key; only those that have any leads.")
    periods: list[LeadPeriod] = Field(description="The same per period of registration, oldest first.")


class FollowUpAnalysis(BaseModel):
    """The analysis of follow-ups as they were known at `as_of`; `definition` names what its figures mean."""

    definition: str
    as_of: datetime
    time_zone: str = Field(description="Where days begin.")
    by: FollowUpBy
    level: float = Field(
        description="Chance of a single false claim in the whole table, below which evidence is claimed."
    )
    groups: list[FollowUpFigures] = Field(description="By key; only those that have any contacts.")


class LeadGroup(BaseModel):
    """What became of the leads of one source and grade, so far: open ones may still be converted."""

    source: str | None
    grade: str | None
    leads: int
    converted: int
    disqualified: int
    conversion: Rate | None = Field(description="converted of leads; null of none.")


class OrderGroup(BaseModel):
    """The orders in one status and currency."""

    status: str
    orders: int
    amount: Total
    invoiced: Total


class MissingVersions(BaseModel):
    """Versions of an aggregate that never came, although later ones did."""

    source: str
    aggregate_id: UUID
    missing_from: int
    missing_to: int


class UnknownType(BaseModel):
    """Contracts that are kept but counted in nothing, because this release does not know them."""

    type: str
    contracts: int
    first_position: int
    last_position: int


class Audit(BaseModel):
    """Whether every event of every aggregate came."""

    as_of: datetime
    complete: bool = Field(description="Nothing is missing and nothing is parked.")
    contracts: int
    missing: list[MissingVersions] = Field(description="At most 1000 of them.")
    parked: int = Field(description="Events set aside now: the poison, and those waiting behind it.")
    unknown_types: list[UnknownType]
