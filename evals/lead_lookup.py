"""Among 100,000 stored leads: are the duplicates of a new one among its first ten candidates, and how long does that take?

And how long does it take to list the leads, or the records of contacts, that contain a part of a text?
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
from bench.ground import Ground, standing
from bench.table import Row, at_most, percentile
from psycopg import sql

from crm_local.people import Account
from crm_platform.context import reaction
from crm_platform.ids import derived_id
from crm_platform.runtime import Service
from crm_platform.security.scope import system_principal
from crm_platform.settings import ServiceSettings
from crm_testing.running import entered
from crm_testing.waiting import eventually
from evals.data import rows
from evals.lead_pairs import profile_of
from leads.adapters.duplicate_views import StoredDuplicates
from leads.adapters.identities import IDENTITIES, StoredIdentities
from leads.application.duplicates import Duplicates
from leads.bootstrap import build
from leads.domain.follow_ups import FollowUp, FollowUpMethod, FollowUpResult
from leads.domain.lead import Lead, LeadProfile

_STORED = 100_000
_QUERIES = 1_000
_AT_ONCE = 200
_SEARCHES = 300


async def measure() -> list[Row]:
    """Recall at ten over leads of the file whose duplicates are stored, and the delay of each lookup."""
    known, more = _leads()
    async with standing() as ground, _stored(ground, [*known, *more]) as service:
        store = StoredDuplicates(service.projector)
        duplicates = Duplicates(service.log, StoredIdentities(service.database), store)
        members = defaultdict(set)
        for entity, name, _ in known:
            members[entity].add(name)
        asked = [one for one in known if len(members[one[0]]) > 1]
        random.Random(7).shuffle(asked)
        system = system_principal("evals")
        found = wanted = 0
        delays = []
        for entity, name, profile in asked[:_QUERIES]:
            began = time.perf_counter()
            candidates = await duplicates.of_profile(profile, system, but=derived_id(name))
            delays.append((time.perf_counter() - began) * 1000)
            others = {str(derived_id(other)) for other in members[entity] - {name}}
            found += len(others & {one.id for one in candidates})
            wanted += len(others)
        searches = await _searches(ground, service, [profile for _, _, profile in known])
    recall = found / wanted
    return [
        Row(
            f"lookup among {_STORED:,} leads: recall@10",
            f"{recall:.4f} ({wanted:,} duplicates of {min(_QUERIES, len(asked)):,} leads)",
            ">= 0.99",
            recall >= 0.99,
        ),
        at_most(
            f"lookup among {_STORED:,} leads, p95",
            percentile(delays, 0.95),
            50,
            "ms",
            f" (p50 {percentile(delays, 0.5):.1f} ms)",
        ),
        *searches,
    ]


async def _searches(ground: Ground, service: Service, known: list[LeadProfile]) -> list[Row]:
    """The delay of the first page of a list for parts of 1, 2 and 4 characters of names that exist."""
    chance, measured = random.Random(13), []
    token = ground.token(Account("root", "Root", ("admin",)))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(service.app(keys=ground.issuer.jwks)),
        base_url="http://crm.test/api/leads/v1",
        headers={"authorization": f"Bearer {token}"},
    ) as client:
        for path in ("/leads", "/follow-ups"):
            delays = []
            for n in range(_SEARCHES):
                company = chance.choice(known).company or ""
                length = (1, 2, 4)[n % 3]
                at = chance.randrange(max(1, len(company) - length))
                part = company[at : at + length].strip() or company
                began = time.perf_counter()
                answer = await client.get(path, params={"q": part})
                delays.append((time.perf_counter() - began) * 1000)
                assert answer.json()["items"], part
            measured.append(
                at_most(
                    f"search of {path} among {_STORED:,}, p95",
                    percentile(delays, 0.95),
                    200,
                    "ms",
                    f" (p50 {percentile(delays, 0.5):.1f} ms)",
                )
            )
    return measured


Named = tuple[str, str, LeadProfile]
"""Entity, name of the record, and what it says."""


def _leads() -> tuple[list[Named], list[Named]]:
    """The leads of the file, and made ones that mix their parts, so that there are enough."""
    entity = {row["lead_id"]: row["entity_id"] for row in rows("leads_zh_en_truth.csv")}
    found = rows("leads_zh_en_leads.csv")
    known = [(entity[row["lead_id"]], f"known-{row['lead_id']}", profile_of(row)) for row in found]
    chance = random.Random(11)
    return known, [("", f"made-{n}", profile) for n, profile in enumerate(_made(found, chance))]


def _made(found: list[dict[str, str]], chance: random.Random) -> Iterator[LeadProfile]:
    chinese = [row for row in found if not row["company"].isascii()]
    western = [row for row in found if row["company"].isascii() and len(row["company"].split()) > 2]
    for n in range(_STORED - len(found)):
        if n % 2:
            one, other = chance.sample(chinese, 2)
            company = one["company"][:4] + other["company"][3:]
        else:
            one, other = chance.sample(western, 2)
            words, more = one["company"].split(), other["company"].split()
            company = " ".join([words[0], *more[1:]])
        yield profile_of(
            {
                "company": company,
                "contact": chance.choice(found)["contact"],
                "phone": f"1{chance.randrange(3, 10)}{chance.randrange(10**9):09}",
                "email": f"m{n}@{chance.choice(('qq.com', '163.com', f'made{n}.com'))}",
                "address": chance.choice(found)["address"],
            }
        )


@asynccontextmanager
async def _stored(ground: Ground, leads: list[Named]) -> AsyncIterator[Service]:
    """The leads, each with the record of a contact, in the log of a service that projects them; nothing else runs."""
    service = build(
        ServiceSettings(database_url=await ground.leads_database(), issuer=ground.issuer.url, rate_limit=0)
    )
    async with entered(service.running({"project"})):
        for at in range(0, len(leads), _AT_ONCE):
            await asyncio.gather(
                *(
                    service.log.save(reaction("evals", name), _contacted(name, profile))
                    for _, name, profile in leads[at : at + _AT_ONCE]
                )
            )
        position = await service.log.position()

        async def projected() -> bool:
            query = "SELECT position >= %s FROM positions WHERE name = %s"
            reached = await service.database.fetch(query, position, IDENTITIES.position_name)
            return bool(reached and reached[0][0])

        await eventually(projected, timeout=600)
        async with await service.database.connect(statement_timeout="120s") as connection:
            for table in ("lead_identities", "lead_list", "follow_up_list"):
                await connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))
        yield service


def _contacted(name: str, profile: LeadProfile) -> Lead:
    now = datetime.now(UTC)
    lead = Lead.register(derived_id(name), profile, now=now)
    record = FollowUp(
        id=derived_id(name, "contact"),
        attempt=1,
        method=FollowUpMethod.CALL,
        result=FollowUpResult.NO_ANSWER,
        content=f"{profile.company} {profile.contact} {profile.address}",
        occurred_at=now,
        recorded_at=now,
        author_id="li",
        author_name="Li",
    )
    lead.follow_up(record, None, now=now)
    return lead
