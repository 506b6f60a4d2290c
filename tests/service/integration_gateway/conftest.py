"""The gateway on a fresh database beside peers that know nothing yet."""

from collections.abc import AsyncIterator

import pytest_asyncio

from crm_local.peers.app import Peers
from crm_local.peers.serving import running_peers
from crm_local.peers.settings import PeersSettings
from crm_testing.databases import Databases
from crm_testing.gateways import NAME, SECRETS, Gateway, builder_for, gateway_under_test
from crm_testing.services import prepared

_PREPARED = prepared(builder_for("http://127.0.0.1:1", SECRETS), NAME)


@pytest_asyncio.fixture
async def gateway_database(databases: Databases) -> AsyncIterator[str]:
    """Superuser's URL of a database that has the gateway's schema."""
    async with databases.lent(prepared_by=_PREPARED) as url:
        yield url


@pytest_asyncio.fixture(scope="package")
async def running_once() -> AsyncIterator[tuple[Peers, str]]:
    async with running_peers(PeersSettings(secrets=SECRETS)) as running:
        yield running


@pytest_asyncio.fixture
async def peers(running_once: tuple[Peers, str]) -> AsyncIterator[tuple[Peers, str]]:
    """All peers, without a past and well-behaved."""
    for peer in running_once[0].all:
        peer.secrets = SECRETS[peer.name].deliveries
        await peer.reset()
    for channel in running_once[0].channels:
        await channel.reset()
    yield running_once
    for each in running_once[0].everybody:
        each.edge.heal()
    running_once[0].point_to("")


@pytest_asyncio.fixture
async def gateway(gateway_database: str, peers: tuple[Peers, str]) -> AsyncIterator[Gateway]:
    async with gateway_under_test(gateway_database, peers) as running:
        yield running
