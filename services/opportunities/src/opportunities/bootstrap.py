"""The only place that wires opportunities together."""

from crm_platform.http.feeds import Feed
from crm_platform.persistence.blobs import Blobs
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.file_kinds import LARGEST, inspected
from crm_platform.runtime import Service
from crm_platform.scheduling.due import Scheduler
from crm_platform.settings import ServiceSettings
from crm_platform.signals import Signal
from opportunities.adapters.activity_views import ACTIVITIES, VISITS, StoredPlaces, StoredReminders
from opportunities.adapters.master_data import COPIED, StoredMasterData
from opportunities.adapters.views import OPPORTUNITIES
from opportunities.application.activities import Activities
from opportunities.application.activity_queries import VisitItem
from opportunities.application.master_data import MasterData
from opportunities.application.policies import Opening
from opportunities.application.publishing import publishing
from opportunities.application.queries import OpportunityDetail
from opportunities.application.reminding import Reminders
from opportunities.application.service import Opportunities
from opportunities.application.visits import Visits
from opportunities.domain.pipeline import SEED_PIPELINE
from opportunities.entrypoints.consumers import subscriptions
from opportunities.entrypoints.http import commands_router, opportunity_detail, queries_router
from opportunities.entrypoints.http_activities import (
    FILES,
    activities_router,
    activity_commands_router,
    files_router,
)
from opportunities.entrypoints.http_visits import visit_commands_router, visits_router
from opportunities.settings import Settings


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run; nothing is connected yet."""
    own = Settings.of(settings)
    service = Service("opportunities", own, views=[OPPORTUNITIES, ACTIVITIES, VISITS])
    log, database = service.log, service.database
    copies = Copies(database, COPIED)
    master_data = StoredMasterData(database, copies)
    opportunities = Opportunities(log, master_data, SEED_PIPELINE, own.currency)
    opening = Opening(log, master_data, SEED_PIPELINE, own.currency)
    service.publishing = publishing
    service.routers = [commands_router(opportunities), queries_router(service.projector, SEED_PIPELINE)]
    service.feeds = [
        Feed("opportunity", OPPORTUNITIES, OpportunityDetail, opportunity_detail),
        Feed("visit", VISITS, VisitItem, VisitItem.model_validate),
    ]
    service.subscriptions = subscriptions(database, copies, opening)
    _visit(service, master_data)
    return service


def _visit(service: Service, master_data: MasterData) -> None:
    """Activities, next steps and visits, their files, and reminders of them."""
    log, database, projector = service.log, service.database, service.projector
    files = Blobs(database, largest=LARGEST, judge=inspected)
    visits = Visits(log, master_data, StoredPlaces(projector), files)
    reminders = Reminders(log, StoredReminders(projector))
    service.routers += [
        activity_commands_router(Activities(log, files)),
        activities_router(projector, files),
        visit_commands_router(visits),
        visits_router(projector, files),
        files_router(files),
    ]
    service.largest_upload = {FILES: LARGEST}
    due = (
        ("opportunities.next-steps", reminders.steps, reminders.remind_of_step),
        ("opportunities.visits", reminders.visits, reminders.remind_of_visit),
    )
    service.schedulers += [
        Scheduler(database, name, found, remind, wake=Signal(), every=1.0) for name, found, remind in due
    ]
