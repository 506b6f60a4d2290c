"""The only place that wires orders together."""

from crm_platform.http.feeds import Feed
from crm_platform.runtime import Service
from crm_platform.settings import ServiceSettings
from orders.adapters.views import ORDERS
from orders.application.policies import Placing, Reports
from orders.application.publishing import publishing
from orders.application.queries import OrderDetail
from orders.application.service import Orders
from orders.entrypoints.consumers import subscriptions
from orders.entrypoints.http import commands_router, order_detail, queries_router
from orders.settings import Settings


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run; nothing is connected yet."""
    own = Settings.of(settings)
    service = Service("orders", own, views=[ORDERS])
    log, database = service.log, service.database
    orders = Orders(log, own.time_zone)
    service.publishing = publishing
    service.routers = [commands_router(orders), queries_router(service.projector)]
    service.feeds = [Feed("order", ORDERS, OrderDetail, order_detail)]
    service.subscriptions = subscriptions(database, Placing(log, orders), Reports(log))
    return service
