"""What can be asked about contacts with leads and their plans, as it goes over HTTP."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from crm_platform.values import Attachment, PersonId, ShortText
from leads.domain.follow_ups import FollowUpMethod, FollowUpResult


class FollowUpFilter(BaseModel):
    """Which records are asked for."""

    method: FollowUpMethod | None = Field(default=None, description="How the contact was made.")
    result: FollowUpResult | None = Field(default=None, description="What it came to.")
    author: PersonId | None = Field(default=None, description="Who recorded it.")
    since: AwareDatetime | None = Field(
        default=None, description="It happened then or later; with time zone."
    )
    until: AwareDatetime | None = Field(default=None, description="It happened before then; with time zone.")
    late: bool | None = Field(
        default=None, description="Entered more than 24 hours after it happened, or not."
    )
    q: ShortText | None = Field(default=None, description="Part of the content or the next step.")


class FollowUpItem(BaseModel):
    """A contact with a lead."""

    id: UUID
    lead_id: UUID
    attempt: int
    method: FollowUpMethod
    result: FollowUpResult
    content: str
    attachments: list[Attachment]
    occurred_at: datetime
    recorded_at: datetime
    entered_late: bool
    author_id: str
    author_name: str
    device: str | None
    minutes_since_assignment: int | None
    plan: str | None
    step: int | None
    next_step_at: datetime | None
    next_step: str | None
    revision: int
    corrected_by: str | None
    corrected_at: datetime | None
    correction_reason: str | None
