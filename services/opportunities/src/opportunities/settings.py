"""What an operator sets for opportunities: `OPPORTUNITIES_…` variables over the shared `KUAICRM_…` ones."""

from typing import Self

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from crm_platform.settings import ServiceSettings
from crm_platform.values import Currency


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="OPPORTUNITIES_", extra="ignore", frozen=True)

    port: int = 8002
    currency: Currency = Field(
        default="CNY", description="Of an opportunity whose amount nobody can tell yet."
    )

    @classmethod
    def of(cls, settings: ServiceSettings) -> Self:
        """The same settings; those that only this service has come from the environment when they are missing."""
        return settings if isinstance(settings, cls) else cls(**dict(settings))
