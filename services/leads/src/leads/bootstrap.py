"""The only place that wires leads together."""

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded
from crm_platform.persistence.copies import Copies
from crm_platform.runtime import Service
from crm_platform.scheduling.due import Scheduler
from crm_platform.settings import ServiceSettings
from crm_platform.signals import Signal
from leads.adapters.agendas import StoredAgendas
from leads.adapters.apart import found_apart
from leads.adapters.campaigns import CAMPAIGNS, StoredCampaigns
from leads.adapters.conversions import CONVERSIONS
from leads.adapters.customers import StoredCustomers
from leads.adapters.duplicate_views import PAIRS, RUNS, StoredDuplicates
from leads.adapters.file_store import LARGEST, StoredFiles
from leads.adapters.follow_up_views import FOLLOW_UPS
from leads.adapters.identities import IDENTITIES, StoredIdentities
from leads.adapters.import_store import StoredImports, open_rows
from leads.adapters.import_views import IMPORTS, MAPPINGS
from leads.adapters.views import LEADS
from leads.adapters.workloads import StoredWorkloads
from leads.application.catalog import Catalog
from leads.application.converting import Converting
from leads.application.duplicate_runs import DuplicateRuns
from leads.application.duplicates import Duplicates
from leads.application.entry import Entry
from leads.application.follow_ups import ActiveFollowUpRules, FollowUps
from leads.application.importing import Imports
from leads.application.mappings import Mappings
from leads.application.merging import Merging
from leads.application.models import ActiveModels
from leads.application.policies import Assigner
from leads.application.publishing import publishing
from leads.application.reminding import Digests, Reminders
from leads.application.service import Leads
from leads.application.undoing import Undoing
from leads.entrypoints.consumers import conversion_subscriptions, plans_subscription, subscriptions
from leads.entrypoints.http import commands_router, queries_router
from leads.entrypoints.http_conversions import conversions_router
from leads.entrypoints.http_duplicates import duplicates_router, merging_router, pairs_router
from leads.entrypoints.http_files import FILES, downloads_router, uploads_router
from leads.entrypoints.http_follow_ups import recording_router, records_router
from leads.entrypoints.http_import_results import import_results_router
from leads.entrypoints.http_imports import LARGEST_FILE, PATH, imports_router
from leads.entrypoints.http_mappings import mappings_router
from leads.entrypoints.http_models import models_router
from leads.entrypoints.http_plans import follow_up_rules_router, plans_router
from leads.entrypoints.http_sources import sources_router


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run; nothing is connected yet."""
    views = [LEADS, IMPORTS, MAPPINGS, CAMPAIGNS, FOLLOW_UPS, CONVERSIONS, IDENTITIES, PAIRS, RUNS]
    service = Service("leads", settings, views=views)
    log, database, projector = service.log, service.database, service.projector
    copies = Copies(database, {PersonRecorded: "person_id", CustomerRecorded: "customer_id"})
    customers = StoredCustomers(database, copies)
    workloads = StoredWorkloads(database, copies)
    models = ActiveModels(log)
    catalog = Catalog(log, StoredCampaigns(database))
    leads = Leads(log, models, workloads, catalog)
    identities, pairs = StoredIdentities(database), StoredDuplicates(projector)
    duplicates = Duplicates(log, identities, pairs)
    store = StoredImports(database)
    imports, mappings = Imports(log, models, catalog, workloads, store, open_rows), Mappings(log)
    undoing = Undoing(log, models, store)
    converting = Converting(log, customers)
    service.publishing = publishing
    service.routers = [
        commands_router(leads, Entry(log, leads, duplicates, models)),
        queries_router(projector, catalog, pairs),
        imports_router(imports, mappings, store, projector),
        import_results_router(store, projector),
        mappings_router(mappings, projector),
        models_router(models),
        sources_router(catalog, projector),
        conversions_router(converting, projector),
    ]
    service.largest_upload = {PATH: LARGEST_FILE, FILES: LARGEST}
    assigner = Assigner(log, models, workloads)
    service.subscriptions = subscriptions(database, copies, identities, assigner) + conversion_subscriptions(
        database, customers, converting
    )
    service.schedulers = [
        Scheduler(database, "leads.imports", store.running, imports.carry_out, wake=projector.advanced),
        Scheduler(database, "leads.undos", store.undoing, undoing.carry_out, wake=projector.advanced),
        Scheduler(
            database, "leads.waiting", workloads.waiting, assigner.assign_waiting, wake=Signal(), every=2.0
        ),
    ]
    _tell_duplicates(service, models, duplicates, identities, pairs)
    _follow_up(service)
    return service


def _tell_duplicates(
    service: Service,
    models: ActiveModels,
    duplicates: Duplicates,
    identities: StoredIdentities,
    pairs: StoredDuplicates,
) -> None:
    """Candidates, judgements, runs and merging."""
    log, database, projector = service.log, service.database, service.projector
    runs = DuplicateRuns(log, identities, pairs, found_apart)
    service.routers += [
        duplicates_router(duplicates),
        pairs_router(runs, pairs, projector),
        merging_router(Merging(log, models)),
    ]
    service.schedulers += [
        Scheduler(database, "leads.duplicate-runs", pairs.running, runs.carry_out, wake=projector.advanced),
        Scheduler(
            database, "leads.nightly-run", pairs.tonight, runs.start_nightly, wake=Signal(), every=60.0
        ),
    ]


def _follow_up(service: Service) -> None:
    """Records of contacts, plans, reminders and digests."""
    log, database, projector = service.log, service.database, service.projector
    rules, files = ActiveFollowUpRules(log), StoredFiles(database)
    follow_ups = FollowUps(log, rules, files)
    agendas = StoredAgendas(projector)
    reminders, digests = Reminders(log, agendas), Digests(log, agendas, rules)
    service.routers += [
        recording_router(follow_ups),
        records_router(projector, StoredDuplicates(projector)),
        plans_router(follow_ups),
        follow_up_rules_router(rules),
        uploads_router(files),
        downloads_router(files, projector),
    ]
    service.subscriptions.append(plans_subscription(database, follow_ups))
    service.schedulers += [
        Scheduler(database, "leads.reminders", reminders.due, reminders.remind, wake=Signal()),
        Scheduler(database, "leads.digests", digests.due, digests.prepare, wake=Signal(), every=5.0),
    ]
