"""What leads listens to: people, customers, its own new and newly assigned leads, what becomes of conversions."""

from crm_contracts import topics
from crm_contracts.integration_gateway.v1 import CustomerRecorded
from crm_contracts.leads.v1 import LeadAssigned, LeadRegistered, LeadReopened, LeadRevised, LeadTouched
from crm_contracts.leads.v1_follow_ups import LeadFollowedUp, LeadFollowUpCorrected
from crm_contracts.opportunities.v1 import (
    OpportunityKept,
    OpportunityLost,
    OpportunityReassigned,
    OpportunityRevised,
    OpportunityStageChanged,
    OpportunityWithdrawn,
    OpportunityWon,
)
from crm_platform.messaging.effects import Reactions
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Database
from crm_platform.runtime import Subscription
from leads.adapters.customers import StoredCustomers
from leads.application.converting import Converting
from leads.application.follow_ups import FollowUps
from leads.application.policies import Assigner
from leads.application.rating import Ratings


def subscriptions(
    database: Database, copies: Copies, customers: StoredCustomers, assigner: Assigner
) -> list[Subscription]:
    """The consumer groups of this service."""
    reactions = Reactions(
        "leads.assignment", database, {LeadRegistered: assigner.when_lead_registered_assign_it}
    )
    return [
        Subscription(copies.effect("leads.copies"), [topics.INTEGRATION_GATEWAY]),
        Subscription(customers.effect("leads.customer-index"), [topics.INTEGRATION_GATEWAY]),
        Subscription(reactions, [topics.LEADS]),
    ]


def plans_subscription(database: Database, follow_ups: FollowUps) -> Subscription:
    """Starts plans for leads that get an owner."""
    plans = Reactions("leads.plans", database, {LeadAssigned: follow_ups.when_lead_assigned_start_its_plan})
    return Subscription(plans, [topics.LEADS])


def conversion_subscriptions(database: Database, converting: Converting) -> list[Subscription]:
    """What conversions listen to: the answers of master data, and what becomes of opportunities."""
    asked = Reactions(
        "leads.customer-requests",
        database,
        {CustomerRecorded: converting.when_customer_recorded_link_those_who_asked},
    )
    worked, closed = converting.when_opportunity_worked_on_note_it, converting.when_opportunity_closed_note_it
    outcomes = Reactions(
        "leads.conversions",
        database,
        {
            OpportunityStageChanged: worked,
            OpportunityRevised: worked,
            OpportunityReassigned: worked,
            OpportunityWon: closed,
            OpportunityLost: closed,
            OpportunityWithdrawn: closed,
            OpportunityKept: converting.when_opportunity_kept_restore_the_conversion,
        },
    )
    return [
        Subscription(asked, [topics.INTEGRATION_GATEWAY]),
        Subscription(outcomes, [topics.OPPORTUNITIES]),
    ]


def scoring_subscription(database: Database, ratings: Ratings) -> Subscription:
    """Scores leads anew after whatever rules can ask about happened with them."""
    rescore = ratings.when_lead_changed_rescore_it
    changes = (LeadRevised, LeadTouched, LeadFollowedUp, LeadFollowUpCorrected, LeadReopened)
    reactions = Reactions("leads.scoring", database, dict.fromkeys(changes, rescore))
    return Subscription(reactions, [topics.LEADS])
