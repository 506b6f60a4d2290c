"""What analytics listens to: every contract of every context."""

from analytics.projections.store import FactStore
from crm_contracts.topics import TOPICS
from crm_platform.messaging.effects import Facts
from crm_platform.persistence.database import Database
from crm_platform.runtime import Subscription
from crm_platform.signals import Signal

CONSUMER = "analytics.facts"


def subscriptions(database: Database, store: FactStore, stored: Signal) -> list[Subscription]:
    """The one consumer group of this service; `stored` is set after each batch."""
    return [Subscription(Facts(CONSUMER, database, store.fold, stored=stored.set), list(TOPICS.values()))]
