"""What the leads context publishes; the subject is the lead's id."""

from typing import Literal

from pydantic import Field

from crm_contracts.registry import Contract, contract
from crm_contracts.values import Money, Score, UtcTime, WireValue


class ScoreFactor(WireValue):
    """One reason for a score."""

    name: str
    points: int = Field(description="What the factor added to the score; negative when it took away.")
    reason: str


class LeadKnown(Contract):
    """What is known of a lead."""

    name: str = Field(description="The company or the person.")
    company: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    region: str | None = None
    industry: str | None = None
    source: str | None = Field(default=None, description="Channel the lead came through.")
    campaign: str | None = None
    company_size: int | None = Field(default=None, description="Number of employees.")
    budget: Money | None = None
    need: str | None = Field(default=None, description="What the lead wants to buy, in its own words.")
    notes: str | None = None
    customer_id: str | None = Field(default=None, description="Id in master data of a known customer.")


@contract("crm.leads.LeadRegistered.v1")
class LeadRegistered(LeadKnown):
    """Somebody may want to buy: a lead was registered by hand, by import or by another system."""

    registered_at: UtcTime


@contract("crm.leads.LeadRevised.v1")
class LeadRevised(LeadKnown):
    """More, or something else, is known of a lead: all that is known of it now."""

    changed: list[str] = Field(description="The fields that differ from before.")


@contract("crm.leads.LeadScored.v1")
class LeadScored(Contract):
    """A version of the scoring model judged the lead."""

    score: Score
    grade: Literal["A", "B", "C", "D"] = Field(description="A is the best.")
    model_version: int
    factors: list[ScoreFactor]


@contract("crm.leads.LeadAssigned.v1")
class LeadAssigned(Contract):
    """The lead has an owner, by rule or by a person's decision."""

    owner_id: str
    owner_name: str
    team: str | None = None
    region: str | None = None
    rule: str | None = Field(default=None, description="The rule that chose; none when a person did.")
    reason: str
    previous_owner_id: str | None = None


@contract("crm.leads.LeadConverted.v1")
class LeadConverted(Contract):
    """The lead became an opportunity; carries all that is needed to open it."""

    opportunity_id: str
    owner_id: str
    team: str | None = None
    region: str | None = None
    company: str
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    source: str | None = None
    campaign: str | None = None
    customer_id: str | None = None
    title: str = Field(description="Title of the opportunity.")
    amount: Money | None = None
    product_ids: list[str]
    score: Score | None = None
    reason: str | None = None
    converted_at: UtcTime


@contract("crm.leads.LeadDisqualified.v1")
class LeadDisqualified(Contract):
    """The lead leads nowhere."""

    reason: str
    disqualified_at: UtcTime
