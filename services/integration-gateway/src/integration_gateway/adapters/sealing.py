"""Keeps the secrets of webhooks encrypted (Fernet) under keys that only the settings have."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from integration_gateway.domain.errors import NoSecretsKey


class FernetSeals:
    """Seals with the first key, opens with any; without keys nothing is sealed or opened."""

    def __init__(self, keys: Sequence[str]) -> None:
        fernets = [Fernet(urlsafe_b64encode(sha256(key.encode()).digest())) for key in keys]
        self._fernet = MultiFernet(fernets) if fernets else None

    def seal(self, secret: str) -> str:
        """Raises `NoSecretsKey`."""
        if self._fernet is None:
            raise NoSecretsKey
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises `NoSecretsKey` when no key opens it."""
        if self._fernet is None:
            raise NoSecretsKey
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise NoSecretsKey from None
