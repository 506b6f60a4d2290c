"""The HTTP interface of webhooks: any other system can have published events sent to an address of its own."""

from uuid import UUID

from pydantic import BaseModel, Field

from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from integration_gateway.adapters.views import WEBHOOKS
from integration_gateway.application.commands import (
    DisableWebhook,
    RegisterWebhook,
    ReviseWebhook,
    RotateSecret,
)
from integration_gateway.application.queries import WebhookItem
from integration_gateway.application.service import Webhooks
from integration_gateway.application.targets import webhook_target
from integration_gateway.entrypoints.http import READERS, ROOT, WRITERS

PATH = f"{ROOT}/webhooks"


class Changed(BaseModel):
    """The webhook that the command was about."""

    id: UUID


class WithSecret(BaseModel):
    """The webhook, and the secret if we made it. It is not shown again; the same command answers the same."""

    id: UUID
    target: str
    secret: str | None = Field(description="`whsec_…`; null when the caller gave it.")


def webhooks_router(service: Webhooks, projector: Projector) -> ServiceRouter:
    """Routes under `/webhooks`."""
    router = ServiceRouter(PATH, tags=["webhooks"])
    _add_commands(router, service)
    _add_reads(router, projector)
    return router


def _add_commands(router: ServiceRouter, service: Webhooks) -> None:
    @router.post("", status_code=201, dependencies=[WRITERS])
    async def register_webhook(body: RegisterWebhook, context: CommandContext) -> Answer[WithSecret]:
        """Send published events to an address from now on, as CloudEvents JSON, signed (Standard Webhooks)."""
        recorded = await service.register(body, context)
        shown = WithSecret(id=recorded.id, target=webhook_target(recorded.id), secret=service.shown(recorded))
        return answer(shown, recorded, location=f"{PATH}/{recorded.id}")

    @router.post("/{webhook_id}/revise", dependencies=[WRITERS])
    async def revise_webhook(
        webhook_id: UUID, body: ReviseWebhook, context: CommandContext
    ) -> Answer[Changed]:
        """Send to another address, or other events; what waits goes to the new address."""
        recorded = await service.revise(webhook_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{webhook_id}/rotate-secret", dependencies=[WRITERS])
    async def rotate_secret(
        webhook_id: UUID, body: RotateSecret, context: CommandContext
    ) -> Answer[WithSecret]:
        """Sign with a new secret, and with the old one too until the overlap is over."""
        recorded = await service.rotate(webhook_id, body, context)
        shown = WithSecret(id=recorded.id, target=webhook_target(recorded.id), secret=service.shown(recorded))
        return answer(shown, recorded)

    @router.post("/{webhook_id}/disable", dependencies=[WRITERS])
    async def disable_webhook(
        webhook_id: UUID, body: DisableWebhook, context: CommandContext
    ) -> Answer[Changed]:
        """Queue nothing more for it; what waits is held."""
        recorded = await service.disable(webhook_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{webhook_id}/enable", dependencies=[WRITERS])
    async def enable_webhook(webhook_id: UUID, context: CommandContext) -> Answer[Changed]:
        """Go on with what waits, and with what is published from now on."""
        recorded = await service.enable(webhook_id, context)
        return answer(Changed(id=recorded.id), recorded)


def _add_reads(router: ServiceRouter, projector: Projector) -> None:
    listing = Listing(
        projector,
        WEBHOOKS,
        sorts=("registered_at", "changed_at", "url"),
        default="-registered_at",
        scope=everything,
    )

    @router.get("", dependencies=[READERS])
    async def list_webhooks(
        reading: ReadContext, paging: Paged, active: bool | None = None
    ) -> Page[WebhookItem]:
        """Webhooks, newest first; sort by registered_at, changed_at or url."""
        return await listing.page(reading, paging, _item, active=active)

    @router.get("/{webhook_id}", dependencies=[READERS])
    async def get_webhook(webhook_id: UUID, reading: ReadContext) -> Answer[WebhookItem]:
        """One webhook."""
        row = await listing.row(webhook_id, reading)
        return Answer(_item(row), version=row["version"])


def _item(row: Row) -> WebhookItem:
    return WebhookItem.model_validate(
        row | {"secrets": len(row["secrets"]), "target": webhook_target(row["id"])}
    )
