"""The analysis of follow-ups over HTTP, on planted histories whose truth is known."""

from datetime import timedelta
from typing import Any


async def groups(desk: Any, who: str = "boss", **query: Any) -> dict[str | None, dict[str, Any]]:
    answered = await desk.answer(who, "/leads/follow-ups", **query)
    return {group["key"]: group for group in answered["groups"]}


def plant(history: Any, shares: dict[tuple[str, str], tuple[int, int]]) -> None:
    """Contacts per method and grade, so many of which are replied to."""
    for (method, grade), (contacts, replied) in shares.items():
        for number in range(contacts):
            lead = history.leads.register(f"{method} {grade} {number}")
            history.leads.score(lead, grade)
            history.leads.assign(lead)
            history.leads.follow_up(lead, method, "replied" if number < replied else "no_answer", minutes=30)


async def test_a_planted_uplift_is_recovered_although_good_leads_are_mostly_called(
    desk: Any, history: Any
) -> None:
    plant(
        history,
        {
            ("call", "A"): (300, 210),
            ("email", "A"): (100, 55),
            ("call", "C"): (100, 25),
            ("email", "C"): (300, 30),
        },
    )
    await desk.take(history.said)

    call = (await groups(desk))["call"]

    # The raw rates differ by 37.5 points, like contacts by 15.
    assert (call["reply_rate"]["rate"], call["name_zh"]) == (0.5875, "电话")
    compared = call["reply_comparison"]
    assert abs(compared["difference"] - 0.15) < 0.02
    assert compared["low"] < 0.15 < compared["high"]
    assert (compared["evidence"], compared["compared"]) == ("higher", 400)
    assert compared["p_value"] < 0.001
    assert call["progress_comparison"]["evidence"] == "none"
    assert call["median_response_minutes"] == 30


async def test_where_there_is_no_effect_there_is_no_evidence_whatever_the_raw_rates(
    desk: Any, history: Any
) -> None:
    plant(
        history,
        {
            ("call", "A"): (300, 180),
            ("email", "A"): (100, 60),
            ("call", "C"): (100, 10),
            ("email", "C"): (300, 30),
        },
    )
    await desk.take(history.said)
    found = await groups(desk)
    assert found["call"]["reply_rate"]["low"] > found["email"]["reply_rate"]["high"]
    for group in found.values():
        for measure in ("reply_comparison", "progress_comparison"):
            assert group[measure]["evidence"] == "none"
            assert group[measure]["text_en"] == "no evidence of a difference"
            assert group[measure]["text_zh"] == "没有证据表明存在差异"
        assert group["reply_comparison"]["difference"] == 0


async def test_first_attempts_are_not_held_against_later_ones(desk: Any, history: Any) -> None:
    for number in range(60):
        lead = history.leads.register(f"lead {number}")
        history.leads.follow_up(lead, "call", "replied" if number < 40 else "no_answer")
        history.later(seconds=1)
        history.leads.follow_up(lead, "email", "replied" if number < 5 else "no_answer")
    await desk.take(history.said)
    compared = (await groups(desk))["call"]["reply_comparison"]
    assert (compared["evidence"], compared["compared"], compared["difference"]) == ("none", 0, None)


async def test_many_contacts_of_few_leads_are_no_evidence(desk: Any, history: Any) -> None:
    for method, result in (("call", "replied"), ("email", "no_answer")):
        for number in range(6):
            lead = history.leads.register(f"{method} {number}")
            for _ in range(30):
                history.leads.follow_up(lead, method, result)
                history.later(seconds=1)
    await desk.take(history.said)
    compared = (await groups(desk))["call"]["reply_comparison"]
    assert (compared["evidence"], compared["compared"]) == ("none", 6)


async def test_attempts_go_by_time_and_each_conversion_counts_for_the_contact_before_it(
    desk: Any, history: Any
) -> None:
    lead = history.leads.register("bought")
    late = history.later(hours=1) + timedelta(minutes=10)
    history.leads.follow_up(lead, "call")
    history.later(hours=1)
    history.leads.follow_up(lead, "email", "interested")
    history.later(hours=1)
    conversion = history.leads.convert(lead)
    history.later(hours=1)
    # Entered late, and one after it was sold already.
    history.leads.follow_up(lead, "visit", "replied", occurred_at=late)
    history.leads.follow_up(lead, "call", "no_answer")
    history.leads.follow_up(history.leads.register("waits"), "call")
    await desk.take(history.said)

    attempts = await groups(desk, by="attempt")
    assert {key: group["contacts"] for key, group in attempts.items()} == {"1": 2, "2": 1, "3": 1, "4": 1}
    assert [attempts[key]["replied"] for key in "1234"] == [0, 1, 1, 0]
    assert [attempts[key]["converted"] for key in "1234"] == [0, 0, 1, 0]
    assert [attempts[key]["pending"] for key in "1234"] == [1, 0, 0, 0]
    methods = await groups(desk, by="method")
    assert {key: (g["converted"], g["progressed"]) for key, g in methods.items()} == {
        "call": (0, 0),
        "email": (1, 1),
        "visit": (0, 0),
    }
    page = await desk.answer("boss", "/leads/follow-ups/contacts", by="attempt", key="3", figure="converted")
    (item,) = page["items"]
    assert (page["total"], item["method"], item["attempt"], item["lead_name"]) == (1, "email", 3, "bought")
    assert len(item["event_ids"]) == 2
    assert item["event_ids"][-1] == str(conversion.id)


async def test_a_corrected_contact_is_what_it_is_told_to_be_then_and_now(desk: Any, history: Any) -> None:
    lead = history.leads.register()
    contact = history.leads.follow_up(lead, "call", "no_answer")
    then = history.now
    history.later(hours=1)
    history.leads.follow_up(lead, "email", "no_answer")
    correction = history.leads.correct(lead, contact, "visit", "appointment", occurred_at=then)
    await desk.take(history.said)
    assert {key: group["replied"] for key, group in (await groups(desk)).items()} == {"email": 0, "visit": 1}
    before = await groups(desk, as_of=then.isoformat())
    assert {key: group["replied"] for key, group in before.items()} == {"call": 0}
    page = await desk.answer("boss", "/leads/follow-ups/contacts", figure="progressed")
    assert [item["id"] for item in page["items"]] == [str(contact)]
    assert page["items"][0]["event_ids"] == [str(history.said[1].id), str(correction.id)]


async def test_contacts_are_seen_with_the_leads_and_chosen_by_day(desk: Any, history: Any) -> None:
    for owner in ("li", "xu"):
        lead = history.leads.register(owner)
        history.leads.assign(lead, owner)
        history.leads.follow_up(lead, author=owner)
        history.later(days=1)
        history.leads.follow_up(lead, author=owner)
    await desk.take(history.said)
    for who, authors in (("li", {"li": 2}), ("manager", {"li": 2}), ("boss", {"li": 2, "xu": 2})):
        for by in ("author", "owner"):
            found = await groups(desk, who, by=by)
            assert {key: group["contacts"] for key, group in found.items()} == authors
        page = await desk.answer(who, "/leads/follow-ups/contacts")
        assert page["total"] == len(page["items"]) == sum(authors.values())
    on_the_second = await groups(desk, **{"from": "2026-03-03", "to": "2026-03-03"})
    assert on_the_second["call"]["contacts"] == 2
    second = await groups(desk, by="attempt", **{"from": "2026-03-03", "to": "2026-03-03"})
    assert {key: group["contacts"] for key, group in second.items()} == {"1": 1, "2": 1}


async def test_a_long_list_of_contacts_comes_in_pages(desk: Any, history: Any) -> None:
    lead = history.leads.register()
    for _ in range(25):
        history.leads.follow_up(lead)
        history.later(seconds=1)
    await desk.take(history.said)
    seen: list[int] = []
    query: dict[str, Any] = {"limit": 10, "sort": "occurred_at"}
    while True:
        page = await desk.answer("boss", "/leads/follow-ups/contacts", **query)
        seen += [item["attempt"] for item in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert seen == list(range(1, 26))
