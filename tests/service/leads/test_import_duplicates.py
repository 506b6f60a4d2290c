"""What the duplicate policy of imports does to rows: exact and likely duplicates, stored ones and those of the file."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from crm_testing.imports import codes, imported, outcomes, over, rows, undone
from crm_testing.services import Running, person, service_under_test
from leads.bootstrap import build

ADMIN = person("root", "admin")
TITLES = "公司,联系人,电话,需求\n"
STORED = "杭州安泰鑫医疗器械有限公司"
SIMILAR = "杭州安太新医疗器械"


@pytest_asyncio.fixture
async def leads(database: str) -> AsyncIterator[Running]:
    async with service_under_test(build, "leads", database) as running:
        yield running


async def admin_where(leads: Running, **policy: object) -> httpx.AsyncClient:
    """An administrator, who has set the policy of imports."""
    admin = await leads.as_(ADMIN)
    answer = await admin.put("/duplicate-policies", json={"channels": {"import": policy}})
    assert answer.status_code == 200, answer.text
    return admin


async def register(client: httpx.AsyncClient, company: str, **more: Any) -> str:
    """A lead that lists and lookups show."""
    answer = await client.post("/leads", json={"name": company, "company": company, **more})
    assert answer.status_code == 201, answer.text
    await client.get("/leads", params={"min_position": answer.headers["x-position"]})
    return str(answer.json()["id"])


async def pairs(client: httpx.AsyncClient, done: dict[str, Any]) -> set[frozenset[str]]:
    found = (await client.get("/duplicates")).json()["items"]
    return {frozenset((pair["first"]["id"], pair["second"]["id"])) for pair in found}


async def test_by_default_only_exact_duplicates_are_refused(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    first = await register(admin, STORED, contact="周芳", phone="13800138000")
    done = await imported(admin, TITLES + f"{SIMILAR},周芳,,\nAcme,李娜,138 0013 8000,\n")
    similar, exact = await rows(admin, done["id"])
    assert (similar["outcome"], similar["reasons"]) == ("created", [])
    assert (exact["outcome"], exact["lead_id"], codes(exact)) == ("duplicate", first, ["duplicate-lead"])


async def test_a_likely_duplicate_is_imported_with_a_warning_and_its_evidence(leads: Running) -> None:
    admin = await admin_where(leads, exact="block", likely="warn")
    first = await register(admin, STORED, contact="周芳")
    done = await imported(admin, TITLES + f"{SIMILAR},周芳,,\n北京朝阳重工,王刚,,\n")
    similar, other = await rows(admin, done["id"])
    assert [similar["outcome"], other["outcome"]] == ["created", "created"]
    assert other["reasons"] == []
    (warning,) = similar["reasons"]
    assert (warning["code"], warning["level"]) == ("possible-duplicate", "warning")
    (candidate,) = warning["candidates"]
    assert (candidate["kind"], candidate["id"], candidate["verdict"]) == ("lead", first, "certain")
    assert {piece["field"] for piece in candidate["evidence"]} == {"name", "place", "contact"}
    assert "公司名称同音" in warning["detail_zh"]
    assert "周芳" not in str(warning)  # details are for those who may see the lead
    assert await pairs(admin, done) == {frozenset((first, similar["lead_id"]))}
    report = (await admin.get(f"/imports/{done['id']}/report.csv")).text
    assert f"May be the same as lead {first}" in report


async def test_an_address_that_too_many_share_makes_nobody_a_duplicate(leads: Running) -> None:
    """Those of a large group share its mail domain: who also has the name is told, the other hundred are not."""
    admin = await admin_where(leads, exact="block", likely="warn")
    titles, names = (
        "公司,联系人,电话,邮箱\n",
        [f"{a}{b}{b}{a}" for a in "天地玄黄宇宙洪荒" for b in "日月盈昃辰宿列张"],
    )
    await imported(admin, titles + "".join(f"{n}重工,员工{i},,u{i}@group.cn\n" for i, n in enumerate(names)))
    asked = titles + f"远航物流,陈晨,,a@group.cn\n{names[25]}重工,赵强,,b@group.cn\n"
    far, near = await rows(admin, (await imported(admin, asked))["id"])
    assert far["reasons"] == []
    (warning,) = near["reasons"]
    assert 0 < len(warning["candidates"]) < 5


async def test_a_likely_duplicate_is_refused_where_the_policy_blocks(leads: Running) -> None:
    admin = await admin_where(leads, exact="block", likely="block")
    first = await register(admin, STORED, contact="周芳")
    done = await imported(admin, TITLES + f"{SIMILAR},周芳,,\n北京朝阳重工,王刚,,\n")
    similar, other = await rows(admin, done["id"])
    assert (similar["outcome"], similar["lead_id"], codes(similar)) == (
        "duplicate",
        first,
        ["possible-duplicate"],
    )
    assert (other["outcome"], done["created"], done["duplicates"]) == ("created", 1, 1)
    assert (await leads.events()).count("leads.LeadRegistered") == 2


async def test_a_score_that_the_policy_does_not_ask_for_warns_of_nothing(leads: Running) -> None:
    admin = await admin_where(leads, exact="block", likely="warn", score=100)
    await register(admin, "武汉永昌建材有限公司", contact="吴娟")
    done = await imported(admin, TITLES + "武汉永昌建材,杨明,,\n")
    (row,) = await rows(admin, done["id"])
    assert (row["outcome"], row["reasons"]) == ("created", [])


async def test_what_a_row_knows_is_given_to_the_lead_that_is_there_where_the_policy_merges(
    leads: Running,
) -> None:
    admin = await admin_where(leads, exact="merge", likely="allow")
    first = await register(admin, "Ruifeng", phone="13800138000", need="one press")
    file = (
        "公司,联系人,电话,邮箱,需求,备注\n瑞丰,李娜,138 0013 8000,li@ruifeng.cn,two presses,soon\n"
        "Acme,,13900139000,,,\nAcme again,Wang,13900139000,,,\n"
    )
    done = await imported(admin, file)
    found = await rows(admin, done["id"])
    assert outcomes(found) == [(2, "merged"), (3, "created"), (4, "merged")]
    assert (found[0]["lead_id"], found[2]["first_row"]) == (first, 3)
    assert [row["changed"] for row in found] == [["contact", "email", "need", "notes"], [], ["contact"]]
    assert (done["created"], done["merged"], done["duplicates"]) == (1, 2, 0)
    shown = (await admin.get(f"/leads/{first}")).json()
    assert (shown["company"], shown["contact"], shown["email"], shown["need"], shown["notes"]) == (
        "Ruifeng",
        "李娜",
        "li@ruifeng.cn",
        "one press\ntwo presses",
        "soon",
    )
    taken = await admin.post("/leads", json={"name": "x", "email": "li@ruifeng.cn"})
    assert (taken.status_code, taken.json()["params"]["lead_id"]) == (409, first)
    touched = (await admin.get(f"/leads/{first}/touches")).json()
    assert (len(touched), touched[-1]["channel"], touched[-1]["message"]) == (
        2,
        "import",
        "two presses\nsoon",
    )

    again = await imported(admin, file)
    assert [row["changed"] for row in await rows(admin, again["id"])] == [[], [], []]

    result = await undone(admin, done["id"])
    assert (result["withdrawn"], result["restored"], result["kept"]) == (
        0,
        1,
        2,
    )  # touched by the second import
    shown = (await admin.get(f"/leads/{first}")).json()
    assert (shown["contact"], shown["email"], shown["need"], shown["status"]) == (
        None,
        None,
        "one press",
        "open",
    )


async def test_what_only_was_a_touch_stays_noted_when_the_import_is_undone(leads: Running) -> None:
    admin = await admin_where(leads, exact="merge", likely="allow")
    first = await register(admin, "Ruifeng", phone="13800138000")
    done = await imported(admin, TITLES + "瑞丰,,138 0013 8000,\nAcme,,13900139000,\nAcme,,13900139000,\n")
    result = await undone(admin, done["id"])
    assert (result["withdrawn"], result["kept"]) == (2, 1)
    (kept,) = await rows(admin, done["id"], undo="kept")
    assert (kept["lead_id"], kept["undo_reasons"][0]["code"]) == (first, "touch-stays")


async def test_a_row_gives_nothing_that_another_lead_has_and_says_so(leads: Running) -> None:
    admin = await admin_where(leads, exact="merge", likely="allow")
    first = await register(admin, "Ruifeng", phone="13800138000")
    other = await register(admin, "Acme", email="a@acme.cn")
    done = await imported(admin, "公司,联系人,电话,邮箱\n瑞丰,李娜,13800138000,a@acme.cn\n")
    (row,) = await rows(admin, done["id"])
    assert (row["outcome"], row["lead_id"], row["changed"]) == ("merged", first, ["contact"])
    (warning,) = row["reasons"]
    assert (warning["code"], warning["level"], warning["lead_id"]) == ("duplicate-lead", "warning", other)
    assert (await admin.get(f"/leads/{first}")).json()["email"] is None
    assert (await admin.get(f"/leads/{first}/touches")).json()[-1]["message"] == "email: a@acme.cn"


async def test_a_lead_beyond_the_importers_scope_or_closed_is_not_changed_the_touch_tells_what_the_row_knew(
    leads: Running,
) -> None:
    admin = await admin_where(leads, exact="merge", likely="allow")
    wang = await leads.as_(person("wang", "salesperson", team="west-1", region="west"))
    theirs = await register(wang, "Ruifeng", phone="13800138000")
    closed = await register(admin, "Acme", phone="13900139000")
    assert (await admin.post(f"/leads/{closed}/disqualify", json={"reason": "x"})).status_code == 200
    manager = await leads.as_(person("zhao", "manager", team="east-1", region="east"))
    file = "公司,邮箱,电话,需求\n瑞丰,li@ruifeng.cn,13800138000,two presses\nAcme,a@acme.cn,13900139000,\n"
    done = await imported(manager, file)
    assert [(row["outcome"], row["lead_id"], row["changed"]) for row in await rows(manager, done["id"])] == [
        ("merged", theirs, []),
        ("merged", closed, []),
    ]
    said = ["two presses\nemail: li@ruifeng.cn", "email: a@acme.cn"]
    for lead, message in zip((theirs, closed), said, strict=True):
        assert (await admin.get(f"/leads/{lead}")).json()["email"] is None
        assert (await admin.get(f"/leads/{lead}/touches")).json()[-1]["message"] == message


@pytest.mark.parametrize("likely", ["allow", "block"])
async def test_an_exact_duplicate_is_imported_beside_the_first_where_the_policy_warns(
    leads: Running, likely: str
) -> None:
    admin = await admin_where(leads, exact="warn", likely=likely)
    first = await register(admin, "Ruifeng", phone="13800138000")
    done = await imported(admin, TITLES + "Another,李娜,021-61234567 / 138 0013 8000,\n")
    (row,) = await rows(admin, done["id"])
    assert (row["outcome"], codes(row)) == ("created", ["possible-duplicate"])
    assert row["reasons"][0]["candidates"][0]["id"] == first
    assert "电话号码相同" in row["reasons"][0]["detail_zh"]
    assert await pairs(admin, done) == {frozenset((first, row["lead_id"]))}
    await undone(admin, done["id"])  # the first one keeps its number
    again = await admin.post("/leads", json={"name": "x", "phone": "13800138000"})
    assert (again.status_code, again.json()["params"]["lead_id"]) == (409, first)
    assert (await admin.get("/duplicates")).json()["items"] == []


@pytest.mark.parametrize("distance", [1, 450])
async def test_rows_are_held_against_the_rows_before_however_far_above(leads: Running, distance: int) -> None:
    admin = await admin_where(leads, exact="block", likely="block")
    between = "".join(f"Other{n}x{n * 7919},,,\n" for n in range(distance - 1))
    done = await imported(admin, TITLES + f"{STORED},周芳,,\n" + between + f"{SIMILAR},周芳,,\n")
    (row,) = await rows(admin, done["id"], outcome="duplicate")
    assert (row["row"], row["first_row"]) == (2 + distance, 2)
    assert row["reasons"][0]["candidates"][0]["row"] == 2
    assert "第 2 行" in row["reasons"][0]["detail_zh"]


@pytest.mark.parametrize(
    "policy",
    [
        {"exact": "block", "likely": "warn"},
        {"exact": "merge", "likely": "block"},
        {"exact": "warn", "likely": "warn"},
    ],
)
async def test_a_dry_run_tells_what_the_import_then_does_under_any_policy(
    leads: Running, policy: dict[str, str]
) -> None:
    admin = await admin_where(leads, **policy)
    await register(admin, STORED, contact="周芳", phone="13800138000")
    filler = "".join(f"Other{n}x{n * 7919},,,\n" for n in range(450))
    file = (
        TITLES + f"{SIMILAR},周芳,,\n瑞丰,李娜,13800138000,\n苏州海纳科电子科技有限公司,赵磊,13900139000,\n"
        f"{filler}苏州海纳科,赵磊,,\nAcme,李娜,13900139000,\n"
    )
    before = await leads.events()
    tried = await imported(admin, file, dry_run="true")
    assert [e for e in await leads.events() if "Import" not in e] == before
    told = await rows(admin, tried["id"])
    committed = await admin.post(f"/imports/{tried['id']}/commit")
    done = await over(admin, committed.json()["id"])
    assert done["digest"] == tried["digest"]
    assert [(row["row"], row["outcome"], codes(row)) for row in await rows(admin, done["id"])] == [
        (row["row"], row["outcome"], codes(row)) for row in told
    ]
    for table in ("import_trials", "import_identities"):
        assert (await leads.service.database.fetch(f"SELECT count(*) FROM {table}"))[0][0] == 0


async def test_an_update_asks_no_policy(leads: Running) -> None:
    admin = await admin_where(leads, exact="warn", likely="block")
    await register(admin, STORED, contact="周芳")
    await register(admin, SIMILAR, contact="周芳", phone="13800138000", touch={"channel": "api"})
    done = await imported(admin, "电话,需求\n13800138000,two presses\n", mode="update")
    (row,) = await rows(admin, done["id"])
    assert (row["outcome"], row["changed"]) == ("updated", ["need"])
