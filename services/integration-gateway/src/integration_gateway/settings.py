"""What an operator sets for integration-gateway: `INTEGRATION_GATEWAY_…` variables over the shared `KUAICRM_…` ones."""

from crm_platform.settings import ServiceSettings
from pydantic_settings import SettingsConfigDict


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="INTEGRATION_GATEWAY_", extra="ignore", frozen=True)

    port: int = 8006
