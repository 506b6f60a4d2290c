"""Runs the peers on a socket, with a server that lets them cut a connection in mid-request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from crm_local.peers.app import Peers
from crm_local.peers.faults import ABORT
from crm_local.peers.settings import PeersSettings
from crm_platform.http.server import listening, serving


class CuttableProtocol(HttpToolsProtocol):
    """Offers the connection to the application, to be cut without an answer."""

    def on_message_begin(self) -> None:
        """Called by the parser for each request."""
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"abort": self.transport.abort}}


@asynccontextmanager
async def running_peers(
    settings: PeersSettings, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[tuple[Peers, str]]:
    """The peers, and the URL under which they answer. Port 0 takes a free one; a taken one: `OSError`."""
    peers = Peers(settings)
    async with serving(peers.app, listening(host, port), http=CuttableProtocol, lifespan="on") as url:
        yield peers, url
