"""The registered webhooks as targets, read from their view."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa

from crm_platform.observability.logging import logger
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, select
from integration_gateway.adapters.remembered import Remembered
from integration_gateway.adapters.sealing import FernetSeals
from integration_gateway.adapters.views import WEBHOOKS
from integration_gateway.application.targets import Target, webhook_target
from integration_gateway.domain.errors import NoSecretsKey
from integration_gateway.domain.webhook import SealedSecret, signing_at


class WebhookDirectory:
    """Remembers the active webhooks for a moment."""

    def __init__(self, projector: Projector, seals: FernetSeals) -> None:
        self._database = projector.database
        self._seals = seals
        self._known = Remembered(projector, WEBHOOKS, self._read)

    async def targets(self) -> Mapping[str, Target]:
        """The active webhooks by target name. Raises `Unavailable` while the view is behind."""
        return await self._known.value()

    def changed(self, position: int) -> None:
        """Read again, no earlier than the view has come to this position."""
        self._known.changed(position)

    async def _read(self) -> Mapping[str, Target]:
        t = WEBHOOKS.table
        rows = await select(self._database, sa.select(t).where(WEBHOOKS.at(None), t.c.active))
        return {webhook_target(row["id"]): self._target(row) for row in rows}

    def _target(self, row: Row) -> Target:
        webhook_id: UUID = row["id"]
        return Target(
            name=webhook_target(webhook_id),
            url=row["url"],
            secrets=self._opened(webhook_id, [SealedSecret.model_validate(s) for s in row["secrets"]]),
            types=tuple(row["types"]),
            webhook=webhook_id,
            channel="webhook",
        )

    def _opened(self, webhook_id: UUID, secrets: list[SealedSecret]) -> tuple[str, ...]:
        """Empty when the key they were sealed with is gone; what is sent then fails visibly."""
        try:
            return tuple(self._seals.open(each) for each in signing_at(secrets, datetime.now(UTC)))
        except NoSecretsKey:
            logger(webhook=str(webhook_id)).error("no key opens the secrets of this webhook")
            return ()
