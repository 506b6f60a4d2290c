"""The installation's own key for web push: made when it is first needed, sealed, and the same ever after."""

import asyncio

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from crm_platform.persistence.database import Database
from integration_gateway.adapters.sealing import FernetSeals


class PushKeys:
    """One key for all browsers: they are subscribed to it, so another would lose them all."""

    def __init__(self, database: Database, seals: FernetSeals) -> None:
        self._database = database
        self._seals = seals
        self._reading = asyncio.Lock()
        self._key: ec.EllipticCurvePrivateKey | None = None

    async def private(self) -> ec.EllipticCurvePrivateKey:
        """Raises `NoSecretsKey` where nothing can be sealed, or no key opens what was."""
        async with self._reading:
            if self._key is None:
                found = await self._stored() or await self._made()
                key = load_pem_private_key(self._seals.open(found).encode(), None)
                if not isinstance(key, ec.EllipticCurvePrivateKey):
                    raise TypeError("the stored push key is of another kind")
                self._key = key
            return self._key

    async def _made(self) -> str:
        """Of two processes that make one at the same time, the first wins."""
        fresh = ec.generate_private_key(ec.SECP256R1())
        pem = fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO push_key (sealed) VALUES (%s) ON CONFLICT DO NOTHING", (self._seals.seal(pem),)
            )
        return await self._stored()

    async def _stored(self) -> str:
        rows = await self._database.fetch("SELECT sealed FROM push_key")
        return str(rows[0][0]) if rows else ""
