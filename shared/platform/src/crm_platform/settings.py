"""What an operator sets from outside: by `<SERVICE>_…` variables, else by the `KUAICRM_…` ones that all services share."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

_UNSAFE = "POSTGRES_ENABLE_DB_FUNCTIONS"


class UnsafeEnvironment(RuntimeError):
    """The process must not start like this."""


class ServiceSettings(BaseSettings):
    """The settings every service has. A service subclasses this with its own prefix:

    `model_config = SettingsConfigDict(env_prefix="LEADS_")`. The environment variable `LEADS_PORT` wins over
    `KUAICRM_PORT`, which wins over the default; arguments win over both. Raises UnsafeEnvironment when the
    environment asks for what would lose events.
    """

    model_config = SettingsConfigDict(env_prefix="KUAICRM_", extra="ignore", frozen=True)

    database_url: str = "postgresql://127.0.0.1:5432/kuaicrm"
    bootstrap_servers: str = Field(
        default_factory=lambda: os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"),
        description="Kafka brokers, host:port, separated by commas.",
    )
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT",
        description="Whether brokers are reached over TLS, and with a name and a password.",
    )
    kafka_ca_file: Path | None = Field(
        default=None, description="PEM: who signs the brokers' certificates; default: whom the system trusts."
    )
    kafka_certificate_file: Path | None = Field(
        default=None, description="PEM: the client's certificate, where brokers ask for one."
    )
    kafka_key_file: Path | None = Field(default=None, description="PEM: its key; default: the same file.")
    kafka_key_password: SecretStr | None = Field(default=None, description="Opens the key.")
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    kafka_username: str | None = None
    kafka_password: SecretStr | None = None
    idempotent_producer: bool = Field(
        default=True, description="Off only for a broker that does not know idempotent producers."
    )

    issuer: str = Field(default="http://127.0.0.1:8400", description="`iss` of accepted access tokens.")
    audience: str = Field(default="kuaicrm", description="`aud` of accepted access tokens.")
    jwks_url: str | None = Field(default=None, description="The issuer's keys; default: `<issuer>/jwks`.")
    longest_token_life: float = Field(
        default=300.0, gt=0, description="Seconds from `iat` to `exp` accepted."
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    metrics_port: int | None = Field(default=None, ge=0, le=65535, description="None: no metrics page.")
    hosts: list[str] = Field(
        default=[], description="Host headers answered, such as crm.example.com; empty: all."
    )
    docs: bool = Field(default=True, description="Show the API documentation at /docs.")
    rate_limit: float = Field(
        default=100.0, ge=0, description="Requests per second and person, twice that in a burst; 0: no limit."
    )
    cursor_secret: SecretStr | None = Field(
        default=None,
        description="Signs paging cursors, the same in all replicas; default: derived from database_url.",
    )

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    otlp_endpoint: str | None = Field(
        default=None, description="Where traces go (OTLP over HTTP); None: nowhere."
    )

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> Self:
        unsafe = [name for name, value in os.environ.items() if name.endswith(_UNSAFE) and value]
        if unsafe:
            raise UnsafeEnvironment(
                f"{', '.join(unsafe)} is set. That mode appends without the log's lock, so readers skip events for"
                " ever. Unset it; the service's own append is faster."
            )
        return self

    @model_validator(mode="after")
    def _know_credentials(self) -> Self:
        if self.kafka_security_protocol.startswith("SASL") and None in (
            self.kafka_username,
            self.kafka_password,
        ):
            raise ValueError(f"{self.kafka_security_protocol} needs kafka_username and kafka_password")
        return self

    @property
    def kafka_credentials(self) -> tuple[str, str]:
        """Name and password for SASL."""
        password = self.kafka_password
        return self.kafka_username or "", password.get_secret_value() if password else ""

    @property
    def keys_url(self) -> str:
        """Where the issuer's keys are fetched."""
        return self.jwks_url or f"{self.issuer.rstrip('/')}/jwks"

    @property
    def cursor_key(self) -> bytes:
        """The key that signs paging cursors."""
        if self.cursor_secret is not None:
            return self.cursor_secret.get_secret_value().encode()
        return sha256(b"paging cursors of " + self.database_url.encode()).digest()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the service's variables, then the shared ones, then Kafka's usual ones, then mounted secrets."""
        shared = EnvSettingsSource(settings_cls, env_prefix="KUAICRM_")
        usual = {
            name: os.environ[name.upper()]
            for name in settings_cls.model_fields
            if name.startswith("kafka_") and os.environ.get(name.upper())
        }
        kafka = InitSettingsSource(settings_cls, init_kwargs=usual)
        return init_settings, env_settings, shared, kafka, file_secret_settings
