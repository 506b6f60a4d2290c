"""The registered webhooks as targets, read from their view."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa

from crm_platform.observability.logging import logger
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, select
from integration_gateway.adapters.sealing import FernetSeals
from integration_gateway.adapters.views import WEBHOOKS
from integration_gateway.application.targets import Target, webhook_target
from integration_gateway.domain.errors import NoSecretsKey
from integration_gateway.domain.webhook import SealedSecret, signing_at

_FRESH = 1.0  # seconds that a change made by another process may go unnoticed


class WebhookDirectory:
    """Remembers the active webhooks for a moment. A change made by this process is waited for."""

    def __init__(self, projector: Projector, seals: FernetSeals) -> None:
        self._projector = projector
        self._seals = seals
        self._reading = asyncio.Lock()
        self._known: Mapping[str, Target] = {}
        self._fresh_until = 0.0
        self._changed_at = 0

    async def targets(self) -> Mapping[str, Target]:
        """The active webhooks by target name. Raises `Unavailable` while the view is behind."""
        async with self._reading:
            clock = asyncio.get_running_loop().time
            if clock() >= self._fresh_until:
                await self._catch_up()
                t = WEBHOOKS.table
                rows = await select(
                    self._projector.database, sa.select(t).where(WEBHOOKS.at(None), t.c.active)
                )
                self._known = {webhook_target(row["id"]): self._target(row) for row in rows}
                # Nothing changed while it was read.
                if not self._changed_at:
                    self._fresh_until = clock() + _FRESH
            return self._known

    async def _catch_up(self) -> None:
        while needed := self._changed_at:
            await self._projector.reached(WEBHOOKS, needed)
            if needed == self._changed_at:
                self._changed_at = 0

    def changed(self, position: int) -> None:
        """Read again, no earlier than the view has come to this position."""
        self._changed_at = max(self._changed_at, position)
        self._fresh_until = 0.0

    def _target(self, row: Row) -> Target:
        webhook_id: UUID = row["id"]
        return Target(
            name=webhook_target(webhook_id),
            url=row["url"],
            secrets=self._opened(webhook_id, [SealedSecret.model_validate(s) for s in row["secrets"]]),
            types=tuple(row["types"]),
            webhook=webhook_id,
        )

    def _opened(self, webhook_id: UUID, secrets: list[SealedSecret]) -> tuple[str, ...]:
        """Empty when the key they were sealed with is gone; what is sent then fails visibly."""
        try:
            return tuple(self._seals.open(each) for each in signing_at(secrets, datetime.now(UTC)))
        except NoSecretsKey:
            logger(webhook=str(webhook_id)).error("no key opens the secrets of this webhook")
            return ()
