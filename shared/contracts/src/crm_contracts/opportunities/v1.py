"""What the opportunities context publishes; the subject is the opportunity's id."""

from datetime import date

from pydantic import Field

from crm_contracts.registry import Contract, contract
from crm_contracts.values import CustomerRef, Line, Money, Ownership, StageCode, UtcTime


@contract("crm.opportunities.OpportunityOpened.v1")
class OpportunityOpened(Contract):
    """A chance to sell, from a converted lead or opened directly."""

    title: str
    lead_id: str | None = None
    customer: CustomerRef
    ownership: Ownership
    amount: Money
    lines: list[Line]
    stage: StageCode
    expected_close: date | None = None
    source: str | None = None
    customer_request_id: str | None = Field(
        default=None, description="Master data was asked for the customer; it is linked when it answers."
    )
    opened_at: UtcTime


@contract("crm.opportunities.OpportunityStageChanged.v1")
class OpportunityStageChanged(Contract):
    """The opportunity moved in its pipeline, forward or back."""

    from_stage: StageCode
    to_stage: StageCode
    reason: str | None = None
    changed_at: UtcTime


@contract("crm.opportunities.OpportunityRevised.v1")
class OpportunityRevised(Contract):
    """The terms changed; carries all of them as they are now."""

    title: str
    customer: CustomerRef
    amount: Money
    lines: list[Line]
    expected_close: date | None = None


@contract("crm.opportunities.OpportunityReassigned.v1")
class OpportunityReassigned(Contract):
    """The opportunity has another owner."""

    owner_id: str
    owner_name: str
    team: str | None = None
    region: str | None = None
    reason: str


@contract("crm.opportunities.OpportunityWon.v1")
class OpportunityWon(Contract):
    """The customer buys; carries all that is needed to place the order."""

    title: str
    lead_id: str | None = None
    customer: CustomerRef
    ownership: Ownership
    amount: Money
    lines: list[Line]
    reason: str | None = None
    won_at: UtcTime


@contract("crm.opportunities.OpportunityLost.v1")
class OpportunityLost(Contract):
    """The customer does not buy."""

    stage: StageCode
    reason: str
    lost_at: UtcTime


@contract("crm.opportunities.OpportunityCustomerLinked.v1")
class OpportunityCustomerLinked(Contract):
    """Master data knows the customer by now; an order that was placed before is for them as well. All terms as they are."""

    title: str
    customer: CustomerRef
    amount: Money
    lines: list[Line]
    expected_close: date | None = None
    lead_id: str | None = None
    linked_at: UtcTime


@contract("crm.opportunities.OpportunityWithdrawn.v1")
class OpportunityWithdrawn(Contract):
    """It was no opportunity after all: it is closed, and no figure counts it."""

    stage: StageCode
    lead_id: str | None = None
    reason: str
    withdrawn_at: UtcTime


@contract("crm.opportunities.OpportunityKept.v1")
class OpportunityKept(Contract):
    """Its lead was reopened, but somebody had begun to work on it, so it stays."""

    lead_id: str
    stage: StageCode
    reason: str
    kept_at: UtcTime
