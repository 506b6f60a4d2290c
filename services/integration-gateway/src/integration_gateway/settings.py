"""What an operator sets for integration-gateway: `INTEGRATION_GATEWAY_…` variables over the shared `KUAICRM_…` ones."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)
from pydantic_settings import SettingsConfigDict

from crm_platform.settings import ServiceSettings
from integration_gateway.adapters.mail import MailServer, Security
from integration_gateway.application.commands import is_secret
from integration_gateway.application.wording import mailbox
from integration_gateway.domain.notification import Language
from integration_gateway.domain.pace import PaceLimits
from integration_gateway.domain.preferences import Preferences
from integration_gateway.domain.retry import STANDARD, RetrySchedule


def _checked(secret: SecretStr) -> SecretStr:
    is_secret(secret.get_secret_value())
    return secret


PeerSecret = Annotated[SecretStr, AfterValidator(_checked)]
PeerName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class PeerSettings(BaseModel):
    """A system of the company: where it answers, and the secrets shared with it, one list per direction."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(description="Messages go to <url>/api/events.")
    deliveries: tuple[PeerSecret, ...] = Field(
        min_length=1, description="Sign what goes there; several while they change."
    )
    callbacks: tuple[PeerSecret, ...] = Field(default=(), description="Accepted on what comes from there.")


class SmtpSettings(BaseModel):
    """The mail server that notifications are handed in at. Passwords only go over TLS."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    security: Security = Field(
        default="starttls", description='"tls", "starttls", or "none" for a relay on the same machine.'
    )
    username: str | None = None
    password: SecretStr | None = None
    sender: str = Field(description="The address that mails come from; a reply goes there.")

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if self.security == "none" and self.password is not None:
            raise ValueError("a password is not sent without TLS")
        if mailbox(self.sender) is None:
            raise ValueError("sender is no mail address")
        return self


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="INTEGRATION_GATEWAY_", extra="ignore", frozen=True)

    port: int = 8006
    peers: Mapping[PeerName, PeerSettings] = Field(
        default={},
        description='JSON: {"mes": {"url": …, "deliveries": ["whsec_…"], "callbacks": ["whsec_…"]}, …}',
    )
    trusted_targets: tuple[str, ...] = Field(
        default=(),
        description="host:port pairs inside the own network that webhooks may be sent to, also without TLS.",
    )
    secrets_keys: tuple[SecretStr, ...] = Field(
        default=(),
        description="Secrets and the addresses of robots and browsers are encrypted under the first, read with any;"
        " none: no webhooks, robots and web push.",
    )
    web_url: str | None = Field(
        default=None,
        description="Where the web app answers, https://crm.example.com: links in mails and chats.",
    )
    smtp: SmtpSettings | None = Field(
        default=None,
        description='JSON: {"host": …, "port": 587, "security": "starttls", "username": …, "password": …, "sender": …};'
        " none: no mail.",
    )
    push_contact: str = Field(
        default="mailto:postmaster@kuaicrm.invalid",
        pattern=r"^(mailto:[^@\s]+@[^@\s]+|https://\S+)$",
        description="Whom push services write to when something is wrong; Apple's insists on one that exists.",
    )
    push_hosts: tuple[str, ...] = Field(
        default=(), description="Hosts of push services beside those of the well-known browsers."
    )
    robot_hosts: tuple[str, ...] = Field(
        default=(), description="Hosts of chat robots beside those of WeCom, DingTalk and Feishu."
    )
    notification_language: Language = Language.ZH
    notification_time_zone: str = Field(default="Asia/Shanghai", description="Of people who chose none.")
    notification_delays: tuple[float, ...] = Field(
        default=(0, 5, 10, 20, 40, 60, 120, 300, 900, 1800, 3600),
        description="As retry_delays, for what people are told: a reminder of last week is of no use.",
    )
    notification_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="Days after which a notification that was read leaves the inbox.",
    )
    retry_delays: tuple[float, ...] = Field(
        default=tuple(delay.total_seconds() for delay in STANDARD.delays),
        description="Seconds before each attempt, counted from the one before; after the last comes parking.",
    )
    retry_spread: float = Field(default=STANDARD.spread, ge=0, le=1)
    deliveries_at_once: int = Field(default=8, ge=1, le=200, description="On the way to one target.")
    delivery_deadline: float = Field(default=15.0, gt=0, description="Seconds for one attempt.")
    first_pause: float = Field(
        default=0.5, gt=0, description="Seconds that a target in trouble is left alone at first."
    )
    longest_pause: float = Field(default=15.0, gt=0, description="Seconds to which that pause grows.")
    look_every: float = Field(default=0.5, gt=0, description="Seconds between looks at what is due.")

    @classmethod
    def of(cls, settings: ServiceSettings) -> Self:
        """The same settings; those that only this service has come from the environment when they are missing."""
        return settings if isinstance(settings, cls) else cls(**dict(settings))

    @property
    def schedule(self) -> RetrySchedule:
        """Raises `ValueError` for a schedule without sense."""
        return RetrySchedule.of_seconds(self.retry_delays, self.retry_spread)

    @property
    def notification_schedule(self) -> RetrySchedule:
        """Raises `ValueError` for a schedule without sense."""
        return RetrySchedule.of_seconds(self.notification_delays, self.retry_spread)

    @property
    def preferences(self) -> Preferences:
        """How people are told who chose nothing. Raises `ValueError` for what is no time zone's name."""
        return Preferences(language=self.notification_language, time_zone=self.notification_time_zone)

    @property
    def mail_server(self) -> MailServer | None:
        """The same as the channel takes it."""
        smtp = self.smtp
        if smtp is None:
            return None
        password = smtp.password.get_secret_value() if smtp.password is not None else None
        return MailServer(
            smtp.host, smtp.port, smtp.security, smtp.username, password, self.delivery_deadline
        )

    @property
    def pace(self) -> PaceLimits:
        """How fast a target is sent to."""
        return PaceLimits(
            self.deliveries_at_once,
            timedelta(seconds=self.first_pause),
            timedelta(seconds=self.longest_pause),
        )
