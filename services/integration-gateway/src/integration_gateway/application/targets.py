"""Whom messages are sent to: the peers that the operator configured, and the webhooks that are active."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

_WEBHOOK = "webhook/"


@dataclass(frozen=True, slots=True)
class Target:
    """Where messages go and what signs them: a webhook, or a peer, which answers questions under `base_url`."""

    name: str
    url: str
    secrets: tuple[str, ...] = field(repr=False)
    types: tuple[str, ...] = ()
    webhook: UUID | None = None
    base_url: str = ""


def webhook_target(webhook_id: UUID) -> str:
    """The name under which deliveries to a webhook are kept."""
    return f"{_WEBHOOK}{webhook_id}"


class ActiveWebhooks(Protocol):
    """The active webhooks as targets. A change made by this process counts at once, one of another within a second."""

    async def targets(self) -> Mapping[str, Target]: ...

    def changed(self, position: int) -> None:
        """Something about webhooks was recorded at this log position."""


class Targets:
    """Every target that messages may be sent to now, by name."""

    def __init__(self, peers: Sequence[Target], webhooks: ActiveWebhooks) -> None:
        self._peers = {peer.name: peer for peer in peers}
        self.webhooks = webhooks

    @property
    def peers(self) -> Mapping[str, Target]:
        return self._peers

    async def all(self) -> Mapping[str, Target]:
        """Peers and active webhooks. Raises `Unavailable` while the webhooks cannot be read."""
        return {**self._peers, **await self.webhooks.targets()}
