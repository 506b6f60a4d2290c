"""One index of customers serves conversions and candidates, and is made from what the two before it knew."""

import asyncio
import shutil
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.types.json import Jsonb

import leads
from crm_contracts.integration_gateway.v1 import CustomerRecorded
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.migrating import migrate
from crm_testing.databases import Databases
from crm_testing.services import person, service_under_test
from leads.adapters.customers import StoredCustomers
from leads.bootstrap import build

LI = person("li", "salesperson", team="east-1", region="east")
VERSIONS = Path(leads.__file__).parent / "migrations" / "versions"


async def test_the_index_is_made_from_the_copies_and_from_the_one_before(
    databases: Databases, tmp_path: Path
) -> None:
    database = await databases.create()
    (tmp_path / "versions").mkdir()
    for migration in sorted(VERSIONS.glob("000[1-8]_*.py")):
        shutil.copy(migration, tmp_path / "versions")
    address = urlsplit(database)
    role = urlunsplit(address._replace(netloc=f"leads@{address.netloc.rpartition('@')[2]}"))
    await asyncio.to_thread(migrate, database, role, "leads", tmp_path)
    copied = customer("C-1", "广州恒达（中国）有限公司", phone="13800138000/020-85550101")
    older, newer = customer("C-2", "Old name"), customer("C-2", "宁波瑞丰食品有限公司", contact="何艳")
    gone = customer("C-3", "Gone", email="a@gone.example", active=False)
    async with await psycopg.AsyncConnection.connect(
        database, autocommit=True, options="-c search_path=leads"
    ) as connection:
        for version, known in ((1, copied), (1, older), (3, gone)):
            await connection.execute(
                "INSERT INTO copies VALUES ('CustomerRecorded', %s, %s, %s)",
                (known.customer_id, version, Jsonb(known.model_dump(mode="json"))),
            )
        await connection.execute(
            "INSERT INTO customer_identities VALUES ('C-2', 2, false, 'x', '{}', '{}', %s)",
            (Jsonb(newer.model_dump(mode="json")),),
        )
        await connection.execute(
            "INSERT INTO positions VALUES ('leads.customer-keys/integration-gateway/0', 7)"
        )
    async with service_under_test(build, "leads", database) as running:
        store = running.service.database
        customers = StoredCustomers(store, Copies(store, {CustomerRecorded: "customer_id"}))
        for key in ("phone:+862085550101", "phone:+8613800138000", "name:广州恒达中国有限公司"):
            assert await customers.having(key) == ["C-1"], key
        assert await customers.having("name:宁波瑞丰食品有限公司") == ["C-2"]
        assert await customers.having("name:oldname") == []
        assert await customers.having("email:a@gone.example") == []
        checked = await (await running.as_(LI)).post(
            "/duplicates/check", json={"company": "恒达（广州）", "phone": "13800138000"}
        )
        assert [(one["kind"], one["id"]) for one in checked.json()["candidates"]] == [("customer", "C-1")]
        left = await store.fetch(
            "SELECT to_regclass('customer_keys'), (SELECT count(*) FROM positions WHERE name LIKE '%%customer-keys%%')"
        )
        assert left == [(None, 0)]


def customer(customer_id: str, name: str, active: bool = True, **known: str) -> CustomerRecorded:
    return CustomerRecorded.model_validate(
        {"customer_id": customer_id, "name": name, "active": active, "source_version": 1, **known}
    )
