"""A robot in a group chat of WeCom, DingTalk or Feishu, through which a team or one person is told."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import Code, PersonId, ShortText, Value
from integration_gateway.domain.errors import RobotServiceFixed
from integration_gateway.domain.notification import Language
from integration_gateway.domain.preferences import KindFilter


class RobotService(StrEnum):
    """Whose group chat it is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


class RobotProfile(Value):
    """Whom it tells of what: a team's robot when somebody of the team is told, a person's when they are."""

    name: ShortText
    service: RobotService
    team: Code | None = None
    person: PersonId | None = None
    kinds: Annotated[tuple[KindFilter, ...], Field(min_length=1, max_length=50)] = ("*",)
    language: Language = Language.ZH

    @model_validator(mode="after")
    def _has_one_audience(self) -> Self:
        if (self.team is None) == (self.person is None):
            raise ValueError("a robot tells either a team or a person")
        return self


class RobotAddress(Value):
    """Where it is: the `host`, and the address with its token and the signing secret, `sealed`."""

    host: str
    sealed: str


class Robot(Aggregate):
    TOPIC = "integration-gateway.Robot"

    profile: RobotProfile
    address: RobotAddress
    active: bool = True

    class Registered(InitialEvent):
        TOPIC = "integration-gateway.RobotRegistered"
        profile: RobotProfile
        address: RobotAddress

    class Revised(DomainEvent):
        TOPIC = "integration-gateway.RobotRevised"
        profile: RobotProfile
        address: RobotAddress

        def apply(self, aggregate: "Robot") -> None:
            aggregate.profile, aggregate.address = self.profile, self.address

    class Disabled(DomainEvent):
        TOPIC = "integration-gateway.RobotDisabled"
        reason: ShortText

        def apply(self, aggregate: "Robot") -> None:
            aggregate.active = False

    class Enabled(DomainEvent):
        TOPIC = "integration-gateway.RobotEnabled"

        def apply(self, aggregate: "Robot") -> None:
            aggregate.active = True

    @classmethod
    def register(
        cls,
        id: UUID,  # noqa: A002
        profile: RobotProfile,
        address: RobotAddress,
        *,
        now: datetime,
    ) -> Self:
        """The address was judged, and is sealed."""
        return cls.begin(cls.Registered, id=id, now=now, profile=profile, address=address)

    def revise(self, profile: RobotProfile, address: RobotAddress, *, now: datetime) -> None:
        """Raises `RobotServiceFixed`: what waits is written in the form of its service."""
        if profile.service is not self.profile.service:
            raise RobotServiceFixed(service=self.profile.service.value)
        self.record(self.Revised, now=now, profile=profile, address=address)

    def disable(self, reason: str, *, now: datetime) -> None:
        """Queue nothing more; what waits is held until it is enabled."""
        if self.active:
            self.record(self.Disabled, now=now, reason=reason)

    def enable(self, *, now: datetime) -> None:
        if not self.active:
            self.record(self.Enabled, now=now)
