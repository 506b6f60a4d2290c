"""Whom messages are sent to: configured peers, active webhooks, and the channels by which people are told."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol
from uuid import UUID

from integration_gateway.domain.retry import RetrySchedule
from integration_gateway.domain.robot import RobotService

_WEBHOOK = "webhook/"

ChannelName = Literal["peer", "webhook", "web-push", "mail", "robot"]
"""How a message leaves: each has one sender."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where messages go and what signs them; a peer also answers questions under `base_url`.

    Behind a mail server or a push service there are many receivers; `receiver` is the one a message is for. `schedule`
    None: as all deliveries are tried again.
    """

    name: str
    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    types: tuple[str, ...] = ()
    webhook: UUID | None = None
    base_url: str = ""
    channel: ChannelName = "peer"
    service: RobotService | None = None
    receiver: str | None = None
    schedule: RetrySchedule | None = None

    @property
    def may_leave(self) -> bool:
        """Whether the target itself can say that it is gone; what the operator configured cannot."""
        return self.channel in ("webhook", "web-push")


def webhook_target(webhook_id: UUID) -> str:
    """The name under which deliveries to a webhook are kept."""
    return f"{_WEBHOOK}{webhook_id}"


def browser_receiver(person: str, subscription: UUID) -> str:
    """The name under which deliveries to one browser are kept: somebody else may sign in there while they wait."""
    return f"{person}/{subscription}"


def browser_of(receiver: str) -> tuple[str, UUID]:
    """The person and the subscription in such a name."""
    person, _, subscription = receiver.rpartition("/")
    return person, UUID(subscription)


class ActiveWebhooks(Protocol):
    """The active webhooks as targets. A change made by this process counts at once, one of another within a second."""

    async def targets(self) -> Mapping[str, Target]: ...

    def changed(self, position: int) -> None:
        """Something about webhooks was recorded at this log position."""


class Targets:
    """Every target that messages may be sent to now, by name. `others` are asked for theirs."""

    def __init__(
        self,
        peers: Sequence[Target],
        webhooks: ActiveWebhooks,
        others: Sequence[Callable[[], Awaitable[Mapping[str, Target]]]] = (),
    ) -> None:
        self._peers = {peer.name: peer for peer in peers}
        self._others = others
        self.webhooks = webhooks

    @property
    def peers(self) -> Mapping[str, Target]:
        return self._peers

    async def all(self) -> Mapping[str, Target]:
        """Peers, active webhooks, and what the channels have. Raises `Unavailable` while one cannot be read."""
        found = {**self._peers, **await self.webhooks.targets()}
        for ask in self._others:
            found |= await ask()
        return found
