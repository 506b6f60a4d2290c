"""How far each reader has come, stored in the transaction of its effect."""

from typing import LiteralString

from crm_platform.persistence.database import Connection


async def position_of(connection: Connection, name: str, *, lock: bool = False) -> int:
    """The stored position of a reader, 0 when it never stored one; with `lock`, held until the transaction ends."""
    query: LiteralString = "SELECT position FROM positions WHERE name = %s"
    row = await (await connection.execute(query + " FOR UPDATE" if lock else query, (name,))).fetchone()
    return int(row[0]) if row else 0


async def store_position(connection: Connection, name: str, position: int) -> None:
    """Store a reader's position, in the caller's transaction."""
    await connection.execute(
        "INSERT INTO positions VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET position = excluded.position",
        (name, position),
    )
