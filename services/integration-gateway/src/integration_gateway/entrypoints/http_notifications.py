"""The HTTP interface of one's own inbox, and of how one wants to be told."""

from uuid import UUID

import sqlalchemy as sa
from fastapi import Request
from pydantic import BaseModel

from crm_platform.http.access import signed_in
from crm_platform.http.commands import Answer, Caller, CommandContext, ReadContext, answer
from crm_platform.http.feeds import Feed
from crm_platform.http.listing import Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import Principal
from crm_platform.values import ShortText
from integration_gateway.adapters.inboxes import Inboxes
from integration_gateway.adapters.notification_views import NOTIFICATIONS
from integration_gateway.application.notification_queries import NotificationItem, UnreadCount
from integration_gateway.application.notifications import Choices, Inbox
from integration_gateway.domain.preferences import Preferences
from integration_gateway.entrypoints.http import ROOT


class ReadNotification(BaseModel):
    """The notification that is read now."""

    id: UUID


class ReadNotifications(BaseModel):
    """How many were marked; ask once more while some are left."""

    read: int


def _own(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    """Nobody reads somebody else's inbox, whatever their role."""
    return table.c.recipient == principal.subject


def notifications_feed() -> Feed:
    """Everybody's own inbox, on their devices."""
    return Feed("notification", NOTIFICATIONS, NotificationItem, NotificationItem.model_validate, _own)


def notifications_router(inbox: Inbox, inboxes: Inboxes, projector: Projector) -> ServiceRouter:
    """Routes under `/notifications`."""
    router = ServiceRouter(f"{ROOT}/notifications", tags=["notifications"], dependencies=[signed_in])
    listing = Listing(
        projector, NOTIFICATIONS, sorts=("made_at", "due_at", "kind"), default="-made_at", scope=_own
    )
    read_at = NOTIFICATIONS.table.c.read_at

    @router.get("")
    async def list_notifications(
        request: Request,
        reading: ReadContext,
        paging: Paged,
        unread: bool | None = None,
        kind: ShortText | None = None,
    ) -> Page[NotificationItem]:
        """The caller's inbox, newest first; sort by made_at, due_at or kind. Read ones leave it after a time."""
        conditions = [inboxes.shown(request.app.state.clock())]
        if unread is not None:
            conditions.append(read_at.is_(None) if unread else read_at.is_not(None))
        return await listing.page(reading, paging, NotificationItem.model_validate, *conditions, kind=kind)

    @router.get("/unread")
    async def count_unread(caller: Caller, reading: ReadContext) -> UnreadCount:
        """How many the caller has not read."""
        await projector.reached(NOTIFICATIONS, reading.min_position)
        return UnreadCount(unread=await inboxes.count_unread(caller.subject))

    @router.post("/read")
    async def read_all_notifications(context: CommandContext) -> ReadNotifications:
        """Mark all as read, at most 1000 at a time."""
        return ReadNotifications(read=await inbox.read_all(context))

    @router.post("/{notification_id}/read")
    async def read_notification(notification_id: UUID, context: CommandContext) -> Answer[ReadNotification]:
        """Mark one as read."""
        recorded = await inbox.read(notification_id, context)
        return answer(ReadNotification(id=notification_id), recorded)

    return router


def preferences_router(choices: Choices) -> ServiceRouter:
    """Routes for `/notification-preferences`."""
    router = ServiceRouter(
        f"{ROOT}/notification-preferences", tags=["notifications"], dependencies=[signed_in]
    )

    @router.get("")
    async def get_notification_preferences(caller: Caller) -> Answer[Preferences]:
        """How the caller is told; the installation's default until they choose."""
        preferences, version = await choices.of(caller.subject)
        return Answer(preferences, version=version)

    @router.put("")
    async def choose_notification_preferences(
        body: Preferences, context: CommandContext
    ) -> Answer[Preferences]:
        """Choose language, time zone, quiet hours, and channels by kind; the inbox always has everything."""
        recorded = await choices.choose(body, context)
        return answer(body, recorded)

    return router
