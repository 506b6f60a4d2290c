"""How messages leave: one channel for each kind of target. A channel that is down, slow or full touches no other."""

from collections.abc import Mapping
from typing import Protocol

from crm_platform.observability import metrics
from integration_gateway.adapters.delivery_client import DeliveryClient
from integration_gateway.application.targets import ChannelName, Target
from integration_gateway.domain.outcome import Outcome, Verdict

JSON, CLOUD_EVENT = "application/json", "application/cloudevents+json"


class Channel(Protocol):
    """Sends a message once. Trouble with the target is an outcome, not an error."""

    async def send(self, target: Target, message_id: str, body: bytes) -> Outcome:
        """Raises `ValueError` for a message that cannot be signed."""

    async def aclose(self) -> None:
        """Close what it holds open."""


class SignedChannel:
    """Standard Webhooks over HTTP, to peers and to webhooks."""

    def __init__(self, client: DeliveryClient, content_type: str) -> None:
        self._client = client
        self._content_type = content_type

    async def send(self, target: Target, message_id: str, body: bytes) -> Outcome:
        """Sign and post."""
        return await self._client.deliver(
            target.url, message_id, body, target.secrets, content_type=self._content_type
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()


class Sending:
    """Every message leaves through here, by the channel of its target."""

    def __init__(self, service: str, channels: Mapping[ChannelName, Channel]) -> None:
        self._channels = dict(channels)
        self._retries = metrics.RETRIES.labels(service=service, part="deliveries")

    async def send(self, target: Target, message_id: str, body: bytes) -> Outcome:
        """Send once. Raises `ValueError` for a message that cannot be signed."""
        outcome = await self._channels[target.channel].send(target, message_id, body)
        if outcome.verdict is not Verdict.DELIVERED:
            self._retries.inc()
        return outcome

    async def aclose(self) -> None:
        """Close what the channels hold open."""
        for channel in self._channels.values():
            await channel.aclose()
