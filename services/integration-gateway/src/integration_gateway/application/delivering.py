"""Carries deliveries out: which may be sent now, one attempt, and what became of it.

An attempt is recorded after it was made. Who dies in between leaves the delivery due, and the next one sends the same
bytes under the same id.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from crm_platform.context import Context, reaction
from crm_platform.errors import NotFound, Unavailable
from crm_platform.eventsourcing.log import EventLog
from crm_platform.observability.logging import logger
from integration_gateway.application.policies import Bodies
from integration_gateway.application.targets import Target, Targets, browser_of
from integration_gateway.domain.delivery import Delivery
from integration_gateway.domain.outcome import Outcome, Verdict, outcome_without_answer
from integration_gateway.domain.pace import Pace, PaceLimits
from integration_gateway.domain.push_subscription import PushSubscription
from integration_gateway.domain.retry import RetrySchedule
from integration_gateway.domain.webhook import GONE, Webhook

ACTOR = "policy:integration-gateway.delivering"

Send = Callable[[Target, str, bytes], Awaitable[Outcome]]
"""Sends a message (target, id, body) once; trouble with the target is an outcome, not an error."""


class Due(NamedTuple):
    """A delivery that may be sent."""

    id: UUID
    target: str
    next_at: datetime


class Waiting(Protocol):
    """The deliveries that wait, as far as the view of them has come."""

    async def due(self, rooms: Mapping[str, int], busy: Sequence[UUID], now: datetime) -> Sequence[Due]:
        """Up to `rooms[target]` for each target, none of `busy`, none behind an earlier one of its subject."""

    async def position(self) -> int:
        """How much of the log the view shows."""


class Delivering:
    """Sends what is due: several messages to each target at a time, so that none holds up another's.

    What is on its way lives in memory only; the log decides whether a delivery is still to be made.
    """

    def __init__(
        self,
        log: EventLog,
        waiting: Waiting,
        targets: Targets,
        bodies: Bodies,
        send: Send,
        schedule: RetrySchedule,
        limits: PaceLimits,
    ) -> None:
        self._log = log
        self._waiting = waiting
        self._targets = targets
        self._bodies = bodies
        self._send = send
        self._schedule = schedule
        self._limits = limits
        self._paces: dict[str, Pace] = {}
        self._busy: dict[UUID, str] = {}
        # Recorded at this log position, which the view may not show yet.
        self._settled: dict[UUID, int] = {}

    async def due(self, now: datetime, _limit: int) -> Sequence[tuple[UUID, datetime]]:
        """What may be sent now; it counts as on its way until `deliver` has ended."""
        on_the_way = list(self._busy.values())
        rooms = {
            name: room
            for name in await self._targets.all()
            if (room := self._pace(name).room(on_the_way.count(name), now))
        }
        if not rooms:
            return []
        if self._settled:
            shown = await self._waiting.position()
            self._settled = {id_: position for id_, position in self._settled.items() if position > shown}
        found = await self._waiting.due(rooms, [*self._busy, *self._settled], now)
        self._busy |= {each.id: each.target for each in found}
        return [(each.id, each.next_at) for each in found]

    async def deliver(self, delivery_id: UUID) -> Outcome | None:
        """Try one delivery that `due` gave; None when there was nothing to do, or it could not be recorded now."""
        pace = self._pace(self._busy[delivery_id])
        log = logger(delivery=str(delivery_id), target=self._busy[delivery_id])
        try:
            return await self._attempt(delivery_id, pace)
        except Unavailable as error:
            log.warning("cannot deliver now", error=str(error))
            pace.hold(_now())
        except Exception:
            log.exception("could not deliver")
            pace.hold(_now())
        finally:
            del self._busy[delivery_id]
        return None

    async def _attempt(self, delivery_id: UUID, pace: Pace) -> Outcome | None:
        delivery = await self._log.load(Delivery, delivery_id)
        target = (await self._targets.all()).get(delivery.target)
        if target is None or not delivery.is_due(_now()):
            return None
        target = replace(target, receiver=delivery.receiver)
        outcome = await self._sent(delivery, target)
        now = _now()
        pace.note(outcome, now)
        context = reaction(
            ACTOR,
            f"{delivery.id}/{delivery.version}",
            now=now,
            correlation_id=delivery.event.correlation_id,
            causation_id=str(delivery.event.id),
        )
        if outcome.verdict is Verdict.GONE:
            await self._end(target, context.step(GONE))
        schedule = target.schedule or self._schedule
        recorded = await self._log.change(
            context, Delivery, delivery.id, lambda d: d.note(outcome, schedule, now=now)
        )
        self._settled[delivery.id] = recorded.position
        return outcome

    async def _end(self, target: Target, context: Context) -> None:
        """Send nothing more to where nobody is."""
        now = context.now
        if target.webhook is not None:
            disabled = await self._log.change(
                context, Webhook, target.webhook, lambda w: w.disable(GONE, now=now)
            )
            self._targets.webhooks.changed(disabled.position)
        elif target.receiver is not None:
            person, subscription = browser_of(target.receiver)
            await self._log.change(
                context, PushSubscription, subscription, lambda s: s.lose(person, GONE, now=now)
            )

    async def _sent(self, delivery: Delivery, target: Target) -> Outcome:
        try:
            body = await self._bodies.read(delivery.body)
        except NotFound:
            return outcome_without_answer("body-missing")
        try:
            outcome = await self._send(target, delivery.message_id, body)
        except ValueError as error:
            logger(delivery=str(delivery.id)).error("cannot be signed", error=str(error))
            return outcome_without_answer("not-signed")
        if outcome.verdict is Verdict.GONE and not target.may_leave:
            # A peer that the operator configured cannot take itself away; a wrong proxy answers like that.
            return replace(outcome, verdict=Verdict.FAILED)
        return outcome

    def _pace(self, target: str) -> Pace:
        return self._paces.setdefault(target, Pace(self._limits))


def _now() -> datetime:
    return datetime.now(UTC)
