"""Undoing an import: what nobody went on from is gone or as before, the rest is kept and says why."""

import asyncio
from typing import Any
from uuid import UUID

import httpx

from crm_testing.imports import imported, rows, start, undone
from crm_testing.services import NO_BROKER, Running, person, service_under_test
from crm_testing.waiting import eventually
from leads.bootstrap import build

ADMIN = person("root", "admin")
FILE = "公司,电话,邮箱,行业\n" + "".join(f"C{n},138{n:08},c{n}@x.example,食品\n" for n in range(30))


async def lead_of(client: httpx.AsyncClient, lead_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get(f"/leads/{lead_id}")).json()
    return found


async def test_what_nobody_touched_is_gone_from_lists_and_its_history_stays(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    done = await imported(admin, FILE)
    found = await rows(admin, done["id"])
    edited = found[7]["lead_id"]
    assert (await admin.patch(f"/leads/{edited}", json={"notes": "called"})).status_code == 200
    await admin.post(f"/leads/{found[8]['lead_id']}/rescore")  # scoring touches nothing
    result = await undone(admin, done["id"])
    assert (result["withdrawn"], result["restored"], result["kept"]) == (29, 0, 1)
    (kept,) = await rows(admin, done["id"], undo="kept")
    assert (kept["row"], kept["lead_id"]) == (9, edited)
    assert kept["undo_reasons"][0]["actor"] == "root"
    assert kept["undo_reasons"][0]["fields"] == ["notes"]
    listed = (await admin.get("/leads")).json()["items"]
    assert [lead["id"] for lead in listed] == [edited]
    gone = found[0]["lead_id"]
    assert (await lead_of(admin, gone))["status"] == "withdrawn"
    history = (await admin.get(f"/leads/{gone}/history")).json()
    assert [entry["event"] for entry in history][0::2][-1] == "leads.LeadWithdrawn"
    assert len((await admin.get("/leads", params={"status": "withdrawn"})).json()["items"]) == 29
    assert (await admin.patch(f"/leads/{gone}", json={"notes": "x"})).json()["code"] == "lead-is-closed"
    again = await imported(admin, FILE)
    assert (again["created"], again["duplicates"]) == (29, 1)


async def test_updated_leads_get_back_what_nobody_changed_since(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    ids = []
    for n in range(3):
        lead = {"name": f"L{n}", "phone": f"138{n:08}", "industry": "energy", "notes": "before"}
        ids.append((await admin.post("/leads", json=lead)).json()["id"])
    file = "电话,邮箱,行业,备注\n" + "".join(f"138{n:08},new{n}@x.example,食品,after\n" for n in range(3))
    done = await imported(admin, file, mode="update")
    await admin.patch(f"/leads/{ids[1]}", json={"notes": "mine", "company": "mine too"})
    await admin.post(f"/leads/{ids[2]}/disqualify", json={"reason": "no budget"})
    result = await undone(admin, done["id"])
    assert (result["withdrawn"], result["restored"], result["kept"]) == (0, 1, 2)
    first, second, third = [await lead_of(admin, id_) for id_ in ids]
    assert (first["industry"], first["notes"], first["email"]) == ("energy", "before", None)
    assert (second["industry"], second["notes"], second["company"]) == ("energy", "mine", "mine too")
    assert third["industry"] == "food"
    kept = {row["lead_id"]: row["undo_reasons"] for row in await rows(admin, done["id"], undo="kept")}
    assert kept[ids[1]][0]["fields"] == ["company", "notes"] or kept[ids[1]][0]["fields"] == [
        "notes",
        "company",
    ]
    assert kept[ids[2]][0]["code"] == "lead-is-closed"
    free = await admin.post("/leads", json={"name": "x", "email": "new0@x.example"})
    assert free.status_code == 201


async def test_a_number_that_another_lead_has_by_now_is_not_taken_back(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    lead = (await admin.post("/leads", json={"name": "L", "phone": "13800138000"})).json()["id"]
    file = f"id,phone,notes\n{lead},13900139000,after\n"
    done = await imported(admin, file, mode="update", key="id", mapping={"id": "id"})
    other = (await admin.post("/leads", json={"name": "M", "phone": "13800138000"})).json()["id"]
    await undone(admin, done["id"])
    (kept,) = await rows(admin, done["id"], undo="kept")
    assert kept["undo_reasons"][0]["code"] == "duplicate-lead"
    assert kept["undo_reasons"][0]["lead_id"] == other
    now = await lead_of(admin, lead)
    assert (now["phone"], now["notes"]) == ("13900139000", None)


async def test_a_tax_code_that_another_lead_has_by_now_stays_and_all_else_is_taken_back(
    leads: Running,
) -> None:
    admin = await leads.as_(ADMIN)
    before = {"phone": "13800138000", "uscc": "914403001922038216", "notes": None}
    lead = (await admin.post("/leads", json={"name": "L", **before})).json()["id"]
    file = f"id,phone,uscc,notes\n{lead},13900139000,913100001322078214,after\n"
    done = await imported(admin, file, mode="update", key="id", mapping={"id": "id"})
    other = await admin.post("/leads", json={"name": "M", "uscc": before["uscc"]})
    result = await undone(admin, done["id"])
    assert (result["restored"], result["kept"]) == (0, 1)
    (kept,) = await rows(admin, done["id"], undo="kept")
    (reason,) = kept["undo_reasons"]
    assert (reason["kind"], reason["lead_id"]) == ("uscc", other.json()["id"])
    now = await lead_of(admin, lead)
    assert (now["phone"], now["uscc"], now["notes"]) == ("13800138000", "913100001322078214", None)


async def test_leads_that_were_merged_since_are_kept_and_listed_and_stay_as_they_are(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    old = (await admin.post("/leads", json={"name": "Old", "notes": "before"})).json()["id"]
    updated = (await admin.post("/leads", json={"name": "U", "phone": "13900139000"})).json()["id"]
    made = await rows(admin, (done := await imported(admin, FILE))["id"])
    revised = await imported(admin, "电话,备注,行业\n13900139000,after,食品\n", mode="update")
    absorbed, survivor, parted, _ = [row["lead_id"] for row in made[:4]]
    third = (await admin.post("/leads", json={"name": "Third", "contact": "周芳"})).json()["id"]
    other = (await admin.post("/leads", json={"name": "Fourth", "contact": "吴娟"})).json()["id"]
    for into, away in ((old, absorbed), (survivor, third), (parted, other), (updated, made[3]["lead_id"])):
        merged = await admin.post(f"/leads/{into}/merge", json={"absorbed_id": away})
        assert merged.status_code == 200, merged.text
    unmerged = await admin.post(f"/leads/{parted}/unmerge", json={"absorbed_id": other})
    assert unmerged.status_code == 200, unmerged.text
    concerned = [old, updated, absorbed, survivor, parted, third, other, made[3]["lead_id"]]
    before = [await history_of(leads, id_) for id_ in concerned]

    result = await undone(admin, done["id"])
    assert (result["withdrawn"], result["kept"]) == (26, 4)
    kept = {row["lead_id"]: row["undo_reasons"] for row in await rows(admin, done["id"], undo="kept")}
    assert set(kept) == {absorbed, survivor, parted, made[3]["lead_id"]}
    assert {reason["code"] for reasons in kept.values() for reason in reasons} == {"merged-since"}
    assert [r["lead_id"] for r in kept[absorbed]] == [old]
    assert [r["lead_id"] for r in kept[survivor]] == [third]
    assert [r["event"] for r in kept[parted]] == ["leads.LeadMerged", "leads.LeadUnmerged"]
    result = await undone(admin, revised["id"])
    assert (result["restored"], result["kept"]) == (0, 1)
    ((reason,),) = [row["undo_reasons"] for row in await rows(admin, revised["id"], undo="kept")]
    assert (reason["code"], reason["lead_id"]) == ("merged-since", made[3]["lead_id"])
    assert [await history_of(leads, id_) for id_ in concerned] == before


async def test_an_upsert_undone_withdraws_what_it_made_and_restores_what_it_changed(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    lead = {"name": "L", "phone": "13900139000", "industry": "energy", "notes": "before"}
    old = (await admin.post("/leads", json=lead)).json()["id"]
    file = "公司,电话,行业,备注\nL,13900139000,食品,once\nNew,13700137000,,made\nL,13900139000,,twice\n"
    done = await imported(admin, file, mode="upsert")
    assert (done["created"], done["updated"]) == (1, 2)
    result = await undone(admin, done["id"])
    assert (result["withdrawn"], result["restored"], result["kept"]) == (1, 2, 0)
    now = await lead_of(admin, old)
    assert {name: now[name] for name in lead} == lead
    assert now["company"] is None


async def history_of(running: Running, lead_id: str) -> list[str]:
    return [recorded.type for recorded in await running.service.log.history(UUID(lead_id))]


async def test_an_import_is_undone_once_and_not_while_it_runs(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    rows_ = "".join(f"C{n},c{n}@x.example\n" for n in range(3_000))
    running = (await start(admin, "company,email\n" + rows_)).json()["id"]
    refused = await admin.post(f"/imports/{running}/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing-to-undo")
    done = await imported(admin, FILE)
    answers = await asyncio.gather(*(admin.post(f"/imports/{done['id']}/undo") for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409, 409]


async def test_an_undo_killed_midway_goes_on_and_withdraws_each_lead_once(database: str) -> None:
    content = "company,email\n" + "".join(f"C{n},c{n}@x.example\n" for n in range(2_000))
    async with service_under_test(build, "leads", database) as leads:
        admin = await leads.as_(ADMIN)
        import_id = (await imported(admin, content))["id"]
        lead = (await rows(admin, import_id))[150]["lead_id"]
        await admin.patch(f"/leads/{lead}", json={"notes": "called"})
        assert (await admin.post(f"/imports/{import_id}/undo")).status_code == 202
        await eventually(lambda: withdrawn(leads, 200), timeout=20)
    async with service_under_test(build, "leads", database) as leads:
        admin = await leads.as_(ADMIN)

        async def ended() -> dict[str, Any] | None:
            found: dict[str, Any] = (await admin.get(f"/imports/{import_id}")).json()
            return found if found.get("status") == "undone" else None

        result = await eventually(ended, timeout=30)
        assert result
        assert (result["withdrawn"], result["kept"]) == (1_999, 1)
        assert (await leads.events()).count("leads.LeadWithdrawn") == 1_999
        assert (await leads.events()).count("leads.LeadClaimReleased") == 1_999


async def withdrawn(leads: Running, least: int) -> bool:
    return (await leads.events()).count("leads.LeadWithdrawn") >= least


async def test_nothing_is_undone_while_no_scheduler_runs(database: str) -> None:
    async with service_under_test(build, "leads", database) as leads:
        admin = await leads.as_(ADMIN)
        import_id = (await imported(admin, FILE))["id"]
    async with service_under_test(build, "leads", database, parts=NO_BROKER - {"schedule"}) as leads:
        admin = await leads.as_(ADMIN)
        asked = await admin.post(f"/imports/{import_id}/undo")
        position = {"min_position": asked.headers["x-position"]}
        found = (await admin.get(f"/imports/{import_id}", params=position)).json()
        assert (found["status"], found["withdrawn"]) == ("undoing", 0)
