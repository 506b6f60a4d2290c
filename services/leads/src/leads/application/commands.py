"""What can be asked of the leads context: one class per command, as it comes over HTTP."""

from typing import Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from crm_platform.values import Amount, Code, LongText, PersonId, ShortText, Value
from leads.domain.assignment import AssignmentRule
from leads.domain.conversion import ConversionWish
from leads.domain.lead import LeadDetails, LeadProfile
from leads.domain.rated import ScorePoints, Threshold
from leads.domain.scoring import MAX_GROUPS, GradeThresholds, ScoreGroup, ScoringRule
from leads.domain.touches import Visit


class AskedVisit(Visit):
    """Where somebody came from. `channel` says whether a person or a program tells us; the caller's role by default."""

    channel: Literal["manual", "api"] | None = None
    occurred_at: AwareDatetime | None = Field(default=None, description="Now, when it is left out.")


class TouchLead(AskedVisit):
    """A known lead came to us once more."""

    source: ShortText | None = None
    campaign: ShortText | None = None
    message: LongText | None = Field(default=None, description="What was said.")


class RegisterLead(LeadProfile):
    """Register somebody who may want to buy. The client may choose the id."""

    id: UUID | None = None
    touch: AskedVisit | None = Field(default=None, description="How the lead came to us.")

    @classmethod
    def of(cls, profile: LeadProfile) -> "RegisterLead":
        return cls.model_construct(**dict(profile))

    def profile(self) -> LeadProfile:
        """What the command says of the lead itself; it was validated as part of the command."""
        return LeadProfile.model_construct(**{n: v for n, v in self if n not in ("id", "touch")})


class ReviseLead(LeadDetails):
    """Change what is known of a lead: fields that are named, to null where nothing is known any more."""

    name: ShortText | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("nothing is to be changed")
        if self.name is None and "name" in self.model_fields_set:
            raise ValueError("a lead has a name")
        return self

    def changes(self) -> dict[str, object]:
        """The fields that were named, with their values."""
        return {field: getattr(self, field) for field in self.model_fields_set}


class AssignLead(Value):
    """Give a lead to a person."""

    owner_id: PersonId
    reason: ShortText


class ConvertLead(Value):
    """Make a lead an opportunity, a customer, or both."""

    makes: frozenset[Literal["opportunity", "customer"]] = Field(
        default=frozenset({"opportunity"}),
        min_length=1,
        description="A customer that exists is linked in any case; with `customer` it is created when it does not.",
    )
    customer_id: Code | None = Field(default=None, description="The customer, when the caller knows which.")
    title: ShortText | None = Field(default=None, description="Of the opportunity; the company by default.")
    amount: Amount | None = Field(default=None, description="Of the opportunity; the budget by default.")
    product_ids: list[Code] = Field(default_factory=list, max_length=100)
    reason: ShortText | None = None

    def wish(self) -> ConversionWish:
        """What the lead is to be made into."""
        return ConversionWish(
            opportunity="opportunity" in self.makes,
            customer="customer" in self.makes,
            title=self.title,
            amount=self.amount,
            product_ids=tuple(self.product_ids),
            reason=self.reason,
        )


class ReopenLead(Value):
    """Take a conversion back."""

    reason: ShortText


class DisqualifyLead(Value):
    """Close a lead that leads nowhere."""

    reason: ShortText


class DefineScoringModel(Value):
    """Make these rules the scoring model in force."""

    rules: list[ScoringRule] = Field(min_length=1, max_length=100)
    grades: GradeThresholds = GradeThresholds()
    groups: list[ScoreGroup] = Field(default_factory=list, max_length=MAX_GROUPS)
    reason: ShortText | None = None


class ActivateScoringModel(Value):
    """Let a version of the scoring model be in force."""

    reason: ShortText
    effective_from: AwareDatetime | None = Field(default=None, description="Now, when it is left out.")
    reassign: bool = Field(
        default=False,
        description="Give leads that another rule decides on by their new score to whom it names.",
    )


class DefineThresholds(Value):
    """Set the scores from which on a lead needs attention."""

    thresholds: list[Threshold] = Field(max_length=20)


class OverrideScore(Value):
    """Take a lead for something else than the model does."""

    points: ScorePoints
    reason: ShortText
    until: AwareDatetime | None = Field(default=None, description="Until it is lifted, when it is left out.")


class DefineAssignmentRules(Value):
    """Make these rules decide who gets new leads."""

    rules: list[AssignmentRule] = Field(max_length=100)
    reason: ShortText | None = None
