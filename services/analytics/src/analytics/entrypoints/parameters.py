"""The query parameters of every question, as they come over HTTP."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from analytics.views.asking import (
    Attribution,
    Cohort,
    Cut,
    FollowUpBy,
    FollowUpCut,
    FunnelFilter,
    Group,
    LeadBy,
    LeadCut,
    LeadFilter,
    LeadGrouping,
    Period,
    ScoreAt,
    SummaryFilter,
)
from crm_platform.errors import FieldError, Invalid
from crm_platform.values import Code, PersonId, ShortText


def _time(text: object) -> object:
    """A "+" that was not percent-encoded arrives as a blank; a bare number of seconds is not offered."""
    if not isinstance(text, str):
        return text
    return text.replace(" ", "+") if "T" in text else f"no time: {text}"


_LIMITED = (
    "What would give more cells than the service allows, 5,000 by default, is refused (`too-many-cells`)."
)
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

    period: Period | None = Field(
        default=None, description=f"Also per period; weeks are ISO weeks. {_LIMITED}"
    )
    cohort: Cohort = "entered"
    customer: Code | None = None
    product: Code | None = None
    source: ShortText | None = Field(default=None, description="Of the lead that it came from.")

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
            source=self.source,
        )


class FigureQuery(FunnelQuery):
    """Which figure of a stage."""

    figure: Cut = "entered"
    begins: Day | None = Field(default=None, description="With `period`: the period whose cohort is meant.")

    def within(self) -> tuple[Period, date] | None:
        """The period that is meant. Raises `Invalid` for half of one."""
        return _within(self.period, self.begins)


class LeadAnalysisQuery(SummaryQuery):
    """Which leads: registered on these days, by what, and what counts as their source and score."""

    by: LeadBy = "nothing"
    period: Period | None = Field(
        default=None, description=f"Also per period of registration; weeks are ISO weeks. {_LIMITED}"
    )
    attribution: Attribution = Field(
        default="recorded",
        description="Whether source and campaign are those the lead is known by, or those of its first or last touch.",
    )
    score_at: ScoreAt = Field(
        default="assignment", description="Whether scores are those at the first assignment, or the newest."
    )
    source: ShortText | None = None
    campaign: ShortText | None = None

    def chosen(self) -> LeadFilter:
        return LeadFilter(
            since=self.since,
            until=self.until,
            owner=self.owner,
            team=self.team,
            region=self.region,
            attribution=self.attribution,
            score_at=self.score_at,
            source=self.source,
            campaign=self.campaign,
        )


Key = Annotated[
    str | None,
    Field(
        max_length=500,
        description="Of the group that is meant; empty for what is not known, absent for all groups.",
    ),
]


class LeadFigureQuery(LeadAnalysisQuery):
    """Which figure of a group of leads."""

    figure: LeadCut = "leads"
    key: Key = None
    begins: Day | None = Field(default=None, description="With `period`: the period whose cohort is meant.")

    def within(self) -> tuple[Period, date] | None:
        """The period that is meant. Raises `Invalid` for half of one."""
        return _within(self.period, self.begins)

    def group(self) -> Group | None:
        """The group that is meant; None for all."""
        return _group(self.key)


class FollowUpAnalysisQuery(SummaryQuery):
    """Which contacts: those that happened on these days, with whose leads, and by what."""

    by: FollowUpBy = Field(default="method", description=_LIMITED)


class FollowUpFigureQuery(FollowUpAnalysisQuery):
    """Which figure of a group of contacts."""

    figure: FollowUpCut = "contacts"
    key: Key = None

    def group(self) -> Group | None:
        """The group that is meant; None for all."""
        return _group(self.key)


def _group(key: str | None) -> Group | None:
    return None if key is None else Group(key or None)


def _within(period: Period | None, begins: date | None) -> tuple[Period, date] | None:
    if period is not None and begins is not None:
        return period, begins
    if (period or begins) is None:
        return None
    detail, detail_zh = "period and begins belong together", "period 与 begins 必须同时提供"
    raise Invalid([FieldError("query:begins", "incomplete-period", detail, detail_zh)])
