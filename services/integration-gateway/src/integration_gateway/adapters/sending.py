"""Sends messages to targets: to peers where the operator put them, to webhooks only where the internet reaches."""

from crm_platform.observability import metrics
from integration_gateway.adapters.delivery_client import DeliveryClient
from integration_gateway.adapters.destinations import PinnedNetwork, TrustedTargets
from integration_gateway.application.targets import Target
from integration_gateway.domain.outcome import Outcome, Verdict


class Sending:
    """Two networks: an administrator's webhook cannot reach a peer's address just because we may."""

    def __init__(self, service: str, to_peers: DeliveryClient, to_webhooks: DeliveryClient) -> None:
        self._to_peers = to_peers
        self._to_webhooks = to_webhooks
        self._retries = metrics.RETRIES.labels(service=service, part="deliveries")

    @classmethod
    def over(
        cls, service: str, peers: TrustedTargets, trusted: TrustedTargets, *, deadline: float
    ) -> "Sending":
        """`peers` and `trusted` are the host:port pairs opened for peers and for webhooks."""
        return cls(
            service,
            DeliveryClient(PinnedNetwork(peers), deadline=deadline),
            DeliveryClient(PinnedNetwork(trusted), deadline=deadline),
        )

    async def send(self, target: Target, message_id: str, body: bytes) -> Outcome:
        """Send once. Raises `ValueError` for a message that cannot be signed."""
        client = self._to_peers if target.webhook is None else self._to_webhooks
        outcome = await client.deliver(target.url, message_id, body, target.secrets)
        if outcome.verdict is not Verdict.DELIVERED:
            self._retries.inc()
        return outcome

    async def aclose(self) -> None:
        """Close all connections."""
        await self._to_peers.aclose()
        await self._to_webhooks.aclose()
