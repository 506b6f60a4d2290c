"""The bytes of messages, kept once under their SHA-256."""

from collections.abc import Mapping

from crm_platform.errors import NotFound
from crm_platform.persistence.database import Database


class StoredBodies:
    """Bodies in a table that only grows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, bodies: Mapping[str, bytes]) -> None:
        """Store what is not stored yet."""
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO bodies SELECT * FROM unnest(%s::text[], %s::bytea[]) ON CONFLICT DO NOTHING",
                (list(bodies), list(bodies.values())),
            )

    async def read(self, digest: str) -> bytes:
        """Raises `NotFound`."""
        rows = await self._database.fetch("SELECT content FROM bodies WHERE digest = %s", digest)
        if not rows:
            raise NotFound
        return bytes(rows[0][0])
