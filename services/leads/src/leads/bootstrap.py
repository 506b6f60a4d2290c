"""The only place that wires leads together."""

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded
from crm_platform.http.feeds import Feed
from crm_platform.persistence.blobs import Blobs
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.file_kinds import LARGEST, inspected
from crm_platform.runtime import Service
from crm_platform.scheduling.due import Scheduler
from crm_platform.settings import ServiceSettings
from crm_platform.signals import Signal
from leads.adapters.agendas import StoredAgendas
from leads.adapters.apart import found_apart
from leads.adapters.assignment_views import AVAILABILITIES, POOLS, TRANSFERS
from leads.adapters.campaigns import CAMPAIGNS, StoredCampaigns
from leads.adapters.conversions import CONVERSIONS
from leads.adapters.customers import StoredCustomers
from leads.adapters.duplicate_views import DUPLICATE_RUNS, PAIRS, StoredDuplicates
from leads.adapters.follow_up_views import FOLLOW_UPS
from leads.adapters.form_views import FORMS
from leads.adapters.identities import IDENTITIES, StoredIdentities
from leads.adapters.import_identities import StoredFileIdentities
from leads.adapters.import_store import StoredImports, open_rows
from leads.adapters.import_views import IMPORTS, MAPPINGS
from leads.adapters.learned_views import LEARNED_MODELS, StoredLearning
from leads.adapters.learning_apart import learned_apart
from leads.adapters.mail import LARGEST_MAIL
from leads.adapters.rescoring_store import RESCORING, StoredLeads
from leads.adapters.views import LEADS
from leads.adapters.workloads import StoredWorkloads
from leads.application.availabilities import Availabilities
from leads.application.capturing import Capturing
from leads.application.catalog import Catalog
from leads.application.converting import Converting
from leads.application.duplicate_runs import DuplicateRuns
from leads.application.duplicates import Duplicates
from leads.application.entry import Entry
from leads.application.follow_ups import ActiveFollowUpRules, FollowUps
from leads.application.forms import Forms
from leads.application.importing import Imports
from leads.application.learning import Learning
from leads.application.ledger import Ledger
from leads.application.mails import Mails
from leads.application.mappings import Mappings
from leads.application.merging import Merging
from leads.application.models import ActiveModels
from leads.application.policies import Assigner
from leads.application.pools import Pools
from leads.application.publishing import publishing
from leads.application.queries import LeadRecord
from leads.application.rating import Ratings
from leads.application.reminding import Digests, Reminders
from leads.application.rescoring import Rescorer
from leads.application.service import Leads
from leads.application.transfers import Transfers
from leads.application.undoing import Undoing
from leads.application.waiting import WaitingLeads
from leads.entrypoints.consumers import (
    conversion_subscriptions,
    plans_subscription,
    scoring_subscription,
    subscriptions,
)
from leads.entrypoints.http import commands_router, lead_record, queries_router
from leads.entrypoints.http_assignment import assignment_router
from leads.entrypoints.http_availability import availability_router
from leads.entrypoints.http_conversions import conversions_router
from leads.entrypoints.http_duplicates import duplicates_router, merging_router, pairs_router
from leads.entrypoints.http_files import FILES, downloads_router, files_router
from leads.entrypoints.http_follow_ups import recording_router, records_router
from leads.entrypoints.http_forms import forms_router
from leads.entrypoints.http_import_results import import_results_router
from leads.entrypoints.http_imports import LARGEST_FILE, PATH, imports_router
from leads.entrypoints.http_learned import learned_router
from leads.entrypoints.http_mails import PATH as MAILS_PATH
from leads.entrypoints.http_mails import mails_router
from leads.entrypoints.http_mappings import mappings_router
from leads.entrypoints.http_models import models_router
from leads.entrypoints.http_plans import follow_up_rules_router, plans_router
from leads.entrypoints.http_pools import pools_router
from leads.entrypoints.http_public_forms import public_forms_router
from leads.entrypoints.http_ratings import ratings_router
from leads.entrypoints.http_scoring import runs_router, scoring_router, thresholds_router
from leads.entrypoints.http_sources import sources_router
from leads.entrypoints.http_transfers import transfers_router
from leads.settings import Settings

_VIEWS = [
    LEADS,
    IMPORTS,
    MAPPINGS,
    CAMPAIGNS,
    FORMS,
    FOLLOW_UPS,
    CONVERSIONS,
    POOLS,
    AVAILABILITIES,
    RESCORING,
    TRANSFERS,
    IDENTITIES,
    PAIRS,
    DUPLICATE_RUNS,
    LEARNED_MODELS,
]


def build(settings: ServiceSettings) -> Service:
    """The service, ready to run; nothing is connected yet."""
    service = Service("leads", settings, views=_VIEWS)
    log, database, projector = service.log, service.database, service.projector
    copies = Copies(database, {PersonRecorded: "person_id", CustomerRecorded: "customer_id"})
    customers = StoredCustomers(database, copies)
    workloads = StoredWorkloads(database, copies)
    models = ActiveModels(log)
    catalog = Catalog(log, StoredCampaigns(projector))
    ratings = Ratings(log, models, workloads)
    leads = Leads(log, ratings, workloads, catalog)
    identities, pairs = StoredIdentities(database), StoredDuplicates(projector)
    duplicates = Duplicates(log, identities, pairs)
    entry, converting = Entry(log, leads, duplicates), Converting(log, customers)
    learned = StoredLearning(projector, StoredLeads(projector))
    learning = Learning(log, learned, models, learned_apart)
    service.publishing = publishing
    service.routers = [
        commands_router(leads, entry),
        ratings_router(ratings, projector),  # its queue before the lead whose id would be "queue"
        queries_router(projector, catalog, pairs, learning),
        models_router(models),
        sources_router(catalog, projector),
        conversions_router(converting, projector),
    ]
    service.feeds = [Feed("lead", LEADS, LeadRecord, lead_record)]
    service.largest_upload = {PATH: LARGEST_FILE, FILES: LARGEST, MAILS_PATH: LARGEST_MAIL}
    assigner = Assigner(log, models, workloads)
    service.subscriptions = subscriptions(database, copies, customers, assigner)
    service.subscriptions += conversion_subscriptions(database, converting)
    _import(service, ratings, catalog, workloads, assigner, duplicates)
    _tell_duplicates(service, ratings, duplicates, identities, pairs, workloads)
    _assign(service, assigner, workloads)
    _follow_up(service)
    _score(service, models, ratings, assigner)
    _learn(service, models, learning, learned)
    _capture(service, Settings.of(settings), Capturing(entry, customers), catalog)
    return service


def _import(
    service: Service,
    ratings: Ratings,
    catalog: Catalog,
    workloads: StoredWorkloads,
    assigner: Assigner,
    duplicates: Duplicates,
) -> None:
    """Files of leads: taken in, told about, taken back."""
    log, projector = service.log, service.projector
    store = StoredImports(service.database, Blobs(service.database, largest=LARGEST_FILE))
    identities, mappings = StoredFileIdentities(service.database), Mappings(log)
    imports = Imports(
        log, ratings, catalog, workloads, assigner, duplicates.policies, identities, store, open_rows
    )
    undoing = Undoing(log, ratings, store)
    service.routers += [
        imports_router(imports, mappings, store, projector),
        import_results_router(store, projector),
        mappings_router(mappings, projector),
    ]
    running, undone = store.running, store.undoing
    service.schedulers += [
        Scheduler(service.database, "leads.imports", running, imports.carry_out, wake=projector.advanced),
        Scheduler(service.database, "leads.undos", undone, undoing.carry_out, wake=projector.advanced),
    ]


def _assign(service: Service, assigner: Assigner, workloads: StoredWorkloads) -> None:
    """What is around the assignment of leads: its ledger, availability, pools, transfers, and leads that wait."""
    log, database, projector = service.log, service.database, service.projector
    pools = Pools(log, workloads)
    transfers = Transfers(log, workloads, assigner)
    waiting = WaitingLeads(log, assigner, workloads)
    service.routers += [
        assignment_router(Ledger(log, workloads), workloads, projector),
        availability_router(Availabilities(log, workloads)),
        pools_router(pools, workloads, projector),
        transfers_router(transfers, projector),
    ]
    unfinished = workloads.unfinished
    service.schedulers += [
        Scheduler(database, "leads.waiting", waiting.due, waiting.sweep, wake=Signal(), every=2.0),
        Scheduler(
            database, "leads.recycling", workloads.left_alone, pools.recycle, wake=Signal(), every=30.0
        ),
        Scheduler(database, "leads.transfers", unfinished, transfers.carry_out, wake=projector.advanced),
    ]


def _capture(service: Service, settings: Settings, capturing: Capturing, catalog: Catalog) -> None:
    """Leads that come by themselves: by web forms and by mail."""
    forms = Forms(service.log, capturing, settings.cursor_key)
    service.routers += [
        forms_router(forms, service.projector),
        public_forms_router(forms, settings.forms_per_minute),
        mails_router(
            Mails(capturing, catalog), [each.get_secret_value() for each in settings.inbound_mail_secrets]
        ),
    ]


def _tell_duplicates(
    service: Service,
    ratings: Ratings,
    duplicates: Duplicates,
    identities: StoredIdentities,
    pairs: StoredDuplicates,
    workloads: StoredWorkloads,
) -> None:
    """Candidates, judgements, runs and merging."""
    log, database, projector = service.log, service.database, service.projector
    runs = DuplicateRuns(log, identities, pairs, found_apart)
    service.routers += [
        duplicates_router(duplicates),
        pairs_router(runs, pairs, projector),
        merging_router(Merging(log, ratings, workloads)),
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
    rules, files = ActiveFollowUpRules(log), Blobs(database, largest=LARGEST, judge=inspected)
    follow_ups = FollowUps(log, rules, files)
    agendas = StoredAgendas(projector)
    reminders, digests = Reminders(log, agendas), Digests(log, agendas, rules)
    service.routers += [
        recording_router(follow_ups),
        records_router(projector, StoredDuplicates(projector)),
        plans_router(follow_ups),
        follow_up_rules_router(rules),
        files_router(files),
        downloads_router(files, projector),
    ]
    service.subscriptions.append(plans_subscription(database, follow_ups))
    service.schedulers += [
        Scheduler(database, "leads.reminders", reminders.due, reminders.remind, wake=Signal()),
        Scheduler(database, "leads.digests", digests.due, digests.prepare, wake=Signal(), every=5.0),
    ]


def _learn(service: Service, models: ActiveModels, learning: Learning, store: StoredLearning) -> None:
    """What decided leads teach of those to come."""
    database, projector = service.database, service.projector
    service.routers.append(learned_router(learning, store, models, projector))
    service.schedulers += [
        Scheduler(database, "leads.learning", store.learning, learning.carry_out, wake=projector.advanced),
        Scheduler(
            database,
            "leads.nightly-learning",
            store.tonight,
            learning.start_nightly,
            wake=Signal(),
            every=60.0,
        ),
    ]


def _score(service: Service, models: ActiveModels, ratings: Ratings, assigner: Assigner) -> None:
    """The scoring model, runs over all leads, and what keeps scores right as time goes by."""
    database = service.database
    stored = StoredLeads(service.projector)
    rescorer = Rescorer(service.log, models, ratings, assigner, stored)
    service.routers += [
        scoring_router(models),
        thresholds_router(models),
        runs_router(rescorer, service.projector),
    ]
    service.subscriptions.append(scoring_subscription(database, ratings))
    service.schedulers += [
        Scheduler(database, "leads.rescoring", rescorer.due, rescorer.carry_out, wake=Signal(), every=1.0),
        Scheduler(
            database,
            "leads.dry-runs",
            rescorer.dry_runs,
            rescorer.carry_out,
            wake=service.projector.advanced,
            every=1.0,
        ),
        Scheduler(
            database, "leads.overrides", stored.expired, ratings.expire_override, wake=Signal(), every=1.0
        ),
    ]
