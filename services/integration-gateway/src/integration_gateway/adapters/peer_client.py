"""Asks peers questions over signed HTTP."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import httpcore

from crm_platform.ids import new_id
from crm_platform.security.signatures import sign
from integration_gateway.adapters.destinations import PinnedNetwork, check_url
from integration_gateway.application.reconciliation import Unanswered
from integration_gateway.application.targets import Target
from integration_gateway.domain.errors import DestinationNotAllowed

_LARGEST = 64 * 1024
_TROUBLE = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    DestinationNotAllowed,
    TimeoutError,
)


class PeerClient:
    """GETs JSON from peers. One question takes at most `deadline` seconds."""

    def __init__(self, network: PinnedNetwork, *, deadline: float = 5.0) -> None:
        self._network = network
        self._deadline = deadline

    async def ask(self, peer: Target, path: str) -> dict[str, Any] | None:
        """The peer's answer, None for 404. Raises `Unanswered`."""
        destination = check_url(peer.base_url + path, self._network.trusted)
        headers = {"host": destination.authority, **sign(str(new_id()), b"", peer.secrets, datetime.now(UTC))}
        url = httpcore.URL(
            scheme=destination.scheme, host=destination.host, port=destination.port, target=destination.path
        )
        try:
            async with asyncio.timeout(self._deadline), self._pool() as pool:
                request = httpcore.Request("GET", url, headers=list(headers.items()))
                answer = await pool.handle_async_request(request)
                try:
                    body = await _read(answer)
                finally:
                    await answer.aclose()
        except _TROUBLE as error:
            raise Unanswered(repr(error)) from error
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise Unanswered(str(answer.status))
        return _parsed(body)

    def _pool(self) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(network_backend=self._network)


async def _read(answer: httpcore.Response) -> bytes:
    body = bytearray()
    async for chunk in answer.aiter_stream():
        body += chunk
        if len(body) > _LARGEST:
            raise Unanswered("too long")
    return bytes(body)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise Unanswered("not JSON") from None
    if not isinstance(content, dict):
        raise Unanswered("not an object")
    return content
