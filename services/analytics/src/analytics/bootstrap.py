"""The only place that wires analytics together."""

from analytics.application.lead_questions import LeadQuestions
from analytics.application.queries import Questions
from analytics.entrypoints.consumers import CONSUMER, subscriptions
from analytics.entrypoints.http import Reads, funnel_router, summaries_router
from analytics.entrypoints.http_leads import follow_up_router, lead_router
from analytics.projections.store import FactStore
from analytics.settings import Settings
from analytics.views.contracts import ContractView
from analytics.views.follow_ups import FollowUpView
from analytics.views.funnel import FunnelView
from analytics.views.leads import LeadView
from analytics.views.patience import PatientReads
from analytics.views.summaries import SummaryView
from crm_platform.runtime import Service
from crm_platform.settings import ServiceSettings
from crm_platform.signals import Signal


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run; nothing is connected yet."""
    own = Settings.of(settings)
    service = Service("analytics", own)
    database, stored = service.database, Signal()
    codes = [stage.code for stage in own.pipeline]
    store = FactStore(database, codes)
    contracts = ContractView(database, CONSUMER, stored)
    funnel = FunnelView(database, codes, own.time_zone, own.most_cells)
    questions = Questions(
        funnel,
        SummaryView(database, own.time_zone),
        contracts,
        pipeline=own.pipeline,
        time_zone=own.time_zone.key,
        few_below=own.few_below,
    )
    patient = PatientReads(database)
    leads = LeadView(database, patient, own.time_zone, own.most_cells)
    follow_ups = FollowUpView(database, patient, own.time_zone, own.most_cells)
    lead_questions = LeadQuestions(leads, follow_ups, time_zone=own.time_zone.key, few_below=own.few_below)
    reads = Reads(store, contracts)
    service.subscriptions = subscriptions(database, store, stored)
    service.background = [("analytics.facts.tables", store.keep_ready)]
    service.routers = [
        funnel_router(questions, funnel, reads),
        summaries_router(questions, reads, store),
        lead_router(lead_questions, leads, reads),
        follow_up_router(lead_questions, follow_ups, reads),
    ]
    return service
