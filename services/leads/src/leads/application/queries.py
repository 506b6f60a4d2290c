"""What can be asked about leads, as it goes over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, get_args
from uuid import UUID

from pydantic import BaseModel

from crm_platform.values import Money
from leads.domain.follow_ups import Upcoming
from leads.domain.lead import LeadStatus
from leads.domain.scoring import ScoreFactor
from leads.domain.touches import Attribution, Channel, Touch, shares_of

CustomerState = Literal["none", "pending", "linked"]
"""Whether it is a customer of master data: not, not yet, or which one is known."""


def customer_state(customer_id: str | None, request_id: UUID | str | None) -> CustomerState:
    """A customer that is known counts, also while master data is asked for one."""
    if customer_id is not None:
        return "linked"
    return "none" if request_id is None else "pending"


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
    score: int | None
    grade: str | None
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
    registered_at: datetime
    closed_at: datetime | None
    follow_ups: int
    last_follow_up_at: datetime | None
    next_follow_up_at: datetime | None


class LeadDetail(LeadItem):
    """A lead with everything that is known of it."""

    address: str | None
    need: str | None
    notes: str | None
    uscc: str | None
    merged_into: UUID | None
    model_version: int | None
    factors: list[ScoreFactor] | None
    assigned_by_rule: str | None
    reason: str | None
    upcoming: Upcoming | None
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
