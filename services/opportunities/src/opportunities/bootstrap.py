"""The only place that wires opportunities together."""

from crm_platform.http.feeds import Feed
from crm_platform.persistence.copies import Copies
from crm_platform.runtime import Service
from crm_platform.settings import ServiceSettings
from opportunities.adapters.master_data import COPIED, StoredMasterData
from opportunities.adapters.views import OPPORTUNITIES
from opportunities.application.policies import Opening
from opportunities.application.publishing import publishing
from opportunities.application.queries import OpportunityDetail
from opportunities.application.service import Opportunities
from opportunities.domain.pipeline import SEED_PIPELINE
from opportunities.entrypoints.consumers import subscriptions
from opportunities.entrypoints.http import commands_router, opportunity_detail, queries_router
from opportunities.settings import Settings


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run; nothing is connected yet."""
    own = Settings.of(settings)
    service = Service("opportunities", own, views=[OPPORTUNITIES])
    log, database = service.log, service.database
    copies = Copies(database, COPIED)
    master_data = StoredMasterData(database, copies)
    opportunities = Opportunities(log, master_data, SEED_PIPELINE, own.currency)
    opening = Opening(log, master_data, SEED_PIPELINE, own.currency)
    service.publishing = publishing
    service.routers = [commands_router(opportunities), queries_router(service.projector, SEED_PIPELINE)]
    service.feeds = [Feed("opportunity", OPPORTUNITIES, OpportunityDetail, opportunity_detail)]
    service.subscriptions = subscriptions(database, copies, opening)
    return service
