"""What can be asked about contacts, next steps and plans: one class per command, as it comes over HTTP."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from crm_platform.attachments import Attachments
from crm_platform.values import LongText, ShortText, UtcTime, Value
from leads.domain.follow_ups import FollowUpMethod, FollowUpResult
from leads.domain.plans import FollowUpTerms


class NextStep(Value):
    """What is to be done next."""

    due_at: UtcTime
    method: FollowUpMethod | None = None
    text: ShortText | None = None


class RecordFollowUp(Value):
    """Keep the record of a contact with a lead; method and result are all it needs."""

    method: FollowUpMethod
    result: FollowUpResult
    content: LongText = ""
    occurred_at: Annotated[
        UtcTime | None, Field(description="When it happened by the clock of the device; none: now.")
    ] = None
    next_step: NextStep | None = None
    attachments: Attachments = ()
    device: Annotated[ShortText | None, Field(description="What it was recorded with.")] = None


class CorrectFollowUp(Value):
    """Let a record say something else: the fields that are named. What it said before stays visible."""

    reason: ShortText
    method: FollowUpMethod | None = None
    result: FollowUpResult | None = None
    content: LongText | None = None
    occurred_at: UtcTime | None = None
    attachments: Attachments | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.changes():
            raise ValueError("nothing is to be corrected")
        return self

    def changes(self) -> dict[str, object]:
        """The fields that were named, with their values."""
        given = ((field, getattr(self, field)) for field in self.model_fields_set - {"reason"})
        return {field: value for field, value in given if value is not None}


class StartPlan(Value):
    """Let a lead follow a plan from now on."""

    plan: ShortText


class DefineFollowUpRules(FollowUpTerms):
    """Make these plans and reminders hold."""

    reason: ShortText | None = None

    def terms(self) -> FollowUpTerms:
        """What the command says of the rules themselves; it was validated as part of the command."""
        return FollowUpTerms.model_construct(**{name: value for name, value in self if name != "reason"})
