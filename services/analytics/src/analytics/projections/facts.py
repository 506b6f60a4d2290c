"""What each contract says about the things that analytics counts: as data, one entry per contract.

A contract *patches* the state of its aggregate: the named columns take the values found at the given paths of its
content, all others stay. A row is stored for the state after each contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from crm_contracts.leads.v1 import (
    LeadAssigned,
    LeadConverted,
    LeadDisqualified,
    LeadRegistered,
    LeadScored,
)
from crm_contracts.opportunities.v1 import (
    OpportunityLost,
    OpportunityOpened,
    OpportunityReassigned,
    OpportunityRevised,
    OpportunityStageChanged,
    OpportunityWon,
)
from crm_contracts.orders.v1 import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderInvoiced,
    OrderPlaced,
    OrderProgressed,
)
from crm_contracts.registry import Contract

from analytics.views.tables import LEADS, OPPORTUNITIES, ORDERS, Table


@dataclass(frozen=True, slots=True)
class Always:
    """A value that the contract implies, whatever its content."""

    value: str


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """The version of the contract itself."""


Patch = Mapping[str, str | Always | OwnVersion]
"""Column to path (`customer.name`) in the content, or to what is known without looking."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of aggregate: the table of its states, and how each contract of its source patches them.

    An aggregate whose beginning is missing has no value in the column `begins` and gets no row: the audit names it.
    `trail` is a column that collects every value that another column took, in order.
    """

    table: Table
    source: str
    begins: str
    patches: Mapping[type[Contract], Patch]
    trail: tuple[str, str] | None = None


_CUSTOMER = {"customer_id": "customer.customer_id", "customer_name": "customer.name"}
_AMOUNT = {"amount": "amount.amount", "currency": "amount.currency"}
_OWNERSHIP = {"owner_id": "ownership.owner_id", "team": "ownership.team", "region": "ownership.region"}
_OWNER = {"owner_id": "owner_id", "team": "team", "region": "region"}
_TERMS = {"title": "title", **_CUSTOMER, **_AMOUNT, "expected_close": "expected_close"}

# Winning repeats the terms and the ownership as they are, so it patches neither.
OPPORTUNITY = Kind(
    OPPORTUNITIES,
    "opportunities",
    "opened_at",
    {
        OpportunityOpened: {
            **_TERMS,
            **_OWNERSHIP,
            "lead_id": "lead_id",
            "source": "source",
            "status": Always("open"),
            "stage": "stage",
            "stage_entered_at": "opened_at",
            "stage_version": OwnVersion(),
            "opened_at": "opened_at",
        },
        OpportunityStageChanged: {
            "stage": "to_stage",
            "stage_entered_at": "changed_at",
            "stage_version": OwnVersion(),
        },
        OpportunityRevised: _TERMS,
        OpportunityReassigned: _OWNER,
        OpportunityWon: {
            "status": Always("won"),
            "stage": Always("won"),
            "stage_entered_at": "won_at",
            "stage_version": OwnVersion(),
            "closed_at": "won_at",
        },
        OpportunityLost: {
            "status": Always("lost"),
            "stage": Always("lost"),
            "stage_entered_at": "lost_at",
            "stage_version": OwnVersion(),
            "closed_at": "lost_at",
        },
    },
    trail=("path", "stage"),
)

CARRYING_LINES: tuple[type[Contract], ...] = (OpportunityOpened, OpportunityRevised)
"""The contracts that say which products an opportunity is about."""

LEAD = Kind(
    LEADS,
    "leads",
    "registered_at",
    {
        LeadRegistered: {
            "name": "name",
            "company": "company",
            "source": "source",
            "campaign": "campaign",
            "industry": "industry",
            "region": "region",
            "status": Always("open"),
            "registered_at": "registered_at",
        },
        LeadScored: {"score": "score", "grade": "grade", "model_version": "model_version"},
        LeadAssigned: _OWNER,
        LeadConverted: {
            "status": Always("converted"),
            "opportunity_id": "opportunity_id",
            "closed_at": "converted_at",
        },
        LeadDisqualified: {"status": Always("disqualified"), "closed_at": "disqualified_at"},
    },
)

ORDER = Kind(
    ORDERS,
    "orders",
    "placed_at",
    {
        OrderPlaced: {
            "number": "number",
            "opportunity_id": "opportunity_id",
            **_CUSTOMER,
            **_OWNERSHIP,
            **_AMOUNT,
            "status": Always("placed"),
            "placed_at": "placed_at",
        },
        OrderConfirmed: {
            **_CUSTOMER,
            **_OWNERSHIP,
            **_AMOUNT,
            "status": Always("confirmed"),
            "promised_on": "promised_on",
            "confirmed_at": "confirmed_at",
        },
        OrderProgressed: {"status": Always("in_production"), "percent": "percent"},
        OrderDelivered: {"status": Always("delivered"), "delivered_at": "delivered_at"},
        OrderInvoiced: {"invoiced_at": "invoiced_at"},
        OrderCancelled: {"status": Always("cancelled"), "cancelled_at": "cancelled_at"},
    },
)

KINDS = (OPPORTUNITY, LEAD, ORDER)
