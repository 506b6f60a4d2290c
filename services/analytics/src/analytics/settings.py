"""What an operator sets for analytics: `ANALYTICS_…` variables over the shared `KUAICRM_…` ones."""

from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from analytics.metrics.funnel import Stage
from crm_platform.settings import ServiceSettings


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="ANALYTICS_", extra="ignore", frozen=True)

    port: int = 8005
    time_zone: ZoneInfo = Field(
        default=ZoneInfo("Asia/Shanghai"),
        description="Where the company is: days, weeks and months begin there.",
    )
    pipeline: list[Stage] = Field(
        default=[
            Stage(code="first_contact", name_en="First contact", name_zh="初步接触"),
            Stage(code="needs_confirmed", name_en="Needs confirmed", name_zh="需求确认"),
            Stage(code="proposal", name_en="Proposal", name_zh="方案报价"),
            Stage(code="negotiation", name_en="Negotiation", name_zh="商务谈判"),
        ],
        min_length=1,
        description="The stages of the funnel in order, without won and lost.",
    )
    few_below: int = Field(default=20, ge=1, description="A rate of fewer cases is marked as resting on few.")
    most_cells: int = Field(
        default=5_000,
        ge=1,
        description="A question that would give more figures than so many cells is refused.",
    )

    @classmethod
    def of(cls, settings: ServiceSettings) -> Self:
        """The same settings; those that only this service has come from the environment when they are missing."""
        return settings if isinstance(settings, cls) else cls(**dict(settings))
