"""Where each context publishes: one topic per context, keyed by aggregate id."""

LEADS = "crm.leads.events.v1"
OPPORTUNITIES = "crm.opportunities.events.v1"
ORDERS = "crm.orders.events.v1"
FIELD_SERVICE = "crm.field-service.events.v1"
INTEGRATION_GATEWAY = "crm.integration-gateway.events.v1"

PARTITIONS = 8

TOPICS = {
    "leads": LEADS,
    "opportunities": OPPORTUNITIES,
    "orders": ORDERS,
    "field-service": FIELD_SERVICE,
    "integration-gateway": INTEGRATION_GATEWAY,
}
"""Context to topic, for every context that publishes."""


def topic_of(context: str) -> str:
    """The topic a context publishes to; raises KeyError for a context that publishes nothing."""
    return TOPICS[context]
