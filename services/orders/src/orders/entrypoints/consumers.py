"""What orders listens to: opportunities that are won, and what peers report about orders."""

from crm_contracts import topics
from crm_contracts.integration_gateway.v1 import InvoiceReported, ProductionProgressReported
from crm_contracts.opportunities.v1 import OpportunityCustomerLinked, OpportunityWon
from crm_platform.messaging.effects import Reactions
from crm_platform.persistence.database import Database
from crm_platform.runtime import Subscription
from orders.application.policies import Placing, Reports


def subscriptions(database: Database, placing: Placing, reports: Reports) -> list[Subscription]:
    """The consumer groups of this service."""
    placed = Reactions(
        "orders.placing",
        database,
        {
            OpportunityWon: placing.when_opportunity_won_place_order,
            OpportunityCustomerLinked: placing.when_opportunity_customer_linked_link_it,
        },
    )
    reported = Reactions(
        "orders.reports",
        database,
        {
            ProductionProgressReported: reports.when_production_progress_reported_note_it,
            InvoiceReported: reports.when_invoice_reported_note_it,
        },
    )
    return [
        Subscription(placed, [topics.OPPORTUNITIES]),
        Subscription(reported, [topics.INTEGRATION_GATEWAY]),
    ]
