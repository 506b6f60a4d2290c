"""Sends one signed message to one address and judges the answer. Retrying is for others."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore

from integration_gateway.adapters.destinations import Destination, NameNotFound, PinnedNetwork, check_url
from integration_gateway.adapters.signing import sign
from integration_gateway.domain.errors import DestinationNotAllowed
from integration_gateway.domain.outcome import Outcome, outcome_of_status, outcome_without_answer

DEADLINE_SECONDS = 15.0
ANSWER_LIMIT = 64 * 1024
LONGEST_PAUSE = timedelta(hours=24)

_NETWORK_TROUBLE = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException)


def _now() -> datetime:
    return datetime.now(UTC)


class DeliveryClient:
    """Connections to receivers. One exchange takes at most `deadline` seconds from name to last byte.

    Answers are not kept: at most 64 KB are read, as they come and without unpacking, so that a connection
    can be used again. Redirects and proxies from the environment are not followed.
    """

    def __init__(
        self,
        network: PinnedNetwork,
        *,
        deadline: float = DEADLINE_SECONDS,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._network = network
        self._deadline = deadline
        self._clock = clock
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or httpcore.default_ssl_context(),
            # One slow receiver must not use up the connections of the others.
            max_connections=None,
            max_keepalive_connections=50,
            keepalive_expiry=30.0,
            network_backend=network,
        )

    async def deliver(self, target: str, message_id: str, body: bytes, secrets: Sequence[str]) -> Outcome:
        """POST `body` (JSON) to `target` once, signed now with each secret; network trouble is an outcome.

        Raises `ValueError` for a message that cannot be signed.
        """
        now = self._clock()
        signature = sign(message_id, body, secrets, now)
        status: int | None = None
        retry_after: timedelta | None = None
        error = "answer-lost"
        try:
            request = _request(check_url(target, self._network.trusted), signature, body)
            async with asyncio.timeout(self._deadline):
                answer = await self._pool.handle_async_request(request)
                try:
                    status, retry_after = answer.status, _retry_after(answer, now)
                    await _drain(answer)
                finally:
                    await answer.aclose()
        except (DestinationNotAllowed, TimeoutError, *_NETWORK_TROUBLE) as trouble:
            error = _code(trouble)
        # The status decides, also when the rest of the answer never came: the receiver has spoken.
        return outcome_without_answer(error) if status is None else outcome_of_status(status, retry_after)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


def _request(destination: Destination, signature: dict[str, str], body: bytes) -> httpcore.Request:
    url = httpcore.URL(
        scheme=destination.scheme, host=destination.host, port=destination.port, target=destination.path
    )
    headers = [
        ("host", destination.authority),
        ("content-type", "application/json"),
        ("content-length", str(len(body))),
        ("user-agent", "KuaiCRM-Gateway/1"),
        *signature.items(),
    ]
    return httpcore.Request("POST", url, headers=headers, content=body)


async def _drain(answer: httpcore.Response) -> None:
    read = 0
    async for chunk in answer.aiter_stream():
        read += len(chunk)
        if read >= ANSWER_LIMIT:
            return


def _retry_after(answer: httpcore.Response, now: datetime) -> timedelta | None:
    """The pause the receiver asks for, in seconds or as a date: at most a day, and nothing for nonsense."""
    text = next((value for name, value in answer.headers if name.lower() == b"retry-after"), b"").decode(
        "latin-1"
    )
    if text.isascii() and text.isdigit():
        seconds = min(int(text[:9]), int(LONGEST_PAUSE.total_seconds()))
        return timedelta(seconds=seconds)
    try:
        pause = parsedate_to_datetime(text) - now
    except (ValueError, TypeError):
        return None
    return min(pause, LONGEST_PAUSE) if pause > timedelta(0) else None


def _code(trouble: Exception) -> str:
    """A stable code for trouble that came before a status."""
    match trouble:
        case DestinationNotAllowed():
            return trouble.code
        case NameNotFound():
            return "name-not-found"
        case TimeoutError() | httpcore.TimeoutException():
            return "timed-out"
        case httpcore.ConnectError():
            return "tls-failed" if isinstance(trouble.__context__, ssl.SSLError) else "connection-failed"
        case _:
            return "answer-lost"
