"""The commands of administrators: webhooks and the replay of parked deliveries."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from crm_contracts.registry import context_of, contract_for
from crm_contracts.topics import TOPICS
from crm_platform.context import Context
from crm_platform.errors import FieldError, Invalid
from crm_platform.eventsourcing.log import EventLog, Recorded
from integration_gateway.application.commands import (
    DisableWebhook,
    RegisterWebhook,
    ReplayParked,
    ReviseWebhook,
    RotateSecret,
)
from integration_gateway.application.targets import ActiveWebhooks
from integration_gateway.domain.delivery import Delivery
from integration_gateway.domain.errors import DeliveryNotParked
from integration_gateway.domain.webhook import Webhook

REPLAYED_AT_ONCE = 1000


class Seals(Protocol):
    """Keeps secrets unreadable for who only sees the store."""

    def seal(self, secret: str) -> str:
        """Raises `NoSecretsKey`."""

    def open(self, sealed: str) -> str:
        """Raises `NoSecretsKey` when no key opens it."""


@dataclass(frozen=True, slots=True)
class Judging:
    """What a webhook is judged by. `url` gives the normal form or raises `DestinationNotAllowed`."""

    url: Callable[[str], str]
    new_secret: Callable[[], str]
    seals: Seals


class Webhooks:
    """Commands on webhooks."""

    def __init__(self, log: EventLog, webhooks: ActiveWebhooks, judging: Judging) -> None:
        self._log = log
        self._webhooks = webhooks
        self._judging = judging

    async def register(self, command: RegisterWebhook, context: Context) -> Recorded:
        """Begin to send. `extra["shown"]` is the sealed secret when we made it."""
        url = self._judged(command.url, command.types)
        sealed, shown = self._secret(command.secret)
        webhook = Webhook.register(
            context.new_id(),
            url,
            command.types,
            secret=sealed,
            description=command.description,
            now=context.now,
        )
        return self._noted(await self._log.save(context, webhook, shown=shown))

    async def revise(self, webhook_id: UUID, command: ReviseWebhook, context: Context) -> Recorded:
        """Send elsewhere, or other events; what waits goes to the new address."""
        url = self._judged(command.url, command.types)
        return await self._change(
            webhook_id,
            context,
            lambda w: w.revise(url, command.types, description=command.description, now=context.now),
        )

    async def rotate(self, webhook_id: UUID, command: RotateSecret, context: Context) -> Recorded:
        """Sign with a new secret. `extra["shown"]` is the sealed secret when we made it."""
        sealed, shown = self._secret(command.secret)
        old_until = context.now + timedelta(hours=command.overlap_hours)
        return await self._change(
            webhook_id, context, lambda w: w.rotate(sealed, old_until=old_until, now=context.now), shown=shown
        )

    async def disable(self, webhook_id: UUID, command: DisableWebhook, context: Context) -> Recorded:
        """Send nothing more; what waits is held."""
        return await self._change(webhook_id, context, lambda w: w.disable(command.reason, now=context.now))

    async def enable(self, webhook_id: UUID, context: Context) -> Recorded:
        """Go on where it was disabled."""
        return await self._change(webhook_id, context, lambda w: w.enable(now=context.now))

    def shown(self, recorded: Recorded) -> str | None:
        """The secret that the answer to this command shows."""
        sealed = recorded.extra.get("shown")
        return None if sealed is None else self._judging.seals.open(sealed)

    async def _change(
        self, webhook_id: UUID, context: Context, decide: Callable[[Webhook], object], **extra: Any
    ) -> Recorded:
        return self._noted(await self._log.change(context, Webhook, webhook_id, decide, **extra))

    def _noted(self, recorded: Recorded) -> Recorded:
        self._webhooks.changed(recorded.position)
        return recorded

    def _secret(self, given: str | None) -> tuple[str, str | None]:
        sealed = self._judging.seals.seal(given or self._judging.new_secret())
        return sealed, None if given else sealed

    def _judged(self, url: str, types: Sequence[str]) -> str:
        unknown = [index for index, each in enumerate(types) if not _is_published(each)]
        if unknown:
            raise Invalid(
                [
                    FieldError(
                        f"#/types/{index}",
                        "unknown-event-type",
                        "Is no type that is published",
                        "不是已发布的事件类型",
                    )
                    for index in unknown
                ]
            )
        return self._judging.url(url)


class ParkedDeliveries(Protocol):
    """Which deliveries of a target are parked, as far as the view of them has come."""

    async def parked(self, target: str, limit: int) -> Sequence[UUID]: ...


class Replays:
    """Trying parked deliveries again."""

    def __init__(self, log: EventLog, parked: ParkedDeliveries) -> None:
        self._log = log
        self._parked = parked

    async def replay(self, delivery_id: UUID, context: Context) -> Recorded:
        """Try one again, from the beginning of the schedule. Raises `DeliveryNotParked`."""
        return await self._log.change(context, Delivery, delivery_id, lambda d: d.replay(now=context.now))

    async def replay_parked(self, command: ReplayParked, context: Context) -> int:
        """Try the parked deliveries of a target again, at most `REPLAYED_AT_ONCE`; returns how many are."""
        ids = await self._parked.parked(command.target, REPLAYED_AT_ONCE)
        results = await asyncio.gather(
            *(self.replay(each, context.step(str(each))) for each in ids), return_exceptions=True
        )
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, DeliveryNotParked):
                raise result
        return sum(isinstance(result, Recorded) for result in results)


def _is_published(event_filter: str) -> bool:
    if event_filter == "*":
        return True
    if event_filter.endswith(".*"):
        return event_filter.removeprefix("crm.").removesuffix(".*") in TOPICS
    return context_of(event_filter) in TOPICS and contract_for(event_filter) is not None
