"""What an operator sets for field service: `FIELD_SERVICE_…` variables over the shared `KUAICRM_…` ones."""

from pydantic_settings import SettingsConfigDict

from crm_platform.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="FIELD_SERVICE_", extra="ignore", frozen=True)

    port: int = 8004
