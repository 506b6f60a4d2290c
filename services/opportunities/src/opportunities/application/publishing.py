"""Which domain events of opportunities become which contracts."""

from typing import Any

from crm_contracts import values as wire
from crm_contracts.opportunities import v1
from crm_platform.eventsourcing.publishing import Publishing, wire_line, wire_money
from opportunities.application.publishing_visits import ACTIVITIES, VISITS
from opportunities.domain.opportunity import Opportunity
from opportunities.domain.terms import Terms
from opportunities.domain.visit import Visit


def _sold(terms: Terms) -> dict[str, Any]:
    """What the contracts with terms have in common."""
    return {
        "title": terms.title,
        "customer": wire.CustomerRef(**terms.customer.model_dump()),
        "amount": wire_money(terms.amount),
        "lines": [wire_line(line) for line in terms.lines],
    }


def _opened(event: Opportunity.Opened) -> v1.OpportunityOpened:
    return v1.OpportunityOpened(
        **_sold(event.terms),
        lead_id=event.lead_id and str(event.lead_id),
        ownership=wire.Ownership(**event.ownership.model_dump()),
        stage=event.stage,
        expected_close=event.terms.expected_close,
        source=event.source,
        customer_request_id=event.customer_request_id and str(event.customer_request_id),
        opened_at=event.timestamp,
    )


def _stage_changed(event: Opportunity.StageChanged) -> v1.OpportunityStageChanged:
    return v1.OpportunityStageChanged(
        from_stage=event.from_stage, to_stage=event.to_stage, reason=event.reason, changed_at=event.timestamp
    )


def _revised(event: Opportunity.Revised) -> v1.OpportunityRevised:
    return v1.OpportunityRevised(**_sold(event.terms), expected_close=event.terms.expected_close)


def _reassigned(event: Opportunity.Reassigned) -> v1.OpportunityReassigned:
    return v1.OpportunityReassigned(
        **event.ownership.model_dump(), owner_name=event.owner_name, reason=event.reason
    )


def _won(event: Opportunity.Won) -> v1.OpportunityWon:
    return v1.OpportunityWon(
        **_sold(event.terms),
        lead_id=event.lead_id and str(event.lead_id),
        ownership=wire.Ownership(**event.ownership.model_dump()),
        reason=event.reason,
        won_at=event.timestamp,
    )


def _lost(event: Opportunity.Lost) -> v1.OpportunityLost:
    return v1.OpportunityLost(stage=event.stage, reason=event.reason, lost_at=event.timestamp)


def _customer_linked(event: Opportunity.CustomerLinked) -> v1.OpportunityCustomerLinked:
    return v1.OpportunityCustomerLinked(
        **_sold(event.terms),
        expected_close=event.terms.expected_close,
        lead_id=event.lead_id and str(event.lead_id),
        linked_at=event.timestamp,
    )


def _withdrawn(event: Opportunity.Withdrawn) -> v1.OpportunityWithdrawn:
    return v1.OpportunityWithdrawn(
        stage=event.stage,
        lead_id=event.lead_id and str(event.lead_id),
        reason=event.reason,
        withdrawn_at=event.timestamp,
    )


def _kept(event: Opportunity.Kept) -> v1.OpportunityKept:
    return v1.OpportunityKept(
        lead_id=str(event.lead_id), stage=event.stage, reason=event.reason, kept_at=event.timestamp
    )


publishing = Publishing(
    "opportunities",
    {
        Opportunity: {
            Opportunity.Opened: _opened,
            Opportunity.StageChanged: _stage_changed,
            Opportunity.Revised: _revised,
            Opportunity.Reassigned: _reassigned,
            Opportunity.Won: _won,
            Opportunity.Lost: _lost,
            Opportunity.CustomerLinked: _customer_linked,
            Opportunity.Withdrawn: _withdrawn,
            Opportunity.Kept: _kept,
            **ACTIVITIES,
        },
        Visit: VISITS,
    },
)
