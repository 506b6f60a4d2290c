"""What an operator sets for analytics: `ANALYTICS_…` variables over the shared `KUAICRM_…` ones."""

from crm_platform.settings import ServiceSettings
from pydantic_settings import SettingsConfigDict


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="ANALYTICS_", extra="ignore", frozen=True)

    port: int = 8005
