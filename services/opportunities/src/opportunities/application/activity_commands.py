"""What can be asked about activities, next steps and visits: one class per command, as it comes over HTTP."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from crm_platform.attachments import Attachments
from crm_platform.values import Code, LongText, ShortText, UtcTime, Value
from opportunities.domain.activities import ActivityKind, ActivityResult, Minutes, Participants
from opportunities.domain.visit import Location, NoLocation, Point, SubjectKind

Device = Annotated[ShortText | None, Field(description="What it was recorded with.")]
AtDevice = Annotated[UtcTime | None, Field(description="By the clock of the device; none: now.")]


class AskedStep(Value):
    """What is to be done next."""

    due_at: UtcTime
    kind: ActivityKind | None = None
    text: ShortText | None = None


class Telling(Value):
    """What somebody tells of what was done."""

    result: ActivityResult | None = None
    content: LongText = ""
    participants: Participants = ()
    attachments: Attachments = ()
    next_step: AskedStep | None = None
    device: Device = None


class RecordActivity(Telling):
    """Keep what was done about an opportunity; `kind` is all it needs. What had been set as next step is done with it."""

    kind: ActivityKind
    minutes: Minutes | None = None
    occurred_at: AtDevice = None


class AskedSubject(Value):
    """Who is to be visited. A name that is left out is filled in, but for a lead, of whom this context knows nothing."""

    kind: SubjectKind
    id: Code = Field(description="Of the lead or opportunity, or the customer's in master data.")
    name: ShortText | None = None
    customer_id: Code | None = Field(default=None, description="Of a lead, where master data knows it.")


class PlanVisit(Value):
    """Plan a visit of one's own. The client may choose the id."""

    id: UUID | None = None
    subject: AskedSubject
    starts_at: UtcTime
    minutes: Minutes | None = None
    purpose: ShortText | None = None
    address: ShortText | None = None
    point: Point | None = Field(default=None, description="Where the address is, WGS-84.")


class ReplanVisit(Value):
    """Change the plan: the fields that are named; null takes one away, but for `starts_at`."""

    starts_at: UtcTime | None = None
    minutes: Minutes | None = None
    purpose: ShortText | None = None
    address: ShortText | None = None
    point: Point | None = None


class CheckIn(Value):
    """Say that one is there: with the location of this moment, or why there is none. No other command takes one."""

    at: AtDevice = None
    location: Location | None = None
    no_location: NoLocation | None = None
    reason: ShortText | None = Field(default=None, description="Why, in the person's words.")
    device: Device = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.location is None) == (self.no_location is None):
            raise ValueError("either location or no_location is needed")
        return self


class CheckOut(Telling):
    """Say what came of it. Of an opportunity it becomes an activity."""

    at: AtDevice = None


class CancelVisit(Value):
    """There is no visit after all."""

    reason: ShortText
