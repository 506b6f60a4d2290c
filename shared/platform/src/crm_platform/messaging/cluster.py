"""Which Kafka cluster is talked to, and how every client of it proves who it is and whom it speaks to."""

import ssl
from dataclasses import dataclass
from typing import Any, Self

from faststream.kafka.security import parse_security
from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512

from crm_platform.settings import ServiceSettings

_SASL = {"PLAIN": SASLPlaintext, "SCRAM-SHA-256": SASLScram256, "SCRAM-SHA-512": SASLScram512}


@dataclass(frozen=True, slots=True)
class Cluster:
    """`servers` are `host:port`, separated by commas. `security` None: whoever reaches them is trusted, in the clear."""

    servers: str
    security: BaseSecurity | None = None

    @classmethod
    def of(cls, settings: ServiceSettings) -> Self:
        """The cluster of the settings. Raises `OSError` (as `ssl.SSLError` is) for certificates that cannot be read."""
        protocol = settings.kafka_security_protocol
        encrypted = protocol.endswith("SSL")
        context = _tls(settings) if encrypted else None
        security: BaseSecurity | None = BaseSecurity(context) if encrypted else None
        if protocol.startswith("SASL"):
            username, password = settings.kafka_credentials
            security = _SASL[settings.kafka_sasl_mechanism](username, password, ssl_context=context)
        return cls(settings.bootstrap_servers, security)

    @property
    def client(self) -> dict[str, Any]:
        """What every aiokafka client takes to reach it."""
        return {"bootstrap_servers": self.servers, **parse_security(self.security)}


def _tls(settings: ServiceSettings) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=settings.kafka_ca_file)
    if settings.kafka_certificate_file is not None:
        password = settings.kafka_key_password
        context.load_cert_chain(
            settings.kafka_certificate_file,
            settings.kafka_key_file,
            password.get_secret_value() if password else None,
        )
    return context
