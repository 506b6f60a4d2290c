"""The only place that wires leads together."""

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.persistence.copies import Copies
from crm_platform.runtime import Service
from crm_platform.settings import ServiceSettings
from leads.adapters.views import IMPORTS, LEADS
from leads.adapters.workloads import StoredWorkloads
from leads.application.models import ActiveModels
from leads.application.policies import Assigner
from leads.application.publishing import publishing
from leads.application.service import Leads
from leads.entrypoints.consumers import subscriptions
from leads.entrypoints.http import commands_router, queries_router


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run; nothing is connected yet."""
    service = Service("leads", settings, views=[LEADS, IMPORTS])
    log, database = service.log, service.database
    copies = Copies(database, {PersonRecorded: "person_id"})
    workloads = StoredWorkloads(database, copies)
    models = ActiveModels(log)
    leads = Leads(log, models, workloads)
    service.publishing = publishing
    service.routers = [commands_router(leads), queries_router(service.projector)]
    service.subscriptions = subscriptions(database, copies, Assigner(log, models, workloads))
    return service
