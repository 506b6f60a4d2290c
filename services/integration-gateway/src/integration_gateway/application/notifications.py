"""The commands of people about their own notifications, and of administrators about robots."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from crm_platform.context import Context
from crm_platform.errors import Invalid, NotFound
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from integration_gateway.application.notification_commands import SetUpRobot, SubscribePush
from integration_gateway.application.notifying import ActiveRobots
from integration_gateway.application.service import Seals
from integration_gateway.domain.errors import TooManyDevices
from integration_gateway.domain.notification import Notification
from integration_gateway.domain.preferences import NotificationPreferences, Preferences
from integration_gateway.domain.push_subscription import Device, PushSubscription
from integration_gateway.domain.robot import Robot, RobotAddress, RobotService

READ_AT_ONCE = 1000
MOST_DEVICES = 20


class Unread(Protocol):
    """What somebody has not read, as far as the view of it has come."""

    async def unread(self, person: str, limit: int) -> Sequence[UUID]: ...


class Inbox:
    """Reading one's own notifications; somebody else's are not there."""

    def __init__(self, log: EventLog, unread: Unread) -> None:
        self._log = log
        self._unread = unread

    async def read(self, notification_id: UUID, context: Context) -> Recorded:
        """Mark one as read. Raises `NotFound`."""

        def decide(notification: Notification) -> None:
            if notification.recipient != context.actor:
                raise NotFound
            notification.read(now=context.now)

        return await self._log.change(context, Notification, notification_id, decide)

    async def read_all(self, context: Context) -> int:
        """Mark what the caller has not read, at most `READ_AT_ONCE`; returns how many were marked."""
        ids = await self._unread.unread(context.actor, READ_AT_ONCE)
        await asyncio.gather(*(self.read(each, context.step(str(each))) for each in ids))
        return len(ids)


class Choices:
    """What people choose about how they are told."""

    def __init__(self, log: EventLog, default: Preferences) -> None:
        self._log = log
        self._default = default

    async def of(self, person: str) -> tuple[Preferences, int | None]:
        """What somebody chose and its version, or the installation's default and None."""
        try:
            chosen = await self._log.load(NotificationPreferences, NotificationPreferences.id_of(person))
        except NotFound:
            return self._default, None
        return chosen.preferences, chosen.version

    async def choose(self, preferences: Preferences, context: Context) -> Recorded:
        """Replace all that the caller chose. Raises `Invalid` for an unknown time zone."""
        check_zone(preferences.time_zone)
        return await self._log.define(
            context,
            NotificationPreferences,
            NotificationPreferences.id_of(context.actor),
            lambda: NotificationPreferences.choose(context.actor, preferences, now=context.now),
            lambda chosen: chosen.revise(preferences, now=context.now),
        )


def check_zone(name: str) -> None:
    """Raises `Invalid` at `#/time_zone` for a name that the time zone database does not have."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Invalid.at(
            "#/time_zone", "unknown-time-zone", "Is no IANA time zone", "不是 IANA 时区"
        ) from None


@dataclass(frozen=True, slots=True)
class JudgingAddresses:
    """What addresses are judged by: host and normal form, or `DestinationNotAllowed`."""

    push: Callable[[str], tuple[str, str]]
    robot: Callable[[str, RobotService], tuple[str, str]]
    is_browser_key: Callable[[str], bool]
    seals: Seals


class Changes(Protocol):
    """Whom to tell that something remembered has changed."""

    def changed(self, position: int) -> None: ...


class Devices(Protocol):
    """The browsers of people, as far as the view of them has come."""

    async def count(self, person: str) -> int: ...


class Browsers:
    """The browsers in which people are told."""

    def __init__(
        self, log: EventLog, devices: Devices, addresses: Changes, judging: JudgingAddresses
    ) -> None:
        self._log = log
        self._devices = devices
        self._addresses = addresses
        self._judging = judging

    async def subscribe(self, command: SubscribePush, context: Context) -> Recorded:
        """Tell the caller here from now on, and whoever was told here before no longer."""
        host, endpoint = self._judging.push(command.endpoint)
        if not self._judging.is_browser_key(command.keys.p256dh):
            raise Invalid.at("#/keys/p256dh", "not-a-key", "Is no P-256 public key", "不是 P-256 公钥")
        sealed = self._judging.seals.seal(
            json.dumps({"endpoint": endpoint, **command.keys.model_dump()}, sort_keys=True)
        )
        device = Device(host=host, sealed=sealed, name=command.device)
        id_, person, now = PushSubscription.id_of(endpoint), context.actor, context.now

        def renew(subscription: PushSubscription) -> None:
            subscription.renew(person, device, now=now)

        try:
            return self._noted(await self._log.change(context, PushSubscription, id_, renew))
        except NotFound:
            pass
        if await self._devices.count(person) >= MOST_DEVICES:
            return await self._log.answered_before(context, TooManyDevices(limit=MOST_DEVICES))
        try:
            made = PushSubscription.make(endpoint, person, device, now=now)
            return self._noted(await self._log.save(context, made))
        except AggregateConflict:
            return self._noted(await self._log.change(context, PushSubscription, id_, renew))

    async def unsubscribe(self, subscription_id: UUID, context: Context) -> Recorded:
        """Push there no more. Raises `NotFound` for somebody else's."""

        def remove(subscription: PushSubscription) -> None:
            if subscription.person != context.actor:
                raise NotFound
            subscription.remove("unsubscribed", now=context.now)

        return self._noted(await self._log.change(context, PushSubscription, subscription_id, remove))

    def _noted(self, recorded: Recorded) -> Recorded:
        self._addresses.changed(recorded.position)
        return recorded


class Robots:
    """The robots that administrators set up."""

    def __init__(self, log: EventLog, robots: ActiveRobots, judging: JudgingAddresses) -> None:
        self._log = log
        self._robots = robots
        self._judging = judging

    async def register(self, command: SetUpRobot, context: Context) -> Recorded:
        """Speak there from now on."""
        address = self._sealed(command)
        robot = Robot.register(context.new_id(), command.profile, address, now=context.now)
        return self._noted(await self._log.save(context, robot))

    async def revise(self, robot_id: UUID, command: SetUpRobot, context: Context) -> Recorded:
        """Speak elsewhere or of other things; what waits goes to the new address."""
        address = self._sealed(command)
        return await self._change(
            robot_id, context, lambda r: r.revise(command.profile, address, now=context.now)
        )

    async def disable(self, robot_id: UUID, reason: str, context: Context) -> Recorded:
        """Say nothing more; what waits is held."""
        return await self._change(robot_id, context, lambda r: r.disable(reason, now=context.now))

    async def enable(self, robot_id: UUID, context: Context) -> Recorded:
        """Go on where it was disabled."""
        return await self._change(robot_id, context, lambda r: r.enable(now=context.now))

    async def _change(self, robot_id: UUID, context: Context, decide: Callable[[Robot], object]) -> Recorded:
        return self._noted(await self._log.change(context, Robot, robot_id, decide))

    def _sealed(self, command: SetUpRobot) -> RobotAddress:
        """Raises `Invalid`, `DestinationNotAllowed`, `NoSecretsKey`."""
        if (command.team is None) == (command.person is None):
            raise Invalid.at("#/team", "one-audience", "Either a team or a person", "团队和人员须二选一")
        host, url = self._judging.robot(command.url, command.service)
        sealed = self._judging.seals.seal(json.dumps({"url": url, "secret": command.secret}))
        return RobotAddress(host=host, sealed=sealed)

    def _noted(self, recorded: Recorded) -> Recorded:
        self._robots.changed(recorded.position)
        return recorded
