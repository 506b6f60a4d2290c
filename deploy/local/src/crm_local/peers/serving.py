"""Runs the peers on a socket, with a server that lets them cut a connection in mid-request."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from crm_local.peers.app import Peers
from crm_local.peers.faults import ABORT
from crm_local.peers.settings import PeersSettings


class CuttableProtocol(HttpToolsProtocol):
    """Offers the connection to the application, to be cut without an answer."""

    def on_message_begin(self) -> None:
        """Called by the parser for each request."""
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"abort": self.transport.abort}}


class EmbeddedServer(uvicorn.Server):
    """A server that leaves the signals of its process to whoever started it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def running_peers(
    settings: PeersSettings, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[tuple[Peers, str]]:
    """The peers, and the URL under which they answer. Port 0 takes a free one; a taken one: `OSError`."""
    peers = Peers(settings)
    listening = _listening(host, port)
    config = uvicorn.Config(
        peers.app,
        http=CuttableProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = EmbeddedServer(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            if serving.done():
                await serving
                raise RuntimeError("the peers did not start")
            await asyncio.sleep(0.005)
        yield peers, f"http://{host}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        listening.close()


def _listening(host: str, port: int) -> socket.socket:
    # With the protocol named, asyncio switches off Nagle's algorithm; without, every answer is 40 ms late.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    listening.listen(1024)
    return listening
