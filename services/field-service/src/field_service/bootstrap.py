"""The only place that wires field service together."""

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded
from crm_platform.http.feeds import Feed
from crm_platform.persistence.copies import Copies
from crm_platform.runtime import Service
from crm_platform.settings import ServiceSettings
from field_service.adapters.master_data import StoredMasterData
from field_service.adapters.views import WORK_ORDERS
from field_service.application.policies import OrderPolicies
from field_service.application.publishing import publishing
from field_service.application.queries import WorkOrderDetail
from field_service.application.service import WorkOrders
from field_service.entrypoints.consumers import subscriptions
from field_service.entrypoints.http import commands_router, queries_router, reached, work_order_detail


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run; nothing is connected yet."""
    service = Service("field-service", settings, views=[WORK_ORDERS])
    copies = Copies(service.database, {PersonRecorded: "person_id", CustomerRecorded: "customer_id"})
    master_data = StoredMasterData(copies)
    work_orders = WorkOrders(service.log, master_data)
    service.publishing = publishing
    service.routers = [commands_router(work_orders), queries_router(service.projector)]
    service.feeds = [Feed("work-order", WORK_ORDERS, WorkOrderDetail, work_order_detail, reached)]
    service.subscriptions = subscriptions(service.database, copies, OrderPolicies(service.log, master_data))
    return service
