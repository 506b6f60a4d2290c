"""The query parameters of every question, as they come over HTTP."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from analytics.views.asking import Cohort, Cut, FunnelFilter, LeadGrouping, Period, SummaryFilter
from crm_platform.errors import FieldError, Invalid
from crm_platform.values import Code, PersonId


def _time(text: object) -> object:
    """A "+" that was not percent-encoded arrives as a blank; a bare number of seconds is not offered."""
    if not isinstance(text, str):
        return text
    return text.replace(" ", "+") if "T" in text else f"no time: {text}"


Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(9000, 1, 1))]
SourcePosition = Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,40}:[1-9][0-9]{0,17}$")]


class TimeQuery(BaseModel):
    """As of when, and not before what is counted."""

    model_config = ConfigDict(frozen=True)

    as_of: Annotated[AwareDatetime, BeforeValidator(_time)] | None = Field(
        default=None, description="Answer as it was known then; with time zone, not in the future."
    )
    min_position: list[SourcePosition] = Field(
        default=[],
        max_length=5,
        description="`<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s.",
    )

    def time(self, now: datetime) -> datetime | None:
        """`as_of` in UTC. Raises `Invalid` for a time to come."""
        if self.as_of is not None and self.as_of > now:
            fault = FieldError("query:as_of", "in-the-future", "Must not be in the future", "不能是未来时间")
            raise Invalid([fault])
        return self.as_of and self.as_of.astimezone(UTC)

    def positions(self) -> list[tuple[str, int]]:
        """The positions to wait for, by source."""
        return [(source, int(number)) for source, _, number in (p.partition(":") for p in self.min_position)]


class SummaryQuery(TimeQuery):
    """Whose, and from which days in the company's time zone."""

    since: Day | None = Field(default=None, alias="from", description="First day.")
    until: Day | None = Field(default=None, alias="to", description="Last day.")
    owner: PersonId | None = None
    team: Code | None = None
    region: Code | None = None

    def chosen(self) -> SummaryFilter:
        return SummaryFilter(
            since=self.since, until=self.until, owner=self.owner, team=self.team, region=self.region
        )


class LeadQuery(SummaryQuery):
    """How to group them."""

    by: LeadGrouping = "source_and_grade"


class FunnelQuery(SummaryQuery):
    """Which cohort: of those that entered a stage on these days, or were opened on them."""

    period: Period | None = Field(default=None, description="Also per period; weeks are ISO weeks.")
    cohort: Cohort = "entered"
    customer: Code | None = None
    product: Code | None = None

    def chosen(self) -> FunnelFilter:
        return FunnelFilter(
            since=self.since,
            until=self.until,
            owner=self.owner,
            team=self.team,
            region=self.region,
            cohort=self.cohort,
            customer=self.customer,
            product=self.product,
        )


class FigureQuery(FunnelQuery):
    """Which figure of a stage."""

    figure: Cut = "entered"
    begins: Day | None = Field(default=None, description="With `period`: the period whose cohort is meant.")

    def within(self) -> tuple[Period, date] | None:
        """The period that is meant. Raises `Invalid` for half of one."""
        if self.period is not None and self.begins is not None:
            return self.period, self.begins
        if (self.period or self.begins) is None:
            return None
        detail, detail_zh = "period and begins belong together", "period 与 begins 必须同时提供"
        raise Invalid([FieldError("query:begins", "incomplete-period", detail, detail_zh)])
