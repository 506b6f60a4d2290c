"""What leads listens to: the people directory, and its own new and newly assigned leads."""

from crm_contracts import topics
from crm_contracts.leads.v1 import LeadAssigned, LeadRegistered
from crm_platform.messaging.effects import Reactions
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Database
from crm_platform.runtime import Subscription
from leads.application.follow_ups import FollowUps
from leads.application.policies import Assigner


def subscriptions(database: Database, copies: Copies, assigner: Assigner) -> list[Subscription]:
    """The consumer groups of this service."""
    reactions = Reactions(
        "leads.assignment", database, {LeadRegistered: assigner.when_lead_registered_assign_it}
    )
    return [
        Subscription(copies.effect("leads.copies"), [topics.INTEGRATION_GATEWAY]),
        Subscription(reactions, [topics.LEADS]),
    ]


def plans_subscription(database: Database, follow_ups: FollowUps) -> Subscription:
    """Starts plans for leads that get an owner."""
    plans = Reactions("leads.plans", database, {LeadAssigned: follow_ups.when_lead_assigned_start_its_plan})
    return Subscription(plans, [topics.LEADS])
