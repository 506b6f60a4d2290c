"""All peers in one ASGI application, each under its name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from crm_local.peers.base import Peer
from crm_local.peers.channel import ChannelPeer
from crm_local.peers.eam import Eam
from crm_local.peers.finance import Finance
from crm_local.peers.ledger import Counts
from crm_local.peers.master_data import MasterData
from crm_local.peers.mes import Mes
from crm_local.peers.push_service import PushService
from crm_local.peers.qms import Qms
from crm_local.peers.robots import Robots
from crm_local.peers.settings import PeersSettings
from crm_local.peers.smtp import MailServer
from crm_local.peers.webhook import WebhookReceiver
from crm_local.peers.wms import Wms


class Peers:
    """The systems around one CRM. `app` serves them; its lifespan starts and stops their callbacks."""

    def __init__(self, settings: PeersSettings) -> None:
        self.mes = Mes(settings)
        self.qms = Qms(settings)
        self.wms = Wms(settings)
        self.eam = Eam(settings)
        self.finance = Finance(settings)
        self.master_data = MasterData(settings)
        self.webhook = WebhookReceiver(settings)
        self.push_service = PushService()
        self.robots = Robots()
        self.smtp = MailServer(settings.smtp_port)
        self.app = FastAPI(title="Systems around KuaiCRM", openapi_url=None, lifespan=self._lifespan)
        self.app.add_api_route("/", self.overview, methods=["GET"])
        for peer in self.everybody:
            self.app.mount(f"/{peer.name}", peer.edge)

    @property
    def all(self) -> tuple[Peer, ...]:
        """Every peer."""
        return (self.mes, self.qms, self.wms, self.eam, self.finance, self.master_data, self.webhook)

    @property
    def channels(self) -> tuple[ChannelPeer, ...]:
        """What people are told through."""
        return (self.push_service, self.robots, self.smtp)

    @property
    def everybody(self) -> list[Peer | ChannelPeer]:
        """Peers and channels."""
        return [*self.all, *self.channels]

    def point_to(self, gateway_url: str) -> None:
        """Say where the CRM answers, when that was not known at the start."""
        for peer in self.all:
            peer.callbacks.point_to(gateway_url)

    async def overview(self) -> dict[str, Counts]:
        """What each peer received."""
        return {peer.name: peer.ledger.counts(peer.edge.lost_answers) for peer in self.everybody}

    @asynccontextmanager
    async def _lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as running:
            for peer in self.everybody:
                running.push_async_callback(peer.stop)
                await peer.start()
            yield
