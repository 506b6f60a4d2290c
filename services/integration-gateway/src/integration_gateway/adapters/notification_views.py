"""The tables that inboxes, preferences, push subscriptions and robots are read from."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.persistence.views import Row, View
from integration_gateway.domain.notification import Notification
from integration_gateway.domain.preferences import NotificationPreferences
from integration_gateway.domain.push_subscription import PushSubscription
from integration_gateway.domain.robot import Robot


def _time(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.TIMESTAMP(timezone=True), **options)


def _fold_notification(row: Row, event: Any) -> None:
    match event:
        case Notification.Made(notice=notice, event=source):
            row |= notice.model_dump()
            row |= {"recipient": event.recipient, "made_at": event.timestamp}
            row |= {"event_id": source.id, "event_type": source.type, "subject": source.subject}
        case Notification.Read():
            row["read_at"] = event.timestamp


NOTIFICATIONS = View(
    "notification_list",
    Notification,
    _fold_notification,
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("title_zh", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("text_zh", sa.Text, nullable=False),
    sa.Column("link", sa.Text),
    _time("due_at"),
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("event_type", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    _time("made_at", nullable=False),
    _time("read_at"),
    indexed=[("recipient", "made_at", "id"), ("recipient", "read_at")],
)


def _fold_preferences(row: Row, event: Any) -> None:
    if isinstance(event, NotificationPreferences.Chosen):
        row["person"] = event.person
    row["preferences"] = event.preferences.model_dump(mode="json")


PREFERENCES = View(
    "notification_preferences_list",
    NotificationPreferences,
    _fold_preferences,
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("preferences", JSONB, nullable=False),
    indexed=["person"],
)


def _fold_subscription(row: Row, event: Any) -> None:
    match event:
        case PushSubscription.Made() | PushSubscription.Renewed():
            device = event.device
            row |= {"person": event.person, "host": device.host, "sealed": device.sealed}
            row |= {"device": device.name, "active": True, "reason": None, "subscribed_at": event.timestamp}
        case PushSubscription.Removed():
            row |= {"active": False, "reason": event.reason}


PUSH_SUBSCRIPTIONS = View(
    "push_subscription_list",
    PushSubscription,
    _fold_subscription,
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("device", sa.Text),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text),
    _time("subscribed_at", nullable=False),
    indexed=["person", "host"],
)


def _fold_robot(row: Row, event: Any) -> None:
    row["changed_at"] = event.timestamp
    match event:
        case Robot.Registered() | Robot.Revised():
            row |= event.profile.model_dump(mode="json")
            row |= event.address.model_dump()
            if isinstance(event, Robot.Registered):
                row |= {"active": True, "registered_at": event.timestamp}
        case Robot.Disabled():
            row |= {"active": False, "reason": event.reason}
        case Robot.Enabled():
            row |= {"active": True, "reason": None}


ROBOTS = View(
    "robot_list",
    Robot,
    _fold_robot,
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("team", sa.Text),
    sa.Column("person", sa.Text),
    sa.Column("kinds", JSONB, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text),
    _time("registered_at", nullable=False),
    _time("changed_at", nullable=False),
)
