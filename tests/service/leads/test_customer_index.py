"""One index of customers serves conversions and candidates; it is begun with what the two before it know, beside them."""

import asyncio
import shutil
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.types.json import Jsonb

import leads
from crm_contracts.integration_gateway.v1 import CustomerRecorded
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.migrating import migrate
from crm_testing.databases import Databases
from crm_testing.envelopes import said, tell
from crm_testing.services import Running, person, service_under_test
from leads.adapters.customers import StoredCustomers
from leads.bootstrap import build

LI = person("li", "salesperson", team="east-1", region="east")
POSITIONS = count(1)
VERSIONS = Path(leads.__file__).parent / "migrations" / "versions"

# What the release before does with its two indexes, word for word.
KEYS_BEFORE = (
    "INSERT INTO customer_keys VALUES (%s, %s, %s, %s) ON CONFLICT (customer_id) DO UPDATE"
    " SET source_version = excluded.source_version, active = excluded.active, keys = excluded.keys"
    " WHERE customer_keys.source_version < excluded.source_version"
)
IDENTITIES_BEFORE = (
    "INSERT INTO customer_identities VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO UPDATE"
    " SET version = excluded.version, gone = excluded.gone, sound = excluded.sound, keys = excluded.keys,"
    " identity = excluded.identity, content = excluded.content"
    " WHERE customer_identities.version < excluded.version"
)
HAVING_BEFORE = "SELECT customer_id FROM customer_keys WHERE active AND keys @> ARRAY[%s]"
NAME_BEFORE = "SELECT content->>'name' FROM customer_identities WHERE id = %s"


async def test_processes_of_the_release_before_go_on_while_the_index_begins_with_what_they_know(
    databases: Databases, tmp_path: Path
) -> None:
    database, role = await before(databases, tmp_path)
    async with await psycopg.AsyncConnection.connect(
        role, autocommit=True, options="-c search_path=leads"
    ) as old:
        await hear(old, "C-1", 1, "宁波瑞丰食品有限公司")
        await hear(old, "C-2", 1, "Gone", active=False)
        async with service_under_test(build, "leads", database) as running:
            await hear(old, "C-1", 2, "宁波瑞丰食品股份有限公司")
            await hear(old, "C-3", 1, "Acme")
            assert await values(old, HAVING_BEFORE, "name:acme") == ["C-3"]
            assert await values(old, NAME_BEFORE, "C-1") == ["宁波瑞丰食品股份有限公司"]
            customers = known_to(running)
            assert await customers.having("name:宁波瑞丰食品有限公司") == ["C-1"]
            assert await customers.having("name:gone") == []
            # The consumer of the index has a name of its own, so it reads all of them once more.
            assert await customers.having("name:acme") == []
            for customer_id, version, name in (("C-1", 2, "宁波瑞丰食品股份有限公司"), ("C-3", 1, "Acme")):
                await reread(running, customer_id, version, name)
            assert await customers.having("name:acme") == ["C-3"]
            assert await customers.having("name:宁波瑞丰食品有限公司") == []


async def test_a_database_whose_two_indexes_are_gone_already_gets_the_one(
    databases: Databases, tmp_path: Path
) -> None:
    database, _ = await before(databases, tmp_path)
    async with await psycopg.AsyncConnection.connect(
        database, autocommit=True, options="-c search_path=leads"
    ) as owner:
        await hear(owner, "C-1", 1, "Acme")
        await owner.execute("UPDATE customer_identities SET keys = ARRAY['name:acme']")
        await owner.execute("ALTER TABLE customer_identities DROP COLUMN content")
        await owner.execute("DROP TABLE customer_keys")
    async with service_under_test(build, "leads", database) as running:
        assert await known_to(running).having("name:acme") == ["C-1"]


async def test_a_customer_is_found_by_every_number_and_name_while_it_is_active(database: str) -> None:
    async with service_under_test(build, "leads", database) as running:
        await reread(running, "C-1", 1, "广州恒达（中国）有限公司", phone="13800138000/020-85550101")
        customers = known_to(running)
        for key in ("phone:+862085550101", "phone:+8613800138000", "name:广州恒达中国有限公司"):
            assert await customers.having(key) == ["C-1"], key
        checked = await (await running.as_(LI)).post(
            "/duplicates/check", json={"company": "恒达（广州）", "phone": "13800138000"}
        )
        assert [(one["kind"], one["id"]) for one in checked.json()["candidates"]] == [("customer", "C-1")]
        await reread(running, "C-1", 2, "广州恒达（中国）有限公司", active=False)
        assert await customers.having("name:广州恒达中国有限公司") == []


async def before(databases: Databases, folder: Path) -> tuple[str, str]:
    """A database as the release before the index left it: for its owner, and for the role of the service."""
    database = await databases.create()
    (folder / "versions").mkdir()
    for migration in sorted(VERSIONS.glob("000[1-8]_*.py")):
        shutil.copy(migration, folder / "versions")
    address = urlsplit(database)
    role = urlunsplit(address._replace(netloc=f"leads@{address.netloc.rpartition('@')[2]}"))
    await asyncio.to_thread(migrate, database, role, "leads", folder)
    return database, role


async def hear(
    old: psycopg.AsyncConnection, customer_id: str, version: int, name: str, *, active: bool = True
) -> None:
    """What the release before does with a customer of master data."""
    content = Jsonb({"customer_id": customer_id, "name": name})
    await old.execute(KEYS_BEFORE, (customer_id, version, active, [f"name:{name.lower()}"]))
    await old.execute(IDENTITIES_BEFORE, (customer_id, version, not active, "x", [], Jsonb({}), content))


async def values(connection: psycopg.AsyncConnection, query: str, *params: object) -> list[object]:
    return [row[0] for row in await (await connection.execute(query.encode(), params)).fetchall()]


def known_to(running: Running) -> StoredCustomers:
    store = running.service.database
    return StoredCustomers(store, Copies(store, {CustomerRecorded: "customer_id"}))


async def reread(running: Running, customer_id: str, version: int, name: str, **known: Any) -> None:
    """The consumers of the service take a customer."""
    content = {"active": True, "source_version": version, **known}
    contract = CustomerRecorded(customer_id=customer_id, name=name, **content)
    envelope = said(contract, customer_id, next(POSITIONS), version=version)
    for consumer in ("leads.copies", "leads.customer-index"):
        await tell(running.service, consumer, envelope)
