"""The only place that wires the integration gateway together."""

from urllib.parse import urlsplit

from crm_platform.runtime import Service
from crm_platform.settings import ServiceSettings
from integration_gateway.adapters.bodies import StoredBodies
from integration_gateway.adapters.contracts import ContractStore
from integration_gateway.adapters.deliverer import Deliverer
from integration_gateway.adapters.delivery_store import DeliveryStore
from integration_gateway.adapters.destinations import PinnedNetwork, TrustedTargets, check_url
from integration_gateway.adapters.peer_client import PeerClient
from integration_gateway.adapters.sealing import FernetSeals
from integration_gateway.adapters.sending import Sending
from integration_gateway.adapters.signing import new_secret
from integration_gateway.adapters.views import CUSTOMERS, DELIVERIES, PEOPLE, PRODUCTS, WEBHOOKS
from integration_gateway.adapters.webhook_directory import WebhookDirectory
from integration_gateway.application.delivering import Delivering, Send
from integration_gateway.application.inbound import Inbound
from integration_gateway.application.policies import Telling
from integration_gateway.application.publishing import publishing
from integration_gateway.application.reconciliation import Reconciliation
from integration_gateway.application.service import Judging, Replays, Webhooks
from integration_gateway.application.targets import Target, Targets
from integration_gateway.entrypoints.consumers import subscriptions
from integration_gateway.entrypoints.http import deliveries_router, reconciliation_router
from integration_gateway.entrypoints.http_events import events_router
from integration_gateway.entrypoints.http_inbound import inbound_router
from integration_gateway.entrypoints.http_master_data import master_data_router
from integration_gateway.entrypoints.http_webhooks import webhooks_router
from integration_gateway.settings import PeerSettings, Settings

NAME = "integration-gateway"


def build(settings: ServiceSettings, *, send: Send | None = None) -> Service:
    """The service, ready to run; nothing is connected yet. `send` replaces how messages leave.

    Raises `ValueError` for settings without sense, `DestinationNotAllowed` for a peer's address without form.
    """
    own = Settings.of(settings)
    service = Service(NAME, own, views=[DELIVERIES, WEBHOOKS, CUSTOMERS, PRODUCTS, PEOPLE])
    log, database, projector = service.log, service.database, service.projector
    seals = FernetSeals([key.get_secret_value() for key in own.secrets_keys])
    directory = WebhookDirectory(projector, seals)
    targets = Targets([_peer(name, peer) for name, peer in own.peers.items()], directory)
    to_peers, to_webhooks = _trusted_peers(own), TrustedTargets.parse(own.trusted_targets)
    for peer in targets.peers.values():
        check_url(peer.url, to_peers)
    bodies, contracts, store = StoredBodies(database), ContractStore(database), DeliveryStore(projector)
    sending = Sending.over(NAME, to_peers, to_webhooks, deadline=own.delivery_deadline)
    delivering = Delivering(log, store, targets, bodies, send or sending.send, own.schedule, own.pace)
    judging = Judging(lambda url: check_url(url, to_webhooks).url, new_secret, seals)
    reconciliation = Reconciliation(log, targets, store, PeerClient(PinnedNetwork(to_peers)).ask)
    service.publishing = publishing
    service.subscriptions = subscriptions(database, contracts, Telling(log, bodies, targets, own.schedule))
    service.schedulers = [
        Deliverer(
            database,
            f"{NAME}.deliveries",
            delivering,
            sending.aclose,
            news=(log.news, projector.advanced),
            every=own.look_every,
        )
    ]
    service.routers = [
        inbound_router(Inbound(log), _callbacks(own)),
        deliveries_router(Replays(log, store), bodies, projector),
        reconciliation_router(reconciliation),
        webhooks_router(Webhooks(log, directory, judging), projector),
        events_router(contracts, longest=own.longest_token_life),
        master_data_router(projector),
    ]
    return service


def _peer(name: str, peer: PeerSettings) -> Target:
    base = peer.url.rstrip("/")
    secrets = tuple(each.get_secret_value() for each in peer.deliveries)
    return Target(name=name, url=f"{base}/api/events", secrets=secrets, base_url=base)


def _trusted_peers(settings: Settings) -> TrustedTargets:
    """The hosts of the peers, which may be inside the own network because the operator named them."""
    urls = [urlsplit(peer.url) for peer in settings.peers.values()]
    defaults = {"http": 80, "https": 443}
    return TrustedTargets.parse(
        f"{url.netloc}" if url.port else f"{url.netloc}:{defaults.get(url.scheme, 0)}" for url in urls
    )


def _callbacks(settings: Settings) -> dict[str, tuple[str, ...]]:
    """What each peer signs with. One without secrets cannot be believed, so nothing comes from it."""
    return {
        name: tuple(each.get_secret_value() for each in peer.callbacks)
        for name, peer in settings.peers.items()
        if peer.callbacks
    }
