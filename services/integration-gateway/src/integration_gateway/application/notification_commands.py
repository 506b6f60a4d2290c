"""What people and administrators can ask about notifications: one class per command, as it comes over HTTP."""

from typing import Annotated

from pydantic import Field, StringConstraints

from crm_platform.values import Code, PersonId, ShortText, Value
from integration_gateway.application.commands import Url
from integration_gateway.domain.notification import Language
from integration_gateway.domain.preferences import KindFilter
from integration_gateway.domain.robot import RobotProfile, RobotService

BrowserKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{86,88}={0,2}$")]
BrowserSecret = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}={0,2}$")]
RobotSecret = Annotated[str, StringConstraints(pattern=r"^[!-~]{8,200}$")]


class BrowserKeys(Value):
    """The keys of a browser's subscription, base64url."""

    p256dh: BrowserKey
    auth: BrowserSecret


class SubscribePush(Value):
    """Tell the caller in this browser: what `PushSubscription.toJSON()` gives, and a name for the device."""

    endpoint: Url
    keys: BrowserKeys
    device: ShortText | None = None


class SetUpRobot(Value):
    """A robot: where it is, and either a team or a person it tells, of these kinds."""

    name: ShortText
    service: RobotService
    url: Url = Field(description="The address that the chat shows for the robot, with its token.")
    secret: RobotSecret | None = Field(
        default=None, description="What DingTalk and Feishu sign with, where signing is switched on there."
    )
    team: Code | None = None
    person: PersonId | None = None
    kinds: Annotated[tuple[KindFilter, ...], Field(min_length=1, max_length=50)] = ("*",)
    language: Language = Language.ZH

    @property
    def profile(self) -> RobotProfile:
        """The command without the address."""
        return RobotProfile(**self.model_dump(exclude={"url", "secret"}))


class DisableRobot(Value):
    """Say nothing more through a robot."""

    reason: ShortText
