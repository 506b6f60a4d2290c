"""What analytics answers, as it goes over HTTP."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from analytics.metrics.funnel import StageFigures, Total
from analytics.metrics.rates import Rate
from analytics.views.asking import Cohort, Period


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
    periods: list[PeriodFigures] = Field(
        description="The same per period, oldest first; only those that have any."
    )


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
