"""The HTTP interface of web push: the key to subscribe with, and the browsers of the caller."""

from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from crm_platform.http.access import signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import Principal
from integration_gateway.adapters.notification_views import PUSH_SUBSCRIPTIONS
from integration_gateway.adapters.push_keys import PushKeys
from integration_gateway.adapters.web_push import raw_public, to_base64
from integration_gateway.application.notification_commands import SubscribePush
from integration_gateway.application.notification_queries import PushKey, PushSubscriptionItem
from integration_gateway.application.notifications import Browsers
from integration_gateway.entrypoints.http import ROOT

PATH = f"{ROOT}/push-subscriptions"


class Subscribed(BaseModel):
    """The subscription that the command was about."""

    id: UUID


def _own(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    return table.c.person == principal.subject


def push_router(browsers: Browsers, keys: PushKeys, projector: Projector) -> ServiceRouter:
    """Routes for `/push-key` and `/push-subscriptions`."""
    router = ServiceRouter(ROOT, tags=["notifications"], dependencies=[signed_in])
    listing = Listing(
        projector, PUSH_SUBSCRIPTIONS, sorts=("subscribed_at",), default="-subscribed_at", scope=_own
    )

    @router.get("/push-key")
    async def get_push_key() -> PushKey:
        """The `applicationServerKey` of this installation; it stays the same."""
        return PushKey(key=to_base64(raw_public(await keys.private())))

    @router.get("/push-subscriptions")
    async def list_push_subscriptions(
        reading: ReadContext, paging: Paged, active: bool | None = None
    ) -> Page[PushSubscriptionItem]:
        """The caller's browsers, newest first; sort by subscribed_at."""
        return await listing.page(reading, paging, PushSubscriptionItem.model_validate, active=active)

    @router.post("/push-subscriptions", status_code=201)
    async def subscribe_push(body: SubscribePush, context: CommandContext) -> Answer[Subscribed]:
        """Tell the caller in this browser from now on; again is no harm."""
        recorded = await browsers.subscribe(body, context)
        return answer(Subscribed(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")

    @router.delete("/push-subscriptions/{subscription_id}")
    async def unsubscribe_push(subscription_id: UUID, context: CommandContext) -> Answer[Subscribed]:
        """Tell the caller there no more."""
        recorded = await browsers.unsubscribe(subscription_id, context)
        return answer(Subscribed(id=subscription_id), recorded)

    return router
