"""What field service listens to: orders, the people directory, and customers."""

from crm_contracts import topics
from crm_contracts.orders.v1 import OrderDelivered
from crm_platform.messaging.effects import Reactions
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Database
from crm_platform.runtime import Subscription
from field_service.application.policies import OrderPolicies


def subscriptions(database: Database, copies: Copies, orders: OrderPolicies) -> list[Subscription]:
    """The consumer groups of this service."""
    reactions = Reactions(
        "field-service.installations",
        database,
        {OrderDelivered: orders.when_order_delivered_open_installation},
    )
    return [
        Subscription(copies.effect("field-service.copies"), [topics.INTEGRATION_GATEWAY]),
        Subscription(reactions, [topics.ORDERS]),
    ]
