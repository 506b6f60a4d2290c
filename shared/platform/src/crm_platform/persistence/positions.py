"""How far each reader has come, stored in the transaction of its effect."""

from collections.abc import Collection
from typing import LiteralString

from crm_platform.persistence.database import Connection


async def position_of(connection: Connection, name: str, *, lock: bool = False) -> int:
    """The stored position of a reader, 0 when it never stored one; with `lock`, held until the transaction ends."""
    query: LiteralString = "SELECT position FROM positions WHERE name = %s"
    row = await (await connection.execute(query + " FOR UPDATE" if lock else query, (name,))).fetchone()
    return int(row[0]) if row else 0


async def store_position(connection: Connection, name: str, position: int) -> None:
    """Store a reader's position, in the caller's transaction."""
    await store_positions(connection, [name], position)


async def locked_positions(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """The stored positions of readers that have stored one, held until the transaction ends."""
    cursor = await connection.execute(
        "SELECT name, position FROM positions WHERE name = ANY(%s) ORDER BY name FOR UPDATE", (list(names),)
    )
    return dict(await cursor.fetchall())


async def store_positions(connection: Connection, names: Collection[str], position: int) -> None:
    """Store one position for readers that have come equally far, in the caller's transaction."""
    await connection.execute(
        "INSERT INTO positions SELECT unnest(%s::text[]), %s"
        " ON CONFLICT (name) DO UPDATE SET position = excluded.position",
        (list(names), position),
    )
