"""The analysis of leads over HTTP, on planted histories whose truth is known."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from crm_contracts.values import Money

DAY = 86_400


async def analysis(desk: Any, who: str = "boss", **query: Any) -> dict[str | None, dict[str, Any]]:
    """The groups by key."""
    answered = await desk.answer(who, "/leads/analysis", **query)
    return {group["key"]: group for group in answered["groups"]}


async def behind(desk: Any, who: str = "boss", **query: Any) -> dict[str, Any]:
    page = await desk.answer(who, "/leads/analysis/leads", limit=200, **query)
    return dict(page)


async def test_a_thousand_planted_leads_are_counted_as_by_hand(desk: Any, history: Any) -> None:
    dice = random.Random(41)
    truth: dict[str, Counter[str]] = {}
    for number in range(1_000):
        source, grade = dice.choice(["fair", "web", "phone"]), dice.choice(["A", "B", "C"])
        outcome = dice.choices(["converted", "lost", "open"], [0.2, 0.3, 0.5])[0]
        lead = history.leads.register(f"lead {number}", source=source)
        history.leads.score(lead, grade, {"A": 90, "B": 65, "C": 30}[grade])
        history.leads.assign(lead, dice.choice(["li", "xu"]))
        contacts = dice.randint(0, 3)
        for _ in range(contacts):
            history.leads.follow_up(lead)
        if outcome != "open":
            (history.leads.convert if outcome == "converted" else history.leads.disqualify)(lead)
        counted = truth.setdefault(source, Counter())
        counted += Counter({"leads": 1, outcome: 1, "contacted": contacts > 0, "follow_ups": contacts})
        history.later(seconds=7)
    await desk.take(history.said)

    groups = await analysis(desk, by="source")

    assert {key: group["leads"] for key, group in groups.items()} == {s: c["leads"] for s, c in truth.items()}
    for source, counted in truth.items():
        for name in ("leads", "converted", "lost", "open", "contacted", "follow_ups"):
            assert groups[source][name] == counted[name]
            page = await desk.answer(
                "boss", "/leads/analysis/leads", by="source", key=source, figure=name, limit=1
            )
            assert page["total"] == counted[name]
        rate = counted["converted"] / counted["leads"]
        assert groups[source]["conversion"]["rate"] == pytest.approx(rate)
        assert groups[source]["conversion"]["low"] < rate < groups[source]["conversion"]["high"]


async def test_open_leads_are_censored_and_lost_ones_will_not_convert(desk: Any, history: Any) -> None:
    leads = [history.leads.register(f"lead {n}") for n in range(8)]
    history.later(days=1)
    for lead in leads[:2]:
        history.leads.convert(lead)
    for lead in leads[2:4]:
        history.leads.disqualify(lead)
    history.later(days=2)
    young = [history.leads.register(f"young {n}") for n in range(4)]
    history.later(days=1)
    for lead in leads[4:6]:
        history.leads.convert(lead)
    await desk.take(history.said)
    assert len(young) == 4

    then = history.now.isoformat()
    (group,) = (await desk.answer("boss", "/leads/analysis", as_of=then))["groups"]
    # Of 12 two converted after a day (10 left, of whom 4 are a day old and censored there), of the other 6 two after four.
    assert (group["leads"], group["converted"], group["lost"], group["open"]) == (12, 4, 2, 6)
    waiting = group["to_conversion"]
    assert [(share["days"], round(share["share"], 4)) for share in waiting["within"]] == [(1, 0.1667)]
    assert (waiting["reached"], waiting["median_seconds"]) == (False, None)
    # Two more convert: half of those followed that long have.
    history.later(days=1)
    for lead in leads[6:8]:
        history.leads.convert(lead)
    await desk.take(history.said)
    (group,) = (await desk.answer("boss", "/leads/analysis", as_of=history.now.isoformat()))["groups"]
    assert group["to_conversion"]["median_seconds"] == 5 * DAY
    # Without those that are lost, it would have been sooner; the open ones are still there.
    assert (group["lost"], group["open"]) == (2, 4)


async def test_time_to_the_first_contact_counts_those_that_wait(desk: Any, history: Any) -> None:
    leads = [history.leads.register(f"lead {n}") for n in range(5)]
    history.later(hours=1)
    for lead in leads[:2]:
        history.leads.follow_up(lead)
    history.later(hours=1)
    history.leads.follow_up(leads[0])
    history.leads.follow_up(leads[2], occurred_at=history.now - timedelta(minutes=30))
    history.leads.disqualify(leads[3])
    await desk.take(history.said)
    group = (await analysis(desk))[None]
    assert (group["contacted"], group["follow_ups"]) == (3, 4)
    assert group["to_first_contact"]["median_seconds"] == 5_400
    contacted = await behind(desk, figure="contacted")
    first = next(item for item in contacted["items"] if item["id"] == str(leads[0]))
    ids = {str(envelope.id) for envelope in history.said if envelope.subject == str(leads[0])}
    assert (len(first["event_ids"]), first["follow_ups"]) == (2, 2)
    assert set(first["event_ids"]) < ids


async def test_scores_are_those_at_assignment_unless_the_newest_are_asked_for(
    desk: Any, history: Any
) -> None:
    hindsight = history.leads.register("hindsight")
    history.leads.score(hindsight, "C", 30)
    history.leads.assign(hindsight)
    history.leads.score(hindsight, "A", 95)
    known = history.leads.register("known better")
    history.leads.score(known, "C", 10)
    history.leads.override(known, "A", 90)
    history.leads.score(known, "D", 5)
    history.leads.assign(known)
    history.leads.lift(known)
    unseen = history.leads.register("not scored")
    await desk.take(history.said)
    assert unseen

    at_assignment = await analysis(desk, by="score_band")
    assert {key: group["leads"] for key, group in at_assignment.items()} == {"20-39": 1, "80-100": 1, None: 1}
    now = await analysis(desk, by="grade", score_at="now")
    assert {key: group["leads"] for key, group in now.items()} == {"A": 1, "D": 1, None: 1}
    assert (now["A"]["average_score"], now[None]["average_score"]) == (95, None)
    page = await behind(desk, by="score_band", key="")
    assert [item["name"] for item in page["items"]] == ["not scored"]
    assert now[None]["name_zh"] == "未知"


async def test_a_lead_belongs_to_the_source_it_is_known_by_or_that_of_its_first_or_last_touch(
    desk: Any, history: Any
) -> None:
    lead = history.leads.register(source="fair", channel="api", campaign="spring")
    history.later(hours=1)
    history.leads.touch(lead, "web", "autumn")
    history.later(hours=1)
    history.leads.revise(lead, source="referral")
    history.leads.convert(lead)
    history.later(hours=1)
    history.leads.touch(lead, "phone")
    await desk.take(history.said)

    for attribution, source in (("recorded", "referral"), ("first", "fair"), ("last", "web")):
        groups = await analysis(desk, by="source", attribution=attribution)
        assert list(groups) == [source]
        chosen = await desk.answer(
            "boss", "/leads/analysis", by="source", attribution=attribution, source=source
        )
        assert [group["leads"] for group in chosen["groups"]] == [1]
        assert (await desk.answer("boss", "/leads/analysis", source="nowhere"))["groups"] == []
    paths = await analysis(desk, by="path")
    assert list(paths) == ["fair > web"]
    assert (paths["fair > web"]["touches"], paths["fair > web"]["converted"]) == (3, 1)
    assert list(await analysis(desk, by="campaign", attribution="last")) == ["autumn"]
    assert list(await analysis(desk, by="channel")) == ["api"]
    assert list(await analysis(desk, by="touches")) == ["3"]
    page = await behind(desk, figure="touches")
    assert (page["total"], len(page["items"][0]["event_ids"])) == (3, 3)


async def test_sources_have_names_and_what_their_campaigns_cost(desk: Any, history: Any) -> None:
    history.leads.define_sources(fair=("Trade fair", "展会"))
    history.leads.plan_campaign("spring", "fair", Money(amount="100.50", currency="CNY"))
    history.leads.plan_campaign("autumn", "fair", Money(amount="9.50", currency="CNY"))
    history.leads.plan_campaign("free", "web")
    history.leads.register(source="fair", campaign="spring")
    await desk.take(history.said)
    fair = (await analysis(desk, by="source"))["fair"]
    assert (fair["name_en"], fair["name_zh"]) == ("Trade fair", "展会")
    assert fair["costs"] == [{"amount": "110.00", "currency": "CNY"}]
    spring = (await analysis(desk, by="campaign"))["spring"]
    assert (spring["name_zh"], spring["costs"]) == (
        "Campaign spring",
        [{"amount": "100.50", "currency": "CNY"}],
    )


async def test_a_merged_lead_counts_as_the_one_that_took_it_in(desk: Any, history: Any) -> None:
    first, second, third = (history.leads.register(f"lead {n}", channel="api") for n in range(3))
    history.later(hours=1)
    for lead in (first, second, third):
        history.leads.follow_up(lead)
    history.leads.merge(second, first)
    history.later(hours=1)
    history.leads.merge(third, second)
    merged = history.now
    history.later(hours=1)
    history.leads.unmerge(third, second)
    await desk.take(history.said)

    (group,) = (await desk.answer("boss", "/leads/analysis", as_of=merged.isoformat()))["groups"]
    assert (group["leads"], group["touches"], group["follow_ups"]) == (1, 3, 3)
    page = await behind(desk, figure="follow_ups", as_of=merged.isoformat())
    subjects = {str(e.id): e.subject for e in history.said}
    assert {subjects[id_] for id_ in page["items"][0]["event_ids"]} == {
        str(first),
        str(second),
        str(third),
    }
    group = (await analysis(desk))[None]
    assert (group["leads"], group["touches"], group["follow_ups"]) == (2, 3, 3)
    assert list(await analysis(desk, by="follow_ups")) == ["1", "2"]


async def test_withdrawn_leads_count_nowhere_and_a_conversion_taken_back_is_none(
    desk: Any, history: Any
) -> None:
    mistaken, back = history.leads.register("mistaken"), history.leads.register("back")
    history.leads.follow_up(mistaken)
    history.leads.withdraw(mistaken)
    history.leads.convert(back)
    history.leads.reopen(back)
    await desk.take(history.said)
    group = (await analysis(desk))[None]
    assert (group["leads"], group["converted"], group["open"], group["follow_ups"]) == (1, 0, 1, 0)
    assert (await desk.answer("boss", "/leads/follow-ups"))["groups"] == []


async def test_what_stands_again_was_closed_when_it_first_came_about(desk: Any, history: Any) -> None:
    lost, survivor, back = (history.leads.register(name) for name in ("lost", "survivor", "back"))
    closed = history.later(days=1)
    history.leads.disqualify(lost)
    history.leads.convert(back)
    history.later(days=1)
    history.leads.merge(survivor, lost)
    history.leads.reopen(back)
    taken_back = history.later(days=1)
    history.later(days=1)
    history.leads.unmerge(survivor, lost, "disqualified")
    history.leads.revoke_reopening(back)
    await desk.take(history.said)

    page = await behind(desk)
    assert {
        item["id"]: item["closed_at"] and datetime.fromisoformat(item["closed_at"]) for item in page["items"]
    } == {
        str(lost): closed,
        str(survivor): None,
        str(back): closed,
    }
    (group,) = (await desk.answer("boss", "/leads/analysis"))["groups"]
    assert (group["converted"], group["lost"]) == (1, 1)
    assert group["to_conversion"]["within"][0]["share"] == pytest.approx(1 / 3)
    # Before that, one was open and the other counted as its survivor.
    (group,) = (await desk.answer("boss", "/leads/analysis", as_of=taken_back.isoformat()))["groups"]
    assert (group["leads"], group["open"]) == (2, 2)
    rows = await desk.database.fetch("SELECT lead_id, closed_at FROM v_leads")
    assert dict(rows) == {lost: closed, survivor: None, back: closed}


async def test_cohorts_are_those_registered_in_a_period(desk: Any, history: Any) -> None:
    march = history.leads.register("march")
    history.later(days=31)
    history.leads.register("april")
    history.leads.convert(march)
    await desk.take(history.said)
    answered = await desk.answer("boss", "/leads/analysis", period="month", by="source")
    assert [(each["begins"], each["groups"][0]["converted"]) for each in answered["periods"]] == [
        ("2026-03-01", 1),
        ("2026-04-01", 0),
    ]
    page = await behind(desk, period="month", begins="2026-04-01", by="source", key="fair")
    assert [item["name"] for item in page["items"]] == ["april"]
    april = {"from": "2026-04-01", "to": "2026-04-30"}
    assert (await analysis(desk, **april))[None]["leads"] == 1
    refused = await (await desk.client("boss")).get("/leads/analysis/leads", params={"begins": "2026-04-01"})
    assert refused.status_code == 422


async def test_each_sees_the_leads_of_their_own_row_scope(desk: Any, history: Any) -> None:
    for owner in ("li", "he", "xu"):
        history.leads.assign(history.leads.register(owner), owner)
    history.leads.register("nobody's", region="north")
    released = history.leads.register("released", region="south")
    history.leads.assign(released, "xu")
    history.leads.release(released)
    await desk.take(history.said)

    async def seen(who: str) -> list[str]:
        page = await behind(desk, who)
        (group,) = (await desk.answer(who, "/leads/analysis"))["groups"]
        assert group["leads"] == page["total"]
        return sorted(item["name"] for item in page["items"])

    assert await seen("li") == ["li"]
    assert await seen("manager") == ["li"]
    assert await seen("director") == ["he", "li", "released"]
    assert await seen("boss") == ["he", "li", "nobody's", "released", "xu"]
    anonymous = await (await desk.client("boss")).get("/leads/analysis", headers={"Authorization": ""})
    assert anonymous.status_code == 401


async def test_behind_every_figure_stand_as_many_leads_with_their_events(desk: Any, history: Any) -> None:
    history.anything(random.Random(5), 500)
    await desk.take(history.said)
    known = {str(row[0]) for row in await desk.database.fetch("SELECT id FROM contracts")}
    for who in ("boss", "manager", "li"):
        for by in ("nothing", "grade", "path", "owner"):
            for key, group in (await analysis(desk, who, by=by, attribution="first")).items():
                which = {"by": by, "attribution": "first"} | ({} if by == "nothing" else {"key": key or ""})
                for figure in ("leads", "contacted", "converted", "lost", "open", "touches", "follow_ups"):
                    page = await behind(desk, who, figure=figure, **which)
                    assert page["total"] == group[figure], (who, by, key, figure)
                    if figure in ("touches", "follow_ups"):
                        assert sum(item[figure] for item in page["items"]) == group[figure]
                    else:
                        assert len({item["id"] for item in page["items"]}) == group[figure]
                    events = [item["event_ids"] for item in page["items"]]
                    assert all(ids and set(ids) <= known for ids in events)


async def test_a_long_list_behind_a_figure_comes_in_pages(desk: Any, history: Any) -> None:
    for number in range(25):
        history.leads.score(history.leads.register(f"lead {number}"), "A", number % 7)
        history.later(seconds=number % 3)
    await desk.take(history.said)
    for sort in ("-registered_at", "score", "closed_at"):
        names: list[str] = []
        query: dict[str, Any] = {"limit": 10, "sort": sort}
        while True:
            page = await desk.answer("boss", "/leads/analysis/leads", **query)
            names += [item["name"] for item in page["items"]]
            if page["next"] is None:
                break
            query["cursor"] = page["next"]
        assert len(names) == len(set(names)) == 25
