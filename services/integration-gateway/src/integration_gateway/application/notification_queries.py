"""What can be asked about notifications, as it goes over HTTP."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from integration_gateway.domain.notification import Language
from integration_gateway.domain.robot import RobotService


class NotificationItem(BaseModel):
    """A notification in its recipient's inbox, in both languages; `read_at` null: not read yet."""

    id: UUID
    version: int
    kind: str
    title: str
    title_zh: str
    text: str
    text_zh: str
    link: str | None
    due_at: datetime | None
    urgent: bool
    event_id: UUID
    event_type: str
    subject: str
    made_at: datetime
    read_at: datetime | None


class UnreadCount(BaseModel):
    """How many notifications the caller has not read."""

    unread: int


class PushSubscriptionItem(BaseModel):
    """A browser in which the caller is told, or was; its address is not shown."""

    id: UUID
    version: int
    device: str | None
    host: str
    active: bool
    reason: str | None
    subscribed_at: datetime


class PushKey(BaseModel):
    """What a browser subscribes with: the `applicationServerKey`, base64url."""

    key: str


class RobotItem(BaseModel):
    """A robot. Its address and secret are not shown, only the host."""

    id: UUID
    version: int
    target: str
    name: str
    service: RobotService
    host: str
    team: str | None
    person: str | None
    kinds: list[str]
    language: Language
    active: bool
    reason: str | None
    registered_at: datetime
    changed_at: datetime
