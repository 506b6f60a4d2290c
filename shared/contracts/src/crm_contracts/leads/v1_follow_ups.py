"""What the leads context publishes about follow-ups; the subject is the lead's id, of a digest its own."""

from datetime import date

from pydantic import Field

from crm_contracts.registry import Contract, contract
from crm_contracts.values import Notice, UtcTime, WireValue


class FollowUpTask(WireValue):
    """Something to be done about a lead at a time."""

    due_at: UtcTime
    method: str | None = Field(default=None, description="How, such as `call`; an open set.")
    text: str | None = None
    text_zh: str | None = None
    plan: str | None = Field(default=None, description="The plan it is a step of; none when somebody set it.")
    step: int | None = Field(default=None, description="Which step of the plan, from 1.")


class FollowUpTold(Contract):
    """What is recorded of a contact with a lead."""

    follow_up_id: str
    attempt: int = Field(description="Which contact with the lead this is, as recorded, from 1.")
    method: str = Field(
        description="`call`, `visit`, `wechat`, `email`, `message`, `meeting` …; an open set."
    )
    result: str = Field(description="`no_answer`, `replied`, `interested` …; an open set.")
    replied: bool = Field(description="Whether the lead said something.")
    content: str = ""
    attachments: int = Field(default=0, description="How many files belong to the record.")
    occurred_at: UtcTime = Field(description="When it happened, by the clock of the author's device.")
    recorded_at: UtcTime
    entered_late: bool = Field(description="Recorded more than 24 hours after it happened.")
    author_id: str
    author_name: str
    revision: int = Field(default=1, description="Raised by each correction.")


@contract("crm.leads.LeadFollowedUp.v1")
class LeadFollowedUp(FollowUpTold):
    """Somebody was in contact with the lead."""

    owner_id: str | None = Field(default=None, description="Whose lead it was then.")
    minutes_since_assignment: int | None = Field(
        default=None, description="For the first contact by an owner: how long after the lead was assigned."
    )
    done: FollowUpTask | None = Field(default=None, description="The step of a plan that was done by it.")
    next: FollowUpTask | None = Field(default=None, description="What comes next for the lead.")


@contract("crm.leads.LeadFollowUpCorrected.v1")
class LeadFollowUpCorrected(FollowUpTold):
    """A record of a contact says something else: all that it says now."""

    changed: list[str] = Field(description="The fields that differ from before.")
    reason: str
    corrected_by: str


@contract("crm.leads.LeadFollowUpScheduled.v1")
class LeadFollowUpScheduled(Contract):
    """Somebody set what is to be done next."""

    scheduled: FollowUpTask | None = Field(default=None, description="None: nothing is set any more.")
    next: FollowUpTask | None = Field(default=None, description="What comes next for the lead.")


@contract("crm.leads.LeadPlanStarted.v1")
class LeadPlanStarted(Contract):
    """The lead follows a plan of steps. The plan ends with its last step, by `LeadPlanStopped`, or with the lead."""

    plan: str
    rules_version: int = Field(description="The version of the follow-up rules it was taken from.")
    by_rule: bool = Field(description="Whether a rule chose it rather than a person.")
    steps: list[FollowUpTask]
    next: FollowUpTask | None = Field(default=None, description="What comes next for the lead.")


@contract("crm.leads.LeadPlanStopped.v1")
class LeadPlanStopped(Contract):
    """The steps that were left are not to be done any more."""

    plan: str
    reason: str = Field(
        description="`replied`, `stopped` by a person, `replaced` by another plan; an open set."
    )
    steps_left: int
    next: FollowUpTask | None = Field(default=None, description="What comes next for the lead.")


@contract("crm.leads.LeadFollowUpDue.v1")
class LeadFollowUpDue(Contract):
    """A task about the lead is due, or will be in so many minutes; once for each of both."""

    task: FollowUpTask
    ahead_minutes: int = Field(description="How long before the due time; 0: it is due.")
    owner_id: str | None = None
    notice: Notice | None = None


class OverdueLead(WireValue):
    """A lead whose next follow-up is overdue."""

    lead_id: str
    name: str
    due_at: UtcTime


@contract("crm.leads.FollowUpDigestPrepared.v1")
class FollowUpDigestPrepared(Contract):
    """What a person has not done yet, once per working day. The subject is the digest's own id."""

    person_id: str
    day: date
    overdue: int = Field(description="How many of the person's leads wait for a follow-up that is overdue.")
    oldest: list[OverdueLead] = Field(description="Up to 20 of them, the longest overdue first.")
    notice: Notice
