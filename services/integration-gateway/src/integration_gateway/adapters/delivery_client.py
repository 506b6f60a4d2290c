"""Posts one message to one judged address, and judges the answer. Retrying is for others."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore

from crm_platform.security.signatures import sign
from integration_gateway.adapters.destinations import Destination, NameNotFound, PinnedNetwork, check_url
from integration_gateway.domain.errors import DestinationNotAllowed
from integration_gateway.domain.outcome import Outcome, outcome_of_status, outcome_without_answer

DEADLINE_SECONDS = 15.0
ANSWER_LIMIT = 64 * 1024
LONGEST_PAUSE = timedelta(hours=24)

_NETWORK_TROUBLE = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class PostAnswer:
    """What came back: `status` None when nothing did, and then why (`error`). `content` only as far as it was wanted."""

    status: int | None
    error: str
    retry_after: timedelta | None = None
    content: bytes = b""

    @property
    def outcome(self) -> Outcome:
        """The attempt, judged by its status alone."""
        if self.status is None:
            return outcome_without_answer(self.error)
        return outcome_of_status(self.status, self.retry_after)


class DeliveryClient:
    """Connections to receivers. One exchange takes at most `deadline` seconds from name to last byte.

    At most 64 KB of an answer are read, as they come and without unpacking, so that a connection can be used again;
    nothing of it is kept unless it is asked for. Redirects and proxies from the environment are not followed.
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

    async def deliver(
        self,
        target: str,
        message_id: str,
        body: bytes,
        secrets: Sequence[str],
        *,
        content_type: str = "application/json",
    ) -> Outcome:
        """POST `body` to `target` once, signed now with each secret; network trouble is an outcome.

        Raises `ValueError` for a message that cannot be signed.
        """
        headers = {"content-type": content_type, **sign(message_id, body, secrets, self._clock())}
        return (await self.post(target, headers, body)).outcome

    async def post(
        self, target: str, headers: Mapping[str, str], body: bytes, *, keep: bool = False
    ) -> PostAnswer:
        """POST `body` to `target` once. With `keep`, the answer's content is returned, cut at 64 KB."""
        now = self._clock()
        status: int | None = None
        retry_after: timedelta | None = None
        error, content = "answer-lost", bytearray()
        try:
            request = _request(check_url(target, self._network.trusted), headers, body)
            async with asyncio.timeout(self._deadline):
                answer = await self._pool.handle_async_request(request)
                try:
                    status, retry_after = answer.status, _retry_after(answer, now)
                    await _drain(answer, content if keep else None)
                finally:
                    await answer.aclose()
        except (DestinationNotAllowed, TimeoutError, *_NETWORK_TROUBLE) as trouble:
            error = _code(trouble)
        # The status decides, also when the rest of the answer never came: the receiver has spoken.
        return PostAnswer(status, error, retry_after, bytes(content[:ANSWER_LIMIT]))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


def _request(destination: Destination, given: Mapping[str, str], body: bytes) -> httpcore.Request:
    url = httpcore.URL(
        scheme=destination.scheme, host=destination.host, port=destination.port, target=destination.path
    )
    headers = [
        ("host", destination.authority),
        ("content-length", str(len(body))),
        ("user-agent", "KuaiCRM-Gateway/1"),
        *given.items(),
    ]
    return httpcore.Request("POST", url, headers=headers, content=body)


async def _drain(answer: httpcore.Response, content: bytearray | None) -> None:
    read = 0
    async for chunk in answer.aiter_stream():
        read += len(chunk)
        if content is not None:
            content += chunk
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
