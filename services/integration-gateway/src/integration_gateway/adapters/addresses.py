"""The addresses behind push services and robots, opened when something is sent there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from crm_platform.observability.logging import logger
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, select
from integration_gateway.adapters.notification_views import PUSH_SUBSCRIPTIONS, ROBOTS
from integration_gateway.adapters.remembered import Remembered
from integration_gateway.adapters.sealing import FernetSeals
from integration_gateway.application.notifying import KnownRobot, push_target, robot_target
from integration_gateway.application.targets import Target
from integration_gateway.domain.errors import NoSecretsKey
from integration_gateway.domain.retry import RetrySchedule
from integration_gateway.domain.robot import RobotProfile


@dataclass(frozen=True, slots=True)
class BrowserAddress:
    """Where one browser's pushes go, and the keys that only it can read with."""

    endpoint: str
    p256dh: str
    auth: str = field(repr=False)


class PushAddresses:
    """Browsers by subscription, and the push services behind which they are."""

    def __init__(self, projector: Projector, seals: FernetSeals, schedule: RetrySchedule) -> None:
        self._database = projector.database
        self._seals = seals
        self._schedule = schedule
        self._hosts = Remembered(projector, PUSH_SUBSCRIPTIONS, self._read_hosts)

    async def targets(self) -> Mapping[str, Target]:
        """The push services that ever were subscribed at: what waits for a browser that left is settled, too."""
        return await self._hosts.value()

    def changed(self, position: int) -> None:
        """Something about subscriptions was recorded at this log position."""
        self._hosts.changed(position)

    async def find(self, person: str, subscription: UUID) -> BrowserAddress | None:
        """None for one that was removed, or is another person's by now. Raises `NoSecretsKey`."""
        table = PUSH_SUBSCRIPTIONS.table
        statement = sa.select(table.c.sealed).where(
            PUSH_SUBSCRIPTIONS.at(None),
            table.c.id == subscription,
            table.c.person == person,
            table.c.active,
        )
        rows = await select(self._database, statement)
        return BrowserAddress(**json.loads(self._seals.open(rows[0]["sealed"]))) if rows else None

    async def _read_hosts(self) -> Mapping[str, Target]:
        table = PUSH_SUBSCRIPTIONS.table
        statement = sa.select(table.c.host).where(PUSH_SUBSCRIPTIONS.at(None)).distinct()
        names = [push_target(row["host"]) for row in await select(self._database, statement)]
        return {name: Target(name, "", (), channel="web-push", schedule=self._schedule) for name in names}


class RobotDirectory:
    """The active robots as targets, remembered for a moment."""

    def __init__(self, projector: Projector, seals: FernetSeals, schedule: RetrySchedule) -> None:
        self._database = projector.database
        self._seals = seals
        self._schedule = schedule
        self._known = Remembered(projector, ROBOTS, self._read)

    async def robots(self) -> Sequence[KnownRobot]:
        """Raises `Unavailable` while the view is behind."""
        return await self._known.value()

    async def targets(self) -> Mapping[str, Target]:
        """The same by target name."""
        return {robot.target.name: robot.target for robot in await self._known.value()}

    def changed(self, position: int) -> None:
        """Read again, no earlier than the view has come to this position."""
        self._known.changed(position)

    async def _read(self) -> Sequence[KnownRobot]:
        table = ROBOTS.table
        rows = await select(self._database, sa.select(table).where(ROBOTS.at(None), table.c.active))
        return [self._robot(row) for row in rows]

    def _robot(self, row: Row) -> KnownRobot:
        profile = RobotProfile.model_validate({name: row[name] for name in RobotProfile.model_fields})
        url, secret = self._opened(row)
        target = Target(
            robot_target(row["id"]),
            url,
            () if secret is None else (secret,),
            channel="robot",
            service=profile.service,
            schedule=self._schedule,
        )
        return KnownRobot(target, profile)

    def _opened(self, row: Row) -> tuple[str, str | None]:
        """No address when the key it was sealed with is gone; what is sent then fails visibly."""
        try:
            opened = json.loads(self._seals.open(row["sealed"]))
        except NoSecretsKey:
            logger(robot=str(row["id"])).error("no key opens the address of this robot")
            return "", None
        return opened["url"], opened["secret"]
