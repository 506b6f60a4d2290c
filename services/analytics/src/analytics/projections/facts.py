"""What each contract says, as data: which facts it begins, and where in its content their values stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.views.tables import (
    LEAD_CAMPAIGNS,
    LEAD_FOLLOW_UP_TERMS,
    LEAD_FOLLOW_UPS,
    LEAD_OUTCOMES,
    LEAD_OVERRIDES,
    LEAD_OWNERS,
    LEAD_SCORES,
    LEAD_SOURCES,
    LEAD_TERMS,
    LEAD_TOUCHES,
    LEADS,
    OPPORTUNITIES,
    OPPORTUNITY_OWNERS,
    OPPORTUNITY_TERMS,
    ORDER_INVOICES,
    ORDER_STATES,
    ORDER_TERMS,
    ORDERS,
    Table,
)
from crm_contracts.leads.v1 import (
    CampaignDefined,
    LeadAbsorbed,
    LeadAssigned,
    LeadConverted,
    LeadConvertedToCustomer,
    LeadDisqualified,
    LeadMerged,
    LeadRegistered,
    LeadReleased,
    LeadReopened,
    LeadReopeningRevoked,
    LeadRestored,
    LeadRevised,
    LeadScored,
    LeadScoreOverridden,
    LeadScoreOverrideLifted,
    LeadSourcesDefined,
    LeadTouched,
    LeadUnmerged,
    LeadWithdrawn,
)
from crm_contracts.leads.v1_follow_ups import LeadFollowedUp, LeadFollowUpCorrected
from crm_contracts.opportunities.v1 import (
    OpportunityCustomerLinked,
    OpportunityLost,
    OpportunityOpened,
    OpportunityReassigned,
    OpportunityRevised,
    OpportunityStageChanged,
    OpportunityWithdrawn,
    OpportunityWon,
)
from crm_contracts.orders.v1 import (
    OrderCancelled,
    OrderConfirmed,
    OrderCustomerLinked,
    OrderDelivered,
    OrderInvoiced,
    OrderPlaced,
    OrderProgressed,
)
from crm_contracts.registry import Contract


@dataclass(frozen=True, slots=True)
class Always:
    """A value that the contract implies, whatever its content."""

    value: str


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first of these paths that has a value."""

    paths: tuple[str, ...]


Said = Mapping[str, str | Always | FirstOf]
"""Column to the path of its value (`customer.name`), or to a value; columns not named stay empty."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A table, and what the contracts of one source say for it. A fact holds until the next one of its aggregate
    (and of the same part of it, where `each` names the column that tells parts apart), or for good (`lasting`).
    """

    table: Table
    source: str
    said_by: Mapping[type[Contract], Said]
    lasting: bool = False
    each: str | None = None


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_CUSTOMER = {"customer_id": "customer.customer_id", "customer_name": "customer.name"}
_AMOUNT = {"amount": "amount.amount", "currency": "amount.currency"}
_OWNERSHIP = {"owner_id": "ownership.owner_id", "team": "ownership.team", "region": "ownership.region"}
_OWNER = _same("owner_id", "team", "region")
_TERMS = {**_same("title", "expected_close"), **_CUSTOMER, **_AMOUNT}

ENTERING: Mapping[type[Contract], Said] = {
    OpportunityOpened: {"stage": "stage", "entered_at": "opened_at"},
    OpportunityStageChanged: {"stage": "to_stage", "entered_at": "changed_at"},
    OpportunityWon: {"stage": Always("won"), "entered_at": "won_at"},
    OpportunityLost: {"stage": Always("lost"), "entered_at": "lost_at"},
    OpportunityWithdrawn: {"stage": Always("withdrawn"), "entered_at": "withdrawn_at"},
}
"""The contracts by which an opportunity comes into a stage."""

CARRYING_LINES: tuple[type[Contract], ...] = (OpportunityOpened, OpportunityRevised)
"""The contracts that say which products an opportunity is about."""

# Winning repeats the terms and the owner as they are, so it begins neither anew.
_OPPORTUNITIES = (
    Fact(OPPORTUNITIES, "opportunities", {OpportunityOpened: _same("lead_id", "source", "opened_at")}),
    Fact(
        OPPORTUNITY_TERMS,
        "opportunities",
        dict.fromkeys((OpportunityOpened, OpportunityRevised, OpportunityCustomerLinked), _TERMS),
    ),
    Fact(OPPORTUNITY_OWNERS, "opportunities", {OpportunityOpened: _OWNERSHIP, OpportunityReassigned: _OWNER}),
)

_LEAD_TERMS = _same("name", "company", "source", "campaign", "industry", "region")
_TOLD = _same("follow_up_id", "method", "result", "replied", "occurred_at")

_LEADS = (
    Fact(LEADS, "leads", {LeadRegistered: _same("registered_at")}),
    Fact(
        LEAD_TERMS,
        "leads",
        dict.fromkeys((LeadRegistered, LeadRevised, LeadMerged, LeadUnmerged), _LEAD_TERMS),
    ),
    # Who converts a lead that nobody has owns it from then on.
    Fact(
        LEAD_OWNERS,
        "leads",
        {
            LeadRegistered: {},
            LeadReleased: {},
            **dict.fromkeys((LeadAssigned, LeadConverted, LeadConvertedToCustomer), _OWNER),
        },
    ),
    Fact(LEAD_SCORES, "leads", {LeadScored: _same("score", "grade", "model_version")}),
    Fact(
        LEAD_OUTCOMES,
        "leads",
        {
            LeadRegistered: {"status": Always("open")},
            LeadConverted: {
                "status": Always("converted"),
                "closed_at": "converted_at",
                "opportunity_id": "opportunity_id",
            },
            LeadConvertedToCustomer: {"status": Always("converted"), "closed_at": "converted_at"},
            LeadReopened: {"status": Always("open")},
            LeadReopeningRevoked: {"status": Always("converted"), "opportunity_id": "opportunity_id"},
            LeadDisqualified: {"status": Always("disqualified"), "closed_at": "disqualified_at"},
            LeadWithdrawn: {"status": Always("withdrawn"), "closed_at": "withdrawn_at"},
            LeadAbsorbed: {
                "status": Always("merged"),
                "closed_at": "absorbed_at",
                "merged_into": "survivor_lead_id",
            },
            LeadRestored: {"status": "status"},
        },
    ),
    Fact(
        LEAD_OVERRIDES,
        "leads",
        {LeadScoreOverridden: _same("score", "grade"), LeadScoreOverrideLifted: {}},
    ),
    # A lead that is told of without a first touch came when it was registered.
    Fact(
        LEAD_TOUCHES,
        "leads",
        {
            LeadRegistered: {
                "channel": "touch.channel",
                "source": FirstOf(("touch.source", "source")),
                "campaign": FirstOf(("touch.campaign", "campaign")),
                "occurred_at": FirstOf(("touch.occurred_at", "registered_at")),
            },
            LeadTouched: {
                "channel": "touch.channel",
                "source": "touch.source",
                "campaign": "touch.campaign",
                "occurred_at": "touch.occurred_at",
            },
        },
        lasting=True,
    ),
    Fact(
        LEAD_FOLLOW_UPS,
        "leads",
        {LeadFollowedUp: _same("follow_up_id", "author_id", "owner_id", "minutes_since_assignment")},
        lasting=True,
    ),
    Fact(
        LEAD_FOLLOW_UP_TERMS,
        "leads",
        dict.fromkeys((LeadFollowedUp, LeadFollowUpCorrected), _TOLD),
        each="follow_up_id",
    ),
    Fact(LEAD_SOURCES, "leads", {LeadSourcesDefined: _same("sources")}),
    Fact(
        LEAD_CAMPAIGNS,
        "leads",
        {
            CampaignDefined: {
                **_same("code", "name", "source"),
                "amount": "cost.amount",
                "currency": "cost.currency",
            }
        },
    ),
)

_ORDERS = (
    Fact(ORDERS, "orders", {OrderPlaced: _same("number", "opportunity_id", "placed_at")}),
    Fact(
        ORDER_TERMS,
        "orders",
        {
            OrderPlaced: {**_CUSTOMER, **_OWNERSHIP, **_AMOUNT},
            OrderConfirmed: {**_CUSTOMER, **_OWNERSHIP, **_AMOUNT, "promised_on": "promised_on"},
            OrderCustomerLinked: {**_CUSTOMER, **_OWNERSHIP, **_AMOUNT, "promised_on": "promised_on"},
        },
    ),
    Fact(
        ORDER_STATES,
        "orders",
        {
            OrderPlaced: {"status": Always("placed"), "entered_at": "placed_at"},
            OrderConfirmed: {"status": Always("confirmed"), "entered_at": "confirmed_at"},
            OrderProgressed: {
                "status": Always("in_production"),
                "percent": "percent",
                "entered_at": "reported_at",
            },
            OrderDelivered: {"status": Always("delivered"), "entered_at": "delivered_at"},
            OrderCancelled: {"status": Always("cancelled"), "entered_at": "cancelled_at"},
        },
    ),
    Fact(
        ORDER_INVOICES,
        "orders",
        {OrderInvoiced: {**_same("invoice_number", "invoiced_at"), **_AMOUNT}},
        lasting=True,
    ),
)

KEPT = (*_OPPORTUNITIES, *_LEADS, *_ORDERS)
SOURCES = ("opportunities", "leads", "orders")
