"""Questions as data, and the conditions that every question has: as of when, whose rows, which of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, LiteralString, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from crm_platform.errors import Invalid
from crm_platform.security.scope import Principal

Period = Literal["day", "week", "month", "year"]
Cohort = Literal["entered", "opened"]
Cut = Literal["entered", "went_on", "current", "won", "lost"]
LeadGrouping = Literal["source_and_grade", "source", "grade", "nothing"]
CUTS: tuple[Cut, ...] = get_args(Cut)

LeadBy = Literal[
    "nothing", "source", "campaign", "channel", "grade", "score_band", "owner", "team", "region", "path", "touches",
    "follow_ups",
]  # fmt: skip
LeadCut = Literal["leads", "contacted", "converted", "lost", "open", "touches", "follow_ups"]
Attribution = Literal["recorded", "first", "last"]
ScoreAt = Literal["assignment", "now"]
FollowUpBy = Literal["method", "owner", "author", "attempt"]
FollowUpCut = Literal["contacts", "replied", "progressed", "converted", "pending"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFilter:
    """Which things: begun on these days (both inclusive, in the company's time zone), and whose."""

    since: date | None = None
    until: date | None = None
    owner: str | None = None
    team: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelFilter(SummaryFilter):
    """Which opportunities; the days are those on which they entered a stage, or were opened."""

    cohort: Cohort = "entered"
    customer: str | None = None
    product: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFilter(SummaryFilter):
    """Which leads: registered on these days, from this source or campaign; and what counts as their source and score."""

    attribution: Attribution = "recorded"
    score_at: ScoreAt = "assignment"
    source: str | None = None
    campaign: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One group: `key` is that of its figures, None where that is not known."""

    key: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Versions of an aggregate that never came, although later ones did."""

    source: str
    aggregate_id: UUID
    missing_from: int
    missing_to: int


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many contracts of a type there are, between which positions."""

    type: str
    contracts: int
    first_position: int
    last_position: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, now or as of when. `now` is the end of what still lasts."""

    principal: Principal
    now: datetime
    as_of: datetime | None = None

    @property
    def time(self) -> datetime:
        """The time that the answer is about."""
        return self.as_of or self.now

    def known(self, alias: LiteralString) -> LiteralString:
        """The condition that picks the facts which hold, or held as far as was known at `as_of`."""
        if self.as_of is None:
            return f"{alias}.recorded_to = 'infinity'"
        return f"{alias}.recorded_from <= %(as_of)s AND {alias}.recorded_to > %(as_of)s"

    def begun(self, alias: LiteralString) -> LiteralString:
        """The condition that picks every fact known, whether it still holds or not."""
        return "true" if self.as_of is None else f"{alias}.recorded_from <= %(as_of)s"

    def ended(self, alias: LiteralString) -> LiteralString:
        """The condition under which a fact is known to have ended."""
        return (
            f"{alias}.recorded_to < 'infinity'" if self.as_of is None else f"{alias}.recorded_to <= %(as_of)s"
        )

    def in_scope(self, alias: LiteralString) -> LiteralString:
        """The condition that keeps what the caller may read; needs the columns owner_id, team and region."""
        own: LiteralString = f"{alias}.owner_id = %(me)s"
        match self.principal.scope:
            case "all":
                return "true"
            case "team" if self.principal.team is not None:
                return f"({own} OR {alias}.team = %(my_team)s)"
            case "region" if self.principal.region is not None:
                return f"({own} OR {alias}.region = %(my_region)s)"
            case _:
                return own

    def values(self, chosen: SummaryFilter, zone: ZoneInfo) -> dict[str, Any]:
        """The values of these conditions and of the filter's."""
        me = self.principal
        return {
            "as_of": self.as_of,
            "now": self.time,
            "me": me.subject,
            "my_team": me.team,
            "my_region": me.region,
            "owner": chosen.owner,
            "team": chosen.team,
            "region": chosen.region,
            "since": chosen.since and _midnight(chosen.since, zone),
            "until": chosen.until and _midnight(chosen.until + timedelta(days=1), zone),
        }


def owned_by(chosen: SummaryFilter, alias: LiteralString) -> LiteralString:
    """The conditions of the filter on who owns a row."""
    columns: Mapping[LiteralString, LiteralString] = {"owner": "owner_id", "team": "team", "region": "region"}
    given = [
        f"{alias}.{column} = %({name})s"
        for name, column in columns.items()
        if getattr(chosen, name) is not None
    ]
    return " AND ".join(["true", *given])


def between(chosen: SummaryFilter, time: LiteralString) -> LiteralString:
    """The conditions of the filter on a time."""
    since: LiteralString = "" if chosen.since is None else f" AND {time} >= %(since)s"
    until: LiteralString = "" if chosen.until is None else f" AND {time} < %(until)s"
    return "true" + since + until


def too_many_cells(most: int, parameter: Literal["period", "by"]) -> Invalid:
    """The refusal of a question that would give more than `most` cells; `parameter` is what divides them."""
    return Invalid.at(
        f"query:{parameter}",
        "too-many-cells",
        f"Would give more than {most} cells; ask for fewer days, longer periods or larger groups",
        f"结果将超过 {most} 个单元格；请缩小日期范围，或选择更长的周期、更粗的分组",
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
