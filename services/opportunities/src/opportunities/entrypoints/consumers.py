"""What opportunities listens to: master data, and leads that are converted or taken back."""

from crm_contracts import topics
from crm_contracts.leads.v1 import LeadConverted, LeadCustomerLinked, LeadReopened
from crm_platform.messaging.effects import Reactions
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Database
from crm_platform.runtime import Subscription
from opportunities.application.policies import Opening


def subscriptions(database: Database, copies: Copies, opening: Opening) -> list[Subscription]:
    """The consumer groups of this service."""
    reactions = Reactions(
        "opportunities.opening",
        database,
        {
            LeadConverted: opening.when_lead_converted_open_opportunity,
            LeadCustomerLinked: opening.when_lead_customer_linked_link_it,
            LeadReopened: opening.when_lead_reopened_withdraw_opportunity,
        },
    )
    return [
        Subscription(copies.effect("opportunities.copies"), [topics.INTEGRATION_GATEWAY]),
        Subscription(reactions, [topics.LEADS]),
    ]
