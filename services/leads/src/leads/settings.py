"""What an operator sets for leads: `LEADS_…` variables over the shared `KUAICRM_…` ones."""

from typing import Self

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from crm_platform.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="LEADS_", extra="ignore", frozen=True)

    port: int = 8001
    forms_per_minute: float = Field(
        default=10.0, ge=0, description="How often one address may send one web form; 0: no limit."
    )
    inbound_mail_secrets: tuple[SecretStr, ...] = Field(
        default=(), description="`whsec_…`: sign the messages that come without a token; none: none come."
    )

    @classmethod
    def of(cls, settings: ServiceSettings) -> Self:
        """The same settings; those that only this service has come from the environment when they are missing."""
        return settings if isinstance(settings, cls) else cls(**dict(settings))
