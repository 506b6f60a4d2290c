"""What an operator sets for the web origin: `ORIGIN_…` variables over the shared `KUAICRM_…` ones."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from crm_platform.settings import ServiceSettings

_PORTS = {
    "leads": 8001,
    "opportunities": 8002,
    "orders": 8003,
    "field-service": 8004,
    "analytics": 8005,
    "integration-gateway": 8006,
}


class OriginSettings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="ORIGIN_", extra="ignore", frozen=True)

    port: int = 8080
    url: str = Field(
        default="http://127.0.0.1:8080",
        pattern=r"^https?://[^/?#\s]+$",
        description="The origin as browsers know it. With https, cookies are sent over nothing else.",
    )
    client_id: str = Field(default="kuaicrm-web", description="How the issuer knows the web app.")
    client_secret: SecretStr | None = Field(
        default=None, description="Of a confidential client; None: PKCE alone proves who asks."
    )
    sign_in_scope: str = Field(
        default="openid profile offline_access", description="What the issuer is asked for."
    )
    session_hours: float = Field(
        default=30 * 24, gt=0, description="After which people sign in again, whatever the issuer allows."
    )
    web_dist: Path = Field(default=Path("web/dist"), description="The built web app.")
    services: dict[str, str] = Field(
        default={name: f"http://127.0.0.1:{port}" for name, port in _PORTS.items()},
        description="JSON: where each service answers.",
    )
