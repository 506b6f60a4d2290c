"""`python -m crm_testing.sabotage <bug> -m <module> …`: runs a module with one bug planted, for proving that faults find it.

The bugs live here alone: each replaces a piece of the platform or of a service in the process that asks for it. Those
of the append are replacements of the database's function, see `plant_in_database`.
"""

import re
import runpy
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from importlib.resources import files
from typing import Any

import psycopg

from crm_contracts.envelope import Envelope
from crm_platform.messaging.consumer import Consumer
from crm_platform.messaging.effects import Facts
from crm_platform.messaging.relay import Relay
from integration_gateway.domain.retry import RetrySchedule

SLOW = "slow/"
"""A command whose key begins like this is slow to commit, once a bug of the append is planted."""


def consumer_without_stored_position() -> None:
    """Facts are folded, and how far that came is not kept with them."""

    async def take(self: Any, source: str, partition: int, envelopes: Sequence[Envelope]) -> None:
        async with self.database.transaction() as connection:
            await self._fold(connection, envelopes)

    name = "take"
    setattr(Facts, name, take)


def auto_commit() -> None:
    """A batch is acknowledged when it is handed out."""
    consume = getattr(Consumer, name := "_consume")

    @wraps(consume)  # FastStream reads from the signature what to hand in
    async def early(self: Consumer, message: Any) -> None:
        await message.ack()
        await consume(self, message)

    setattr(Consumer, name, early)


def relay_position_before_acknowledgement() -> None:
    """The relay notes that a page is published, and then publishes it."""
    send = getattr(Relay, name := "_send")

    async def early(self: Any, producer: Any, page: Any) -> Any:
        async with self._log.database.connection() as connection:
            await connection.execute(
                "UPDATE positions SET position = %s WHERE starts_with(name, 'relay/')",
                (page.position,),
            )
        return await send(self, producer, page)

    setattr(Relay, name, early)


def gateway_without_retry() -> None:
    """A delivery that fails once is given up."""
    wait = getattr(RetrySchedule, name := "wait")

    def once(self: Any, message_id: str, attempts_made: int, *rest: Any) -> Any:
        return None if attempts_made else wait(self, message_id, attempts_made, *rest)

    setattr(RetrySchedule, name, once)


BUGS: dict[str, Callable[[], None]] = {
    "consumer-without-stored-position": consumer_without_stored_position,
    "auto-commit": auto_commit,
    "relay-position-before-acknowledgement": relay_position_before_acknowledgement,
    "gateway-without-retry": gateway_without_retry,
}

_LOCK = "PERFORM pg_advisory_xact_lock('events'::regclass::oid::bigint);"
_RECORD = re.compile(r"INSERT INTO commands VALUES .*?;", re.DOTALL)
_WAIT = f"IF entry->>'key' LIKE '{SLOW}%' THEN PERFORM pg_sleep(1.5); END IF;"


def append_with(*, lock: bool = True, idempotency: bool = True) -> str:
    """The statement that replaces `append` by one that is slow for some, and that lacks what is said to be missing."""
    whole = (files("crm_platform.persistence") / "event_log.sql").read_text()
    function = whole[whole.index("CREATE FUNCTION append") :]
    record = _RECORD.findall(function)
    if _LOCK not in function or len(record) != 1:
        raise LookupError("the append function is not what these bugs were written for")
    function = function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    function = function.replace(record[0], f"{_WAIT} {record[0] if idempotency else ''}")
    return function if lock else function.replace(_LOCK, "")


async def plant_in_database(admin_url: str, schema: str, statement: str) -> None:
    """Replace the function in one schema; `admin_url` is its owner's."""
    async with await psycopg.AsyncConnection.connect(admin_url, autocommit=True) as connection:
        await connection.execute(f"SET search_path TO {schema}".encode())
        await connection.execute(statement.encode())


def main(arguments: Sequence[str]) -> None:
    """Plant a bug and run the module behind `-m` as `python -m` would."""
    bug, _, module, *rest = arguments
    BUGS[bug]()
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
