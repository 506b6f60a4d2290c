"""What the opportunities context publishes of activities, next steps and visits. The subject is the opportunity's id, or
the visit's. Coordinates stay where they were recorded: others learn how far from the customer somebody checked in.
"""

from pydantic import Field

from crm_contracts.registry import Contract, contract
from crm_contracts.values import Notice, Ownership, UtcTime, WireValue

ActivityKindName = str
"""`visit`, `call`, `mail`, `meeting` or `other`; more may come."""


class NextStep(WireValue):
    """What is to be done next."""

    due_at: UtcTime
    kind: ActivityKindName | None = None
    text: str | None = None


class VisitSubject(WireValue):
    """Who is visited."""

    kind: str = Field(description="`lead`, `opportunity` or `customer`.")
    id: str
    name: str
    customer_id: str | None = Field(default=None, description="Id in master data, once it is known there.")


class VisitPlan(WireValue):
    """When a visit begins, how long it is to take, what for and where."""

    starts_at: UtcTime
    minutes: int | None = None
    purpose: str | None = None
    address: str | None = None


@contract("crm.opportunities.OpportunityActivityRecorded.v1")
class OpportunityActivityRecorded(Contract):
    """Somebody visited, called, wrote to or met the customer."""

    activity_id: str
    kind: ActivityKindName
    result: str | None = Field(
        default=None, description="`advanced`, `neutral`, `objection` or `unreachable`; more may come."
    )
    content: str
    participants: list[str]
    minutes: int | None = None
    occurred_at: UtcTime = Field(description="When it happened, by the clock of the author's device.")
    recorded_at: UtcTime
    entered_late: bool
    author_id: str
    author_name: str
    attachments: int = Field(description="How many files are attached.")
    visit_id: str | None = None
    next_step: NextStep | None = None


@contract("crm.opportunities.OpportunityNextStepSet.v1")
class OpportunityNextStepSet(Contract):
    """Somebody said what is to be done next; none: nothing is."""

    next_step: NextStep | None = None


@contract("crm.opportunities.OpportunityNextStepDue.v1")
class OpportunityNextStepDue(Contract):
    """The next step is due."""

    next_step: NextStep
    owner_id: str
    notice: Notice


@contract("crm.opportunities.VisitPlanned.v1")
class VisitPlanned(Contract):
    """Somebody is going to visit."""

    about: VisitSubject
    ownership: Ownership
    owner_name: str
    plan: VisitPlan


@contract("crm.opportunities.VisitReplanned.v1")
class VisitReplanned(Contract):
    """The visit is to be at another time or place, or for something else."""

    plan: VisitPlan


@contract("crm.opportunities.VisitCheckedIn.v1")
class VisitCheckedIn(Contract):
    """The visitor is there, or says so."""

    arrived_at: UtcTime = Field(description="By the clock of the visitor's device.")
    recorded_at: UtcTime
    located: bool = Field(description="Whether the device told where it is.")
    accuracy_m: int | None = Field(default=None, description="How exact the location is, in meters.")
    distance_m: int | None = Field(
        default=None, description="From where the one who is visited is known to be, in meters."
    )
    no_location: str | None = Field(default=None, description="Why the device did not tell where it is.")


@contract("crm.opportunities.VisitCheckedOut.v1")
class VisitCheckedOut(Contract):
    """The visit is over, and this is what came of it."""

    left_at: UtcTime = Field(description="By the clock of the visitor's device.")
    minutes: int
    result: str | None = None
    content: str
    participants: list[str]
    attachments: int = Field(description="How many files are attached.")
    next_step: NextStep | None = None


@contract("crm.opportunities.VisitCancelled.v1")
class VisitCancelled(Contract):
    """There is no visit after all."""

    reason: str


@contract("crm.opportunities.VisitDue.v1")
class VisitDue(Contract):
    """The visit begins soon."""

    about: VisitSubject
    owner_id: str
    plan: VisitPlan
    notice: Notice
