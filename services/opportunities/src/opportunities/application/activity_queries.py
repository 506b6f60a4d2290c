"""What can be asked about activities and visits, as it goes over HTTP."""

from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from crm_platform.values import Attachment, Code, PersonId, ShortText
from opportunities.domain.activities import ActivityKind, ActivityResult
from opportunities.domain.visit import Location, NoLocation, Point, SubjectKind, VisitStatus


class NextStepItem(BaseModel):
    """What is to be done next about an opportunity."""

    due_at: datetime
    kind: ActivityKind | None
    text: str | None


class ActivityFilter(BaseModel):
    """Which activities are asked for."""

    opportunity: UUID | None = None
    customer: Code | None = Field(default=None, description="The customer's id in master data.")
    kind: ActivityKind | None = None
    author: PersonId | None = Field(default=None, description="Who recorded it.")
    since: AwareDatetime | None = Field(default=None, description="It happened then or later.")
    until: AwareDatetime | None = Field(default=None, description="It happened before then.")
    q: ShortText | None = Field(default=None, description="Part of the content.")


class ActivityItem(BaseModel):
    """An activity about an opportunity: when it happened by the device's clock, and when it was recorded by ours."""

    id: UUID
    opportunity_id: UUID
    kind: ActivityKind
    result: ActivityResult | None
    content: str
    participants: list[str]
    minutes: int | None
    occurred_at: datetime
    recorded_at: datetime
    entered_late: bool
    author_id: str
    author_name: str
    device: str | None
    visit_id: UUID | None
    attachments: list[Attachment]
    next_step: NextStepItem | None


class VisitFilter(BaseModel):
    """Which visits are asked for."""

    status: VisitStatus | None = None
    owner: PersonId | None = None
    subject_kind: SubjectKind | None = None
    subject: Code | None = Field(default=None, description="The id of who is visited.")
    customer: Code | None = Field(default=None, description="The customer's id in master data.")
    since: AwareDatetime | None = Field(default=None, description="It begins, or began, then or later.")
    until: AwareDatetime | None = Field(default=None, description="It begins, or began, before then.")


class ArrivalItem(BaseModel):
    """A check-in: `at` by the device's clock, `recorded_at` by ours. `distance_m` is from where they are known to be."""

    at: datetime
    recorded_at: datetime
    location: Location | None
    no_location: NoLocation | None
    reason: str | None
    distance_m: int | None
    measured_from: str | None
    device: str | None


class VisitItem(BaseModel):
    """A visit with all that is known of it. `day_at` is when it began, or is to begin."""

    id: UUID
    version: int
    subject_kind: SubjectKind
    subject_id: str
    subject_name: str
    customer_id: str | None
    status: VisitStatus
    owner_id: str
    owner_name: str
    team: str | None
    region: str | None
    day_at: datetime
    starts_at: datetime
    planned_minutes: int | None
    purpose: str | None
    address: str | None
    point: Point | None
    arrival: ArrivalItem | None
    left_at: datetime | None
    left_recorded_at: datetime | None
    minutes: int | None
    result: ActivityResult | None
    content: str | None
    participants: list[str]
    attachments: list[Attachment]
    next_step: NextStepItem | None
    cancelled_because: str | None
    planned_at: datetime
