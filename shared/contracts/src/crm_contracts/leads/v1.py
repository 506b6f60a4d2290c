"""What the leads context publishes; the subject is the lead's id."""

from datetime import date
from typing import Literal

from pydantic import Field

from crm_contracts.leads.v1_follow_ups import FollowUpTask
from crm_contracts.registry import Contract, contract
from crm_contracts.values import Money, Notice, Score, UtcTime, WireValue


class ScoreFactor(WireValue):
    """One reason for a score."""

    name: str
    points: int = Field(description="What the factor added to the score; negative when it took away.")
    reason: str
    reason_zh: str | None = None
    group: str | None = Field(default=None, description="The axis it counts for, such as fit or engagement.")


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
    uscc: str | None = Field(default=None, description="Unified social credit code of the company.")


class Utm(WireValue):
    """The campaign parameters of the page that was visited."""

    source: str | None = None
    medium: str | None = None
    campaign: str | None = None
    term: str | None = None
    content: str | None = None


class Touch(WireValue):
    """One time that a lead came to us."""

    # An open set on the wire: channels are added.
    channel: str = Field(
        description="How it came.", examples=["manual", "api", "import", "web-form", "e-mail"]
    )
    source: str | None = Field(default=None, description="Code of a source; text where it is none.")
    campaign: str | None = Field(default=None, description="Code of a campaign; text where it is none.")
    occurred_at: UtcTime
    referrer: str | None = None
    landing_page: str | None = None
    utm: Utm | None = None
    message: str | None = Field(default=None, description="What was said.")
    reference: str | None = Field(default=None, description="The submission or message it came with.")


@contract("crm.leads.LeadRegistered.v1")
class LeadRegistered(LeadKnown):
    """Somebody may want to buy: a lead was registered by hand, by import or by another system."""

    touch: Touch | None = Field(default=None, description="The first touch.")
    registered_at: UtcTime


@contract("crm.leads.LeadTouched.v1")
class LeadTouched(Contract):
    """A known lead came to us once more."""

    touch: Touch


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


@contract("crm.leads.LeadScoreOverridden.v1")
class LeadScoreOverridden(Contract):
    """A person takes the lead for something else than the model does; later scores do not change that."""

    score: Score
    grade: Literal["A", "B", "C", "D"]
    automatic_score: Score | None = Field(default=None, description="What the model said then.")
    reason: str
    by: str
    until: UtcTime | None = Field(default=None, description="When it ends by itself.")


@contract("crm.leads.LeadScoreOverrideLifted.v1")
class LeadScoreOverrideLifted(Contract):
    """The lead is taken for what the model says again."""

    score: Score | None = Field(default=None, description="What the model says.")
    overridden_score: Score
    why: str = Field(examples=["lifted", "expired"])
    by: str | None = None


@contract("crm.leads.LeadScoreCrossed.v1")
class LeadScoreCrossed(Contract):
    """The lead came to stand at or above a threshold that it stood below."""

    threshold: Score
    threshold_name: str
    score: Score
    score_before: Score | None = Field(default=None, description="None for a lead that just came.")
    owner_id: str | None = None
    notice: Notice | None = Field(default=None, description="None while there is nobody to tell.")


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


@contract("crm.leads.LeadReleased.v1")
class LeadReleased(Contract):
    """The lead is nobody's: it lies in a pool where people claim it, or waits for the rules where there is none."""

    pool: str | None = Field(default=None, description="Code of the pool.")
    pool_name: str | None = None
    rule: str | None = Field(default=None, description="The rule that put it there; none when it was let go.")
    reason: str
    previous_owner_id: str | None = None
    released_at: UtcTime


@contract("crm.leads.LeadLeftWaiting.v1")
class LeadLeftWaiting(Contract):
    """By the rules nobody can be given the lead; told once until it is somebody's."""

    reason: str
    left_at: UtcTime
    notice: Notice | None = Field(
        default=None,
        description="For those who manage its region; of leads left together only one carries it.",
    )


class Handed(Contract):
    """What every conversion says: whose it is, who it is about, and the score at that moment."""

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
    customer_request_id: str | None = Field(
        default=None, description="Master data was asked for a customer; `LeadCustomerLinked` will name it."
    )
    number: int = Field(
        default=1, description="Which conversion of the lead it is; more than 1 after a reopening."
    )
    score: Score | None = Field(default=None, description="The score in force.")
    automatic_score: Score | None = Field(default=None, description="What the model alone said.")
    reason: str | None = None
    converted_at: UtcTime


@contract("crm.leads.LeadConverted.v1")
class LeadConverted(Handed):
    """The lead became an opportunity; carries all that is needed to open it."""

    opportunity_id: str
    title: str = Field(description="Title of the opportunity.")
    amount: Money | None = None
    product_ids: list[str]


@contract("crm.leads.LeadConvertedToCustomer.v1")
class LeadConvertedToCustomer(Handed):
    """The lead became a customer, without an opportunity."""


@contract("crm.leads.LeadCustomerRequested.v1")
class LeadCustomerRequested(Contract):
    """Master data is asked for a customer. Leads of one company share a request, which is answered once."""

    request_id: str
    name: str
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    industry: str | None = None
    region: str | None = None
    requested_at: UtcTime


@contract("crm.leads.LeadCustomerLinked.v1")
class LeadCustomerLinked(Contract):
    """The lead, and the opportunity it became, are this customer of master data."""

    customer_id: str
    matched_by: str = Field(
        description="How it was found.", examples=["given", "uscc", "phone", "email", "name", "request"]
    )
    opportunity_id: str | None = None
    linked_at: UtcTime


@contract("crm.leads.LeadReopened.v1")
class LeadReopened(Contract):
    """The conversion was taken back; the opportunity that came of it is to be withdrawn."""

    number: int
    opportunity_id: str | None = None
    reason: str
    reopened_at: UtcTime


@contract("crm.leads.LeadReopeningRevoked.v1")
class LeadReopeningRevoked(Contract):
    """The opportunity was worked on already, so it stays and the lead is converted after all."""

    number: int
    opportunity_id: str
    reason: str
    revoked_at: UtcTime


class LeadSource(WireValue):
    """A way by which leads come."""

    code: str
    name_zh: str
    name_en: str
    active: bool
    order: int = Field(description="Its place in lists, the lowest first.")


@contract("crm.leads.LeadSourcesDefined.v1")
class LeadSourcesDefined(Contract):
    """The sources of leads are these now, all of them."""

    sources: list[LeadSource]


@contract("crm.leads.CampaignDefined.v1")
class CampaignDefined(Contract):
    """A campaign is this now: what leads with its code came from, and what it cost."""

    code: str
    name: str
    source: str
    starts_on: date | None = None
    ends_on: date | None = None
    cost: Money | None = None
    active: bool


@contract("crm.leads.LeadDisqualified.v1")
class LeadDisqualified(Contract):
    """The lead leads nowhere."""

    reason: str
    disqualified_at: UtcTime


@contract("crm.leads.LeadWithdrawn.v1")
class LeadWithdrawn(Contract):
    """There should never have been this lead, as after the undo of an import: it no longer counts anywhere."""

    reason: str
    withdrawn_at: UtcTime


@contract("crm.leads.LeadMerged.v1")
class LeadMerged(LeadKnown):
    """The lead took in another one, which is the same: all that is known of it now."""

    absorbed_lead_id: str = Field(
        description="The lead that was taken in; it says so itself as LeadAbsorbed."
    )
    taken: list[str] = Field(description="The fields whose values come from the other lead.")
    next: FollowUpTask | None = Field(
        default=None, description="What is to be done next, of what was to be done about both."
    )


@contract("crm.leads.LeadAbsorbed.v1")
class LeadAbsorbed(Contract):
    """The lead turned out to be another one and counts no more; what belongs to it belongs to the other."""

    survivor_lead_id: str
    survivor_name: str
    survivor_owner_id: str | None = None
    owner_id: str | None = Field(default=None, description="Whose lead it was.")
    absorbed_at: UtcTime
    notice: Notice | None = Field(default=None, description="For its owner, when another owns the survivor.")


@contract("crm.leads.LeadUnmerged.v1")
class LeadUnmerged(LeadKnown):
    """The lead gave back one that it had taken in: all that is known of it now."""

    absorbed_lead_id: str
    restored: list[str] = Field(description="The fields that are again as before the merge.")
    kept: list[str] = Field(description="The fields that came from the other lead and were changed since.")
    next: FollowUpTask | None = Field(
        default=None, description="What is to be done next about this lead alone."
    )


@contract("crm.leads.LeadRestored.v1")
class LeadRestored(Contract):
    """A merge was undone: the lead counts again, in the state it had."""

    survivor_lead_id: str = Field(description="The lead that had taken it in.")
    status: str = Field(description="Its status, as before the merge.", examples=["open", "disqualified"])
    next: FollowUpTask | None = Field(default=None, description="What is to be done next about it.")
    restored_at: UtcTime
