"""What the simulators are told at their start."""

from __future__ import annotations

import json
import os
import secrets as random
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

NAMES = ("mes", "qms", "wms", "eam", "finance", "master-data", "webhook")


class PeerSecrets(BaseModel):
    """The secrets one peer shares with the gateway: one set per direction, so nothing can be reflected."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    deliveries: tuple[str, ...]
    """What the gateway may sign with; several while they are changed."""
    callbacks: str
    """What the peer signs with."""


class PeersSettings(BaseModel):
    """Settings of all peers in one process."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    secrets: Mapping[str, PeerSecrets]
    gateway_url: str | None = None
    """Where the CRM answers, without path; callbacks wait until it is known."""
    state_dir: Path | None = None
    """Where the peers keep what they know; without it they forget at the end."""
    smtp_port: int = 0
    """Where the mail server listens; 0 takes any free port."""
    auto: bool = False
    """Whether MES produces and finance invoices by itself."""
    step_seconds: float = 5.0
    """How long one step of that takes."""


_SECRETS = TypeAdapter(dict[str, PeerSecrets])


def new_secrets() -> dict[str, PeerSecrets]:
    """Fresh secrets for every peer."""
    return {name: PeerSecrets(deliveries=(_secret(),), callbacks=_secret()) for name in NAMES}


def load_or_create_secrets(path: Path) -> dict[str, PeerSecrets]:
    """The secrets in a JSON file that only its owner may read; made when missing. Raises `ValueError`."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = {name: each.model_dump(mode="json") for name, each in new_secrets().items()}
        beside = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(fresh, file, indent=2)
        beside.rename(path)
    return _SECRETS.validate_json(path.read_bytes())


def _secret() -> str:
    return "whsec_" + b64encode(random.token_bytes(32)).decode()
