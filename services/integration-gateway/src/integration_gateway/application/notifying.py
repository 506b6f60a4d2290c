"""How people are told: each contract that carries a notice becomes one notification per recipient, and deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Protocol, get_args
from uuid import UUID

from crm_contracts.envelope import Envelope
from crm_contracts.registry import Contract, all_contracts
from crm_contracts.values import Notice as NoticeOnTheWire
from crm_platform.context import Context
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import AggregateConflict, EventLog
from integration_gateway.application.policies import Bodies, source_event
from integration_gateway.application.targets import Target, browser_receiver
from integration_gateway.application.wording import (
    Sender,
    Voice,
    mail_message,
    push_message,
    robot_message,
)
from integration_gateway.domain.delivery import Delivery, SourceEvent
from integration_gateway.domain.notification import Notice, Notification
from integration_gateway.domain.preferences import Channel, Preferences, fits
from integration_gateway.domain.retry import RetrySchedule
from integration_gateway.domain.robot import RobotProfile

MAIL_TARGET = "mail"
PUSH, MAIL, ROBOT = "notification.web-push", "notification.mail", "notification.robot"


def push_target(host: str) -> str:
    """The name under which deliveries to a push service are kept."""
    return f"push/{host}"


def robot_target(robot_id: UUID) -> str:
    """The name under which deliveries to a robot are kept."""
    return f"robot/{robot_id}"


def noticed() -> list[type[Contract]]:
    """Every contract that may carry a notice, whichever context declares it."""
    return [
        contract
        for contract in all_contracts().values()
        if (field := contract.model_fields.get("notice")) is not None
        and NoticeOnTheWire in (field.annotation, *get_args(field.annotation))
    ]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is to be told. `subscriptions` are their browsers: id and the host of the push service."""

    person: str
    preferences: Preferences
    active: bool = True
    mail: str | None = None
    team: str | None = None
    subscriptions: Sequence[tuple[UUID, str]] = ()


class Recipients(Protocol):
    """What is known about the people who are to be told."""

    async def of(self, people: Sequence[str]) -> Sequence[Recipient]:
        """One for each of `people`, also for those who chose nothing and whom the directory does not know."""


@dataclass(frozen=True, slots=True)
class KnownRobot:
    """An active robot and whom it tells."""

    target: Target
    profile: RobotProfile


class ActiveRobots(Protocol):
    """The active robots. A change made by this process counts at once, one of another within a second."""

    async def robots(self) -> Sequence[KnownRobot]: ...

    def changed(self, position: int) -> None:
        """Something about robots was recorded at this log position."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the operator configured for leaving the inbox. `mail` None: no mail. Robots speak with `zone`."""

    sender: Sender
    schedule: RetrySchedule
    mail: bool
    push: bool
    zone: str


@dataclass(slots=True)
class _Told:
    """Everything that one event leads to."""

    notifications: list[Notification] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def keep(self, body: bytes) -> str:
        digest = sha256(body).hexdigest()
        self.bodies[digest] = body
        return digest


class Notifying:
    """Tells people. Every id follows from the event, so taking one again tells nobody again."""

    def __init__(
        self, log: EventLog, bodies: Bodies, recipients: Recipients, robots: ActiveRobots, outside: Outside
    ) -> None:
        self._log = log
        self._bodies = bodies
        self._recipients = recipients
        self._robots = robots
        self._outside = outside

    async def when_a_notice_is_published_tell_its_recipients(
        self, contract: Contract, envelope: Envelope, context: Context
    ) -> None:
        """An inbox entry for each recipient always; the other channels as they chose."""
        given: NoticeOnTheWire | None = contract.notice  # type: ignore[attr-defined]  # `noticed` looked
        if given is None:
            return
        notice = Notice.model_validate(given.model_dump(exclude={"recipients"}))
        recipients = await self._recipients.of(list(dict.fromkeys(given.recipients)))
        robots = await self._robots.robots()

        def compose() -> _Told:
            return self._composed(notice, source_event(envelope), recipients, robots, context.now)

        told = compose()
        if told.bodies:
            await self._bodies.keep(told.bodies)
        try:
            await self._log.save(context, *told.notifications, *told.deliveries)
        except AggregateConflict:
            # Some were made under another key; the rest still are to be.
            again = compose()
            for each in (*again.notifications, *again.deliveries):
                await self._save_alone(context.step(str(each.id)), each)

    def _composed(
        self,
        notice: Notice,
        event: SourceEvent,
        recipients: Sequence[Recipient],
        robots: Sequence[KnownRobot],
        now: datetime,
    ) -> _Told:
        told = _Told()
        for recipient in recipients:
            self._tell(told, recipient, notice, event, now)
        active = {each.person: each for each in recipients if each.active}
        for robot in robots:
            self._tell_robot(told, robot, active, notice, event, now)
        return told

    def _tell(
        self, told: _Told, recipient: Recipient, notice: Notice, event: SourceEvent, now: datetime
    ) -> None:
        made = Notification.make(event, recipient.person, notice, now=now)
        told.notifications.append(made)
        if not recipient.active:
            return
        preferences = recipient.preferences
        channels = preferences.channels_for(notice.kind)
        # Nobody's mail waits behind somebody else's about the same thing.
        about = event.model_copy(update={"subject": str(made.id)})
        held = preferences.held_until(now, urgent=notice.urgent)
        if self._outside.push and Channel.WEB_PUSH in channels and recipient.subscriptions:
            body = told.keep(push_message(notice, made.id, preferences.language))
            for subscription, host in recipient.subscriptions:
                told.deliveries.append(
                    self._queued(
                        about,
                        push_target(host),
                        PUSH,
                        body,
                        now,
                        held,
                        made.id,
                        receiver=browser_receiver(recipient.person, subscription),
                    )
                )
        mail = self._mail(recipient, notice, made.id, event) if Channel.MAIL in channels else None
        if mail is not None:
            body = told.keep(mail)
            told.deliveries.append(
                self._queued(about, MAIL_TARGET, MAIL, body, now, held, made.id, receiver=recipient.person)
            )

    def _mail(self, recipient: Recipient, notice: Notice, id_: UUID, event: SourceEvent) -> bytes | None:
        if not self._outside.mail or recipient.mail is None:
            return None
        voice = Voice(recipient.preferences.language, recipient.preferences.time_zone)
        return mail_message(notice, id_, voice, to=recipient.mail, sender=self._outside.sender, at=event.time)

    def _tell_robot(
        self,
        told: _Told,
        robot: KnownRobot,
        recipients: Mapping[str, Recipient],
        notice: Notice,
        event: SourceEvent,
        now: datetime,
    ) -> None:
        """A robot says it once, however many of its people are told."""
        profile, target = robot.profile, robot.target.name
        person = recipients.get(profile.person or "")
        if profile.team is not None:
            wanted = profile.team in {each.team for each in recipients.values()}
        else:
            wanted = person is not None and Channel.ROBOT in person.preferences.channels_for(notice.kind)
        if not wanted or not fits(profile.kinds, notice.kind):
            return
        held = person.preferences.held_until(now, urgent=notice.urgent) if person is not None else None
        voice = Voice(profile.language, person.preferences.time_zone if person else self._outside.zone)
        reference = Delivery.id_of(event.id, target, ROBOT).hex[:8]
        body = told.keep(robot_message(notice, reference, voice, profile.service, self._outside.sender))
        told.deliveries.append(self._queued(event, target, ROBOT, body, now, held))

    def _queued(
        self,
        event: SourceEvent,
        target: str,
        type_: str,
        body: str,
        now: datetime,
        held: datetime | None,
        message_id: UUID | None = None,
        *,
        receiver: str | None = None,
    ) -> Delivery:
        return Delivery.queue(
            event,
            target,
            type_,
            body=body,
            schedule=self._outside.schedule,
            message_id=None if message_id is None else str(message_id),
            receiver=receiver,
            held_until=held,
            now=now,
        )

    async def _save_alone(self, context: Context, made: Aggregate) -> None:
        try:
            await self._log.save(context, made)
        except AggregateConflict:
            return
