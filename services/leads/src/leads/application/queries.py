"""What can be asked about leads, as it goes over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, get_args
from uuid import UUID

from pydantic import BaseModel, Field

from crm_platform.values import Money
from leads.application.learning import LearnedScore
from leads.domain.follow_ups import Upcoming
from leads.domain.lead import LeadStatus
from leads.domain.scoring import MissingFactor, ScoreFactor
from leads.domain.touches import Attribution, Channel, Touch, shares_of

CustomerState = Literal["none", "pending", "linked"]
"""Whether it is a customer of master data: not, not yet, or which one is known."""


def customer_state(customer_id: str | None, request_id: UUID | str | None) -> CustomerState:
    """A customer that is known counts, also while master data is asked for one."""
    if customer_id is not None:
        return "linked"
    return "none" if request_id is None else "pending"


Trend = Literal["up", "down", "same"]


class OverrideItem(BaseModel):
    """A person's judgment of a lead, beside what the model said then."""

    points: int
    grade: str
    automatic: int | None
    reason: str
    by: str
    at: datetime
    until: datetime | None


class PastOverride(OverrideItem):
    """An override, and how it ended."""

    ended_at: datetime | None = None
    ended_by: str | None = None
    why: Literal["lifted", "expired", "replaced"] | None = None


class Overridden(BaseModel):
    """A lead that people judged otherwise than the model, and what came of it."""

    id: UUID
    version: int
    name: str
    status: LeadStatus
    score: int | None
    automatic_score: int | None
    overrides: list[PastOverride]
    overridden_at: datetime
    opportunity_id: UUID | None
    reason: str | None
    closed_at: datetime | None


def trend_of(score: int | None, before: int | None) -> Trend | None:
    """How a score stands against the one before; None where there was none."""
    if score is None or before is None:
        return None
    return "same" if score == before else "up" if score > before else "down"


class LeadItem(BaseModel):
    """A lead in a list."""

    id: UUID
    version: int
    name: str
    company: str | None
    contact: str | None
    phone: str | None
    email: str | None
    region: str | None
    industry: str | None
    source: str | None
    campaign: str | None
    company_size: int | None
    budget: Money | None
    status: LeadStatus
    score: int | None = Field(description="What the lead is taken for: the override, else the model's score.")
    grade: str | None
    automatic_score: int | None = Field(description="What the model says.")
    override: OverrideItem | None
    trend: Trend | None = Field(description="Against the score before.")
    owner_id: str | None
    owner_name: str | None
    team: str | None
    pool: str | None
    channel: Channel | None
    touches: int | None
    last_touched_at: datetime | None
    opportunity_id: UUID | None
    customer_id: str | None
    customer_state: CustomerState
    unanswered_since: datetime | None
    registered_at: datetime
    closed_at: datetime | None
    follow_ups: int
    last_follow_up_at: datetime | None
    next_follow_up_at: datetime | None


class LeadRecord(LeadItem):
    """A lead with everything that is recorded of it, as devices keep it."""

    address: str | None
    need: str | None
    notes: str | None
    uscc: str | None
    merged_into: UUID | None
    automatic_grade: str | None
    previous_score: int | None
    model_version: int | None
    scored_at: datetime | None
    factors: list[ScoreFactor] | None
    missing: list[MissingFactor] | None
    assigned_by_rule: str | None
    reason: str | None
    upcoming: Upcoming | None


class LeadDetail(LeadRecord):
    """A lead with everything that is known of it."""

    learned: LearnedScore | None = Field(
        description="What past leads say of one that came like this, beside the score; null when it is closed, or nothing was"
        " learned yet."
    )
    possible_duplicates: list[UUID]


class TouchItem(Touch):
    """A touch, and the event that tells of it."""

    event_version: int
    recorded_at: datetime
    actor: str
    share: dict[Attribution, float]


class Told(Protocol):
    """An event in the history of a lead."""

    version: int
    recorded_at: datetime
    actor: str
    content: dict[str, Any]


def touches_of(history: Sequence[Told]) -> list[TouchItem]:
    """The touches in a lead's history in the order of their time, with the share each has in a conversion."""
    told = [
        (event, Touch.model_validate(touch)) for event in history if (touch := event.content.get("touch"))
    ]
    told.sort(key=lambda pair: pair[1].occurred_at)
    touches = [touch for _, touch in told]
    by_model = {model: shares_of(touches, model) for model in get_args(Attribution)} if touches else {}
    return [
        TouchItem(
            **dict(touch),
            event_version=event.version,
            recorded_at=event.recorded_at,
            actor=event.actor,
            share={model: share[at] for model, share in by_model.items()},
        )
        for at, (event, touch) in enumerate(told)
    ]
