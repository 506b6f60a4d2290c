"""The only place that wires analytics together."""

from analytics.application.queries import Analytics, StageName
from analytics.entrypoints.consumers import subscriptions
from analytics.entrypoints.http import analytics_router
from analytics.projections.store import FactStore
from analytics.settings import Settings
from analytics.views.funnel import FunnelReader
from crm_platform.runtime import Service
from crm_platform.settings import ServiceSettings

STAGES = (
    StageName(code="first_contact", name_en="First contact", name_zh="初步接触"),
    StageName(code="needs_confirmed", name_en="Needs confirmed", name_zh="需求确认"),
    StageName(code="proposal", name_en="Proposal", name_zh="方案报价"),
    StageName(code="negotiation", name_en="Negotiation", name_zh="商务谈判"),
    StageName(code="won", name_en="Won", name_zh="成交"),
    StageName(code="lost", name_en="Lost", name_zh="输单"),
)
"""The seed pipeline and its two ends, in order."""


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run; nothing is connected yet."""
    own = settings if isinstance(settings, Settings) else Settings(**settings.model_dump())
    service = Service("analytics", own)
    database = service.database
    pipeline = [stage.code for stage in STAGES if stage.code != "lost"]
    store = FactStore(database, pipeline)
    reader = FunnelReader(database, own.time_zone)
    service.routers = [analytics_router(Analytics(store, reader, STAGES))]
    service.subscriptions = subscriptions(database, store)
    service.background = [("facts", store.keep_ready)]
    return service
