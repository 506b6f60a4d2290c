"""The only place that wires the integration gateway together."""

from datetime import timedelta
from urllib.parse import urlsplit

from crm_platform.http.operations import ServiceRouter
from crm_platform.persistence.projecting import Projector
from crm_platform.runtime import Service
from crm_platform.security.signatures import new_secret
from crm_platform.settings import ServiceSettings
from integration_gateway.adapters.addresses import PushAddresses, RobotDirectory
from integration_gateway.adapters.bodies import StoredBodies
from integration_gateway.adapters.chat_robots import RobotChannel, judged_address
from integration_gateway.adapters.contracts import ContractStore
from integration_gateway.adapters.deliverer import Deliverer
from integration_gateway.adapters.delivery_client import DeliveryClient
from integration_gateway.adapters.delivery_store import DeliveryStore
from integration_gateway.adapters.destinations import PinnedNetwork, TrustedTargets, check_url
from integration_gateway.adapters.inboxes import Inboxes, KnownDevices
from integration_gateway.adapters.mail import MailChannel
from integration_gateway.adapters.notification_views import (
    NOTIFICATIONS,
    PREFERENCES,
    PUSH_SUBSCRIPTIONS,
    ROBOTS,
)
from integration_gateway.adapters.peer_client import PeerClient
from integration_gateway.adapters.push_hosts import judged_endpoint
from integration_gateway.adapters.push_keys import PushKeys
from integration_gateway.adapters.recipients import KnownRecipients
from integration_gateway.adapters.sealing import FernetSeals
from integration_gateway.adapters.sending import CLOUD_EVENT, JSON, Channel, Sending, SignedChannel
from integration_gateway.adapters.views import CUSTOMERS, DELIVERIES, PEOPLE, PRODUCTS, WEBHOOKS
from integration_gateway.adapters.web_push import WebPushChannel, is_browser_key
from integration_gateway.adapters.webhook_directory import WebhookDirectory
from integration_gateway.application.delivering import Delivering, Send
from integration_gateway.application.inbound import Inbound
from integration_gateway.application.notifications import (
    Browsers,
    Choices,
    Inbox,
    JudgingAddresses,
    Robots,
    check_zone,
)
from integration_gateway.application.notifying import MAIL_TARGET, Notifying, Outside
from integration_gateway.application.policies import Telling
from integration_gateway.application.publishing import publishing
from integration_gateway.application.reconciliation import Reconciliation
from integration_gateway.application.service import Judging, Replays, Webhooks
from integration_gateway.application.targets import ChannelName, Target, Targets
from integration_gateway.application.wording import Sender
from integration_gateway.domain.robot import RobotService
from integration_gateway.entrypoints.consumers import subscriptions
from integration_gateway.entrypoints.http import deliveries_router, reconciliation_router
from integration_gateway.entrypoints.http_events import events_router
from integration_gateway.entrypoints.http_inbound import inbound_router
from integration_gateway.entrypoints.http_master_data import master_data_router
from integration_gateway.entrypoints.http_notifications import (
    notifications_feed,
    notifications_router,
    preferences_router,
)
from integration_gateway.entrypoints.http_push import push_router
from integration_gateway.entrypoints.http_robots import robots_router
from integration_gateway.entrypoints.http_webhooks import webhooks_router
from integration_gateway.settings import PeerSettings, Settings

NAME = "integration-gateway"
VIEWS = (
    DELIVERIES,
    WEBHOOKS,
    CUSTOMERS,
    PRODUCTS,
    PEOPLE,
    NOTIFICATIONS,
    PREFERENCES,
    PUSH_SUBSCRIPTIONS,
    ROBOTS,
)


class _Notifications:
    """The parts by which people are told."""

    def __init__(
        self, service: Service, settings: Settings, seals: FernetSeals, bodies: StoredBodies
    ) -> None:
        log, projector = service.log, service.projector
        check_zone(settings.notification_time_zone)
        schedule, default = settings.notification_schedule, settings.preferences
        self._settings = settings
        self._trusted = TrustedTargets.parse(settings.trusted_targets)
        self._mail = settings.mail_server
        self.keys = PushKeys(service.database, seals)
        self.browsers = PushAddresses(projector, seals, schedule)
        self.robots = RobotDirectory(projector, seals, schedule)
        self._mail_targets = (
            {MAIL_TARGET: Target(MAIL_TARGET, "", (), channel="mail", schedule=schedule)}
            if self._mail
            else {}
        )
        outside = Outside(
            Sender(settings.smtp.sender if settings.smtp else "", settings.web_url),
            schedule,
            mail=self._mail is not None,
            push=bool(settings.secrets_keys),
            zone=settings.notification_time_zone,
        )
        recipients = KnownRecipients(service.database, default)
        self.notifying = Notifying(log, bodies, recipients, self.robots, outside)
        judging = JudgingAddresses(self._judged_push, self._judged_robot, is_browser_key, seals)
        inboxes = Inboxes(projector, timedelta(days=settings.notification_days))
        self.routers: list[ServiceRouter] = [
            notifications_router(Inbox(log, inboxes), inboxes, projector),
            preferences_router(Choices(log, default)),
            push_router(Browsers(log, KnownDevices(projector), self.browsers, judging), self.keys, projector),
            robots_router(Robots(log, self.robots, judging), projector),
        ]
        self.others = (self.browsers.targets, self.robots.targets, self._mailing)

    def channels(self) -> dict[ChannelName, Channel]:
        """Each with connections of its own."""
        deadline = self._settings.delivery_deadline
        found: dict[ChannelName, Channel] = {
            "web-push": WebPushChannel(
                DeliveryClient(PinnedNetwork(self._trusted), deadline=deadline),
                self.browsers,
                self.keys,
                self._settings.push_contact,
            ),
            "robot": RobotChannel(DeliveryClient(PinnedNetwork(self._trusted), deadline=deadline)),
        }
        if self._mail is not None:
            found["mail"] = MailChannel(self._mail)
        return found

    async def _mailing(self) -> dict[str, Target]:
        return self._mail_targets

    def _judged_push(self, endpoint: str) -> tuple[str, str]:
        found = judged_endpoint(endpoint, self._trusted, self._settings.push_hosts)
        return found.host, found.url

    def _judged_robot(self, url: str, service: RobotService) -> tuple[str, str]:
        found = judged_address(url, service, self._trusted, self._settings.robot_hosts)
        return found.host, found.url


def build(settings: ServiceSettings, *, send: Send | None = None) -> Service:
    """The service, ready to run; nothing is connected yet. `send` replaces how messages leave.

    Raises `ValueError` for settings without sense, `DestinationNotAllowed` for a peer's address without form.
    """
    own = Settings.of(settings)
    service = Service(NAME, own, views=VIEWS)
    log, database, projector = service.log, service.database, service.projector
    seals = FernetSeals([key.get_secret_value() for key in own.secrets_keys])
    directory, bodies = WebhookDirectory(projector, seals), StoredBodies(database)
    notifications = _Notifications(service, own, seals, bodies)
    peers = [_peer(name, peer) for name, peer in own.peers.items()]
    targets = Targets(peers, directory, notifications.others)
    to_peers, to_webhooks = _trusted_peers(own), TrustedTargets.parse(own.trusted_targets)
    for peer in targets.peers.values():
        check_url(peer.url, to_peers)
    contracts, store = ContractStore(database), DeliveryStore(projector)
    sending = _sending(own, to_peers, to_webhooks, notifications)
    delivering = Delivering(log, store, targets, bodies, send or sending.send, own.schedule, own.pace)
    judging = Judging(lambda url: check_url(url, to_webhooks).url, new_secret, seals)
    reconciliation = Reconciliation(log, targets, store, PeerClient(PinnedNetwork(to_peers)).ask)
    telling = Telling(log, bodies, targets, own.schedule)
    service.publishing = publishing
    service.subscriptions = subscriptions(database, contracts, telling, notifications.notifying)
    service.schedulers = [_deliverer(service, delivering, sending, projector, own.look_every)]
    service.feeds = [notifications_feed()]
    service.routers = [
        inbound_router(Inbound(log), _callbacks(own)),
        deliveries_router(Replays(log, store), bodies, projector),
        reconciliation_router(reconciliation),
        webhooks_router(Webhooks(log, directory, judging), projector),
        events_router(contracts, longest=own.longest_token_life),
        master_data_router(projector),
        *notifications.routers,
    ]
    return service


def _sending(
    settings: Settings, to_peers: TrustedTargets, to_webhooks: TrustedTargets, notifications: _Notifications
) -> Sending:
    """Networks apart: an administrator's webhook cannot reach a peer's address just because we may."""
    deadline = settings.delivery_deadline
    peers = DeliveryClient(PinnedNetwork(to_peers), deadline=deadline)
    webhooks = DeliveryClient(PinnedNetwork(to_webhooks), deadline=deadline)
    channels: dict[ChannelName, Channel] = {
        "peer": SignedChannel(peers, JSON),
        "webhook": SignedChannel(webhooks, CLOUD_EVENT),
        **notifications.channels(),
    }
    return Sending(NAME, channels)


def _deliverer(
    service: Service, delivering: Delivering, sending: Sending, projector: Projector, every: float
) -> Deliverer:
    return Deliverer(
        service.database,
        f"{NAME}.deliveries",
        delivering,
        sending.aclose,
        news=(service.log.news, projector.advanced),
        every=every,
    )


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
