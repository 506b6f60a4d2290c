"""What analytics listens to: every contract of every context."""

from analytics.projections.store import FactStore
from crm_contracts import topics
from crm_platform.messaging.effects import Facts
from crm_platform.persistence.database import Database
from crm_platform.runtime import Subscription


def subscriptions(database: Database, store: FactStore) -> list[Subscription]:
    """The consumer group of this service."""
    return [Subscription(Facts("analytics.facts", database, store.fold), list(topics.TOPICS.values()))]
