"""The learned score over HTTP: learned from decided leads beside the service, shown with its reasons, refused honestly."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import httpx
import pytest_asyncio

from crm_platform.context import reaction
from crm_platform.ids import new_id
from crm_platform.values import Ownership
from crm_testing.services import Running, person, service_under_test
from crm_testing.waiting import eventually
from leads.adapters.learned_views import StoredLearning
from leads.adapters.rescoring_store import StoredLeads
from leads.application.learning import Learning
from leads.application.models import ActiveModels
from leads.bootstrap import build
from leads.domain.conversion import ConversionWish
from leads.domain.lead import Lead, LeadProfile
from leads.domain.learned_model import Learned, learn
from leads.domain.learning import Example
from leads.domain.rated import Standing
from leads.domain.scoring import Score, ScoreFactor

ADMIN = person("root", "admin")
LI = person("li", "salesperson", team="east-1", region="east")
ZHAO = person("zhao", "manager", team="east-1", region="east")
OWNER = Ownership(owner_id="li", team="east-1", region="east")
RATES = {"referral": 0.75, "exhibition": 0.35, "website": 0.08}


@pytest_asyncio.fixture
async def leads(database: str) -> AsyncIterator[Running]:
    async with service_under_test(build, "leads", database) as running:
        yield running


async def history(running: Running, count: int, *, signal: bool = True, seed: int = 1) -> None:
    """Leads of the last months that were decided a day after they came; their source says how, or nothing does."""
    chance = Random(seed)
    first = datetime.now(UTC) - timedelta(hours=count + 48)
    decided = []
    for number in range(count):
        source = chance.choice([*RATES])
        size = chance.choice([None, 30, 300])
        came = first + timedelta(hours=number)
        profile = LeadProfile(name=f"Lead {number}", source=source, company_size=size)
        lead = Lead.register(new_id(), profile, now=came)
        lead.assign(OWNER, "Li", reason="x", now=came)
        if chance.random() < (RATES[source] if signal else 0.4):
            lead.convert(OWNER, ConversionWish(title="x"), now=came + timedelta(days=1))
        else:
            lead.disqualify("no need", now=came + timedelta(days=1))
        decided.append(lead)
    for at in range(0, count, 200):
        await asyncio.gather(
            *(
                running.service.log.save(reaction("test", str(lead.id)), lead)
                for lead in decided[at : at + 200]
            )
        )


async def learned(running: Running, client: httpx.AsyncClient) -> dict[str, Any]:
    """What comes of learning now."""
    answer = await client.post("/learned-models")
    assert answer.status_code == 202, answer.text

    async def over() -> dict[str, Any] | None:
        at = {"min_position": await running.service.log.position()}
        found = await client.get(f"/learned-models/{answer.json()['id']}", params=at)
        body: dict[str, Any] = found.json()
        return body if found.status_code == 200 and body["status"] != "learning" else None

    found: dict[str, Any] | None = await eventually(over, timeout=120)
    assert found
    return found


def learning_by(running: Running, learn: Callable[[Sequence[Example]], Awaitable[Learned]]) -> Learning:
    """The service learns like this from now on."""
    store = StoredLearning(running.service.projector, StoredLeads(running.service.projector))
    learning = Learning(running.service.log, store, ActiveModels(running.service.log), learn)
    (scheduler,) = [s for s in running.service.schedulers if s.name == "leads.learning"]
    scheduler._fire = learning.carry_out
    return learning


async def out_of_memory(_examples: Sequence[Example]) -> Learned:
    raise RuntimeError("MemoryError")


async def shown(running: Running, client: httpx.AsyncClient, lead_id: str, **more: Any) -> dict[str, Any]:
    at = more or {"min_position": await running.service.log.position()}
    body: dict[str, Any] = (await client.get(f"/leads/{lead_id}", params=at)).json()
    return body


async def register(client: httpx.AsyncClient, **more: Any) -> str:
    answer = await client.post("/leads", json={"name": "Wang", "email": f"{new_id().hex}@x.example", **more})
    assert answer.status_code == 201, answer.text
    lead_id: str = answer.json()["id"]
    return lead_id


async def test_a_lead_shows_what_decided_leads_teach_with_reasons_that_sum_up(leads: Running) -> None:
    admin, li = await leads.as_(ADMIN), await leads.as_(LI)
    await history(leads, 700)
    lead_id, poor = (
        await register(li, source="referral"),
        await register(li, source="website", company_size=9),
    )
    assert (await shown(leads, li, lead_id))["learned"] is None
    model = await learned(leads, admin)
    assert (model["status"], model["in_force"], model["leads"], model["refusal"]) == (
        "learned",
        True,
        700,
        None,
    )
    assert model["measured"]["auc"] > 0.7
    assert model["measured"]["skill_from"] > 0
    assert model["measured"]["leads"] == 280
    found = (await shown(leads, li, lead_id))["learned"]
    assert found["model_id"] == model["id"]
    assert 0.6 < found["probability"] < 0.9
    assert (await shown(leads, li, poor))["learned"]["probability"] < 0.2
    factors = found["factors"]
    assert round(found["base"] + sum(f["log_odds"] for f in factors), 3) == found["log_odds"]
    assert (factors[0]["field"], factors[0]["field_zh"], factors[0]["level"]) == (
        "source",
        "来源",
        "referral",
    )
    (size,) = [f for f in factors if f["field"] == "company_size"]
    assert (size["seen"], size["level"]) == ("missing", None)
    assert size["leads"] > 150
    assert (await li.post(f"/leads/{lead_id}/disqualify", json={"reason": "x"})).status_code == 200
    assert (await shown(leads, li, lead_id))["learned"] is None


async def test_leads_are_scored_as_they_came_as_those_are_known_that_were_learned_from(
    leads: Running,
) -> None:
    admin, li = await leads.as_(ADMIN), await leads.as_(LI)
    await history(leads, 450)
    lead_id = await register(li, source="website")
    await learned(leads, admin)
    came = (await shown(leads, li, lead_id))["learned"]
    found_out = {"source": "referral", "company_size": 300, "contact": "Wang", "need": "two presses"}
    assert (await li.patch(f"/leads/{lead_id}", json=found_out)).status_code == 200
    after = await shown(leads, li, lead_id)
    assert (after["source"], after["learned"]) == ("referral", came)


async def test_outcomes_without_signal_are_refused_and_leads_say_why(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    lead_id = await register(admin, source="referral")
    few = await learned(leads, admin)
    assert (few["status"], few["in_force"], few["refusal"]["code"]) == ("refused", False, "too-few")
    await history(leads, 500, signal=False)
    model = await learned(leads, admin)
    assert (model["status"], model["refusal"]["code"], model["scorecard"]) == ("refused", "no-better", None)
    assert "Brier" in model["refusal"]["reason_zh"]
    found = (await shown(leads, admin, lead_id))["learned"]
    assert (found["probability"], found["factors"], found["refusal"]) == (None, [], model["refusal"])


async def test_a_score_is_as_of_any_moment_and_an_earlier_model_can_count_again(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    lead_id = await register(admin, source="exhibition")
    await history(leads, 450)
    before = await moment(leads)
    first = await learned(leads, admin)
    live = (await shown(leads, admin, lead_id))["learned"]
    between = await moment(leads)
    await history(leads, 300, seed=9)
    second = await learned(leads, admin)
    changed = (await shown(leads, admin, lead_id))["learned"]
    assert (changed["model_id"], changed["probability"] != live["probability"]) == (second["id"], True)
    assert (await shown(leads, admin, lead_id, as_of=before))["learned"] is None
    assert (await shown(leads, admin, lead_id, as_of=between))["learned"] == live
    back = await admin.post(f"/learned-models/{first['id']}/put-in-force", json={"reason": "better so"})
    assert back.status_code == 200, back.text
    assert (await shown(leads, admin, lead_id))["learned"] == live
    at = {"min_position": await leads.service.log.position()}
    items = (await admin.get("/learned-models", params=at)).json()["items"]
    assert [(i["id"], i["in_force"], i["put_by"]) for i in items] == [
        (second["id"], False, None),
        (first["id"], True, "root"),
    ]


async def test_learning_again_from_the_same_moment_gives_the_same_bytes(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    await history(leads, 450)
    first = await learned(leads, admin)
    model = await leads.service.log.history(UUID(first["id"]))
    await history(leads, 60, seed=3)
    store = StoredLearning(leads.service.projector, StoredLeads(leads.service.projector))
    examples = await store.examples(model[0].occurred_at)
    assert len(examples) == 450
    again = learn(examples)
    assert again.scorecard is not None
    assert again.scorecard.model_dump(mode="json") == first["scorecard"]


async def test_what_was_learned_can_be_proposed_as_rules_and_changes_nothing_until_it_is_activated(
    leads: Running,
) -> None:
    admin = await leads.as_(ADMIN)
    await history(leads, 450)
    model = await learned(leads, admin)
    asked = await admin.post(f"/learned-models/{model['id']}/propose-rules", json={"reason": "as learned"})
    assert asked.status_code == 201, asked.text
    draft = (await admin.get(f"/scoring-model/versions/{asked.json()['version']}")).json()
    assert (draft["in_force"], draft["reason"], draft["drafted_by"]) == (False, "as learned", "root")
    points = {rule["condition"]: rule["points"] for rule in draft["model"]["rules"]}
    assert points["source == 'referral'"] > points["source == 'exhibition'"] > 0
    assert "source == 'website'" not in points
    assert (await admin.get("/scoring-model")).json()["version"] == 1


async def test_learning_that_fails_says_so_and_leaves_what_counts(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    await history(leads, 450)
    first = await learned(leads, admin)

    learning_by(leads, out_of_memory)
    failed = await learned(leads, admin)
    assert (failed["status"], failed["failure"]) == ("failed", "MemoryError")
    assert (await admin.get(f"/learned-models/{first['id']}")).json()["in_force"]
    refused = await admin.post(f"/learned-models/{failed['id']}/put-in-force", json={"reason": "x"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:kuaicrm:problem:nothing-learned")


async def test_it_learns_at_night_once_and_only_when_a_lead_was_decided(leads: Running) -> None:
    store = StoredLearning(leads.service.projector, StoredLeads(leads.service.projector))
    nightly = next(s for s in leads.service.schedulers if s.name == "leads.nightly-learning")
    night = (datetime.now(UTC) + timedelta(days=1)).replace(hour=19, minute=0)
    assert await store.tonight(night, 1) == []
    await history(leads, 3)
    await StoredLeads(leads.service.projector).caught_up()
    assert await store.tonight(night.replace(hour=12), 1) == []
    (due,) = await store.tonight(night, 1)
    for _ in range(2):
        await nightly._fire(*due)
    assert (await leads.events()).count("leads.LearnedModelStarted") == 1


async def test_a_night_that_failed_is_made_up_for_in_the_next_one(leads: Running) -> None:
    store = StoredLearning(leads.service.projector, StoredLeads(leads.service.projector))
    await history(leads, 3)
    admin = await leads.as_(ADMIN)
    learning_by(leads, out_of_memory)
    assert (await learned(leads, admin))["status"] == "failed"
    night = (datetime.now(UTC) + timedelta(days=1)).replace(hour=19, minute=0)
    assert len(await store.tonight(night, 1)) == 1


async def test_models_that_are_asked_for_at_once_are_learned_one_after_the_other(leads: Running) -> None:
    at_once: list[int] = []
    running = 0

    async def counted(_examples: Sequence[Example]) -> Learned:
        nonlocal running
        running += 1
        at_once.append(running)
        await leads.service.log.position()  # others get their turn
        running -= 1
        return learn([])

    learning = learning_by(leads, counted)
    asked = [await learning.start(reaction("test", str(number))) for number in range(3)]
    now = datetime.now(UTC)
    await asyncio.gather(*(learning.carry_out(each.id, now) for each in asked))
    assert (len(at_once) >= 3, set(at_once)) == (True, {1})


async def test_who_may_see_and_start_learning_is_said_by_roles(leads: Running) -> None:
    li, zhao = await leads.as_(LI), await leads.as_(ZHAO)
    assert (await li.get("/learned-models")).status_code == 403
    assert (await zhao.get("/learned-models")).json()["items"] == []
    for client in (li, zhao):
        assert (await client.post("/learned-models")).status_code == 403
    assert (await (await leads.as_(ADMIN)).get(f"/learned-models/{new_id()}")).status_code == 404


async def test_overrides_are_judged_by_what_became_of_leads(leads: Running) -> None:
    low = Score(points=10, grade="D", model_version=1, factors=(factor(10),))
    high = Score(points=80, grade="A", model_version=1, factors=(factor(80),))
    plan = [(high, None, 30, 20), (low, None, 60, 6), (low, "li", 30, 25), (low, "wang", 30, 1)]
    for score, by, count, converted in plan:
        for number in range(count):
            lead = Lead.register(new_id(), LeadProfile(name="x"), now=datetime.now(UTC))
            now = lead.created_on
            lead.assign(OWNER, "Li", reason="x", now=now)
            lead.rate(score, now=now)
            if by:
                lead.override_score(Standing(points=90, grade="A"), reason="x", by=by, until=None, now=now)
            if number < converted:
                lead.convert(OWNER, ConversionWish(title="x"), now=now)
            else:
                lead.disqualify("x", now=now)
            await leads.service.log.save(reaction("test", str(lead.id)), lead)
    zhao = await leads.as_(ZHAO)
    at = {"min_position": await leads.service.log.position()}
    found = (await zhao.get("/leads/overridden/accuracy", params=at)).json()
    assert [(r["grade"], r["leads"], r["converted"]) for r in found["rates"]] == [("A", 30, 20), ("D", 60, 6)]
    assert [(m["automatic"], m["grade"], m["leads"], m["converted"]) for m in found["moves"]] == [
        ("D", "A", 60, 26)
    ]
    assert {p["by"]: p["better"] for p in found["people"]} == {"li": "people", "wang": "model"}
    later: dict[str, str | int] = {**at, "since": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
    none = (await zhao.get("/leads/overridden/accuracy", params=later)).json()
    assert (none["all"]["overridden"], none["all"]["better"]) == (0, "no-evidence")
    elsewhere = await leads.as_(person("qian", "manager", team="west-1", region="west"))
    assert (await elsewhere.get("/leads/overridden/accuracy", params=at)).json()["all"]["overridden"] == 0
    assert (await (await leads.as_(LI)).get("/leads/overridden/accuracy")).status_code == 403


def factor(points: int) -> ScoreFactor:
    return ScoreFactor(name="x", points=points, reason="x")


async def moment(running: Running) -> str:
    """Now by the clock of the database, behind all that is recorded."""
    now: datetime = (await running.service.database.fetch("SELECT clock_timestamp()"))[0][0]
    return now.isoformat()
