"""What can be asked of the leads context: one class per command, as it comes over HTTP."""

from uuid import UUID

from pydantic import Field

from crm_platform.values import Amount, Code, PersonId, ShortText, Value
from leads.domain.assignment import AssignmentRule
from leads.domain.lead import LeadProfile
from leads.domain.scoring import GradeThresholds, ScoringRule


class RegisterLead(LeadProfile):
    """Register somebody who may want to buy. The client may choose the id."""

    id: UUID | None = None

    @classmethod
    def of(cls, profile: LeadProfile) -> "RegisterLead":
        return cls.model_construct(**dict(profile))

    def profile(self) -> LeadProfile:
        """What the command says of the lead itself; it was validated as part of the command."""
        return LeadProfile.model_construct(**{n: v for n, v in self if n != "id"})


class AssignLead(Value):
    """Give a lead to a person."""

    owner_id: PersonId
    reason: ShortText


class ConvertLead(Value):
    """Open an opportunity out of a lead."""

    title: ShortText | None = None
    amount: Amount | None = None
    product_ids: list[Code] = Field(default_factory=list, max_length=100)
    reason: ShortText | None = None


class DisqualifyLead(Value):
    """Close a lead that leads nowhere."""

    reason: ShortText


class DefineScoringModel(Value):
    """Make these rules the scoring model in force."""

    rules: list[ScoringRule] = Field(min_length=1, max_length=100)
    grades: GradeThresholds = GradeThresholds()
    reason: ShortText | None = None


class DefineAssignmentRules(Value):
    """Make these rules decide who gets new leads."""

    rules: list[AssignmentRule] = Field(max_length=100)
    reason: ShortText | None = None
