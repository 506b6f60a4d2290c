"""What the integration gateway listens to: everything that anybody publishes, its own contracts among it."""

from crm_contracts.registry import all_contracts
from crm_contracts.topics import TOPICS
from crm_platform.messaging.effects import Reactions
from crm_platform.persistence.database import Database
from crm_platform.runtime import Subscription
from integration_gateway.adapters.contracts import ContractStore
from integration_gateway.application.notifying import Notifying, noticed
from integration_gateway.application.policies import Telling


def subscriptions(
    database: Database, contracts: ContractStore, telling: Telling, notifying: Notifying
) -> list[Subscription]:
    """The consumer groups of this service."""
    everything = list(TOPICS.values())
    told = Reactions(
        "integration-gateway.deliveries",
        database,
        dict.fromkeys(all_contracts().values(), telling.when_event_published_tell_its_targets),
    )
    notified = Reactions(
        "integration-gateway.notifications",
        database,
        dict.fromkeys(noticed(), notifying.when_a_notice_is_published_tell_its_recipients),
    )
    return [
        Subscription(contracts.effect("integration-gateway.contracts"), everything),
        Subscription(told, everything),
        Subscription(notified, everything),
    ]
