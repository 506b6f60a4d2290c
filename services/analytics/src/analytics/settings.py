"""What an operator sets for analytics: `ANALYTICS_…` variables over the shared `KUAICRM_…` ones."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from crm_platform.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="ANALYTICS_", extra="ignore", frozen=True)

    port: int = 8005
    time_zone: str = Field(default="Asia/Shanghai", description="Where days, weeks and months begin.")
