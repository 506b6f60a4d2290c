"""What an operator sets for integration-gateway: `INTEGRATION_GATEWAY_…` variables over the shared `KUAICRM_…` ones."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints
from pydantic_settings import SettingsConfigDict

from crm_platform.settings import ServiceSettings
from integration_gateway.application.commands import is_secret
from integration_gateway.domain.pace import PaceLimits
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
        description="Webhook secrets are encrypted under the first, read with any; none: no webhooks.",
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
    def pace(self) -> PaceLimits:
        """How fast a target is sent to."""
        return PaceLimits(
            self.deliveries_at_once,
            timedelta(seconds=self.first_pause),
            timedelta(seconds=self.longest_pause),
        )
