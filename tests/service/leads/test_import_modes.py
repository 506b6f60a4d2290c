"""Updates and upserts by a key, dry runs, words without codes, and whose leads an import reaches."""

import csv
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import httpx
import openpyxl
import pytest

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.persistence.database import Database
from crm_testing.imports import codes, imported, outcomes, over, rows, start
from crm_testing.services import Running, person

ADMIN = person("root", "admin")
ZHAO = person("zhao", "manager", team="east-1", region="east")
QIAN = person("qian", "manager", team="east-1", region="east")
SUN = person("sun", "manager", team="south-1", region="south")
LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="south-1", region="south")


async def lead_of(running: Running, lead_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await (await running.as_(ADMIN)).get(f"/leads/{lead_id}")).json()
    return found


async def known(client: httpx.AsyncClient, **lead: Any) -> str:
    answer = await client.post("/leads", json={"name": "Acme", **lead})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def know(database: Database, *people: PersonRecorded) -> None:
    """As if the directory had published them."""
    async with database.connection() as connection:
        for one in people:
            await connection.execute(
                "INSERT INTO copies VALUES ('PersonRecorded', %s, 1, %s)",
                (one.person_id, one.model_dump_json()),
            )


async def test_an_update_changes_only_cells_that_say_something(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    lead = await known(admin, phone="13800138000", industry="food", notes="old", company_size=20)
    done = await imported(
        admin, "电话,行业,备注,规模\n138 0013 8000,,new,20\n13900139000,food,x,1\n,food,x,1\n", mode="update"
    )
    found = await rows(admin, done["id"])
    assert outcomes(found) == [(2, "updated"), (3, "invalid"), (4, "invalid")]
    assert found[0]["changed"] == ["notes"]
    assert [codes(row) for row in found[1:]] == [["no-such-lead"], ["no-key"]]
    now = await lead_of(leads, lead)
    assert (now["notes"], now["industry"], now["phone"]) == ("new", "food", "13800138000")
    assert (done["updated"], done["invalid"], done["done"], done["rows"]) == (1, 2, 3, 3)


async def test_empty_cells_clear_only_when_that_is_asked_for(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    lead = await known(admin, phone="13800138000", email="a@b.example", notes="old")
    done = await imported(admin, "电话,邮箱,备注\n13800138000,,\n", mode="update", clear="true")
    assert outcomes(await rows(admin, done["id"])) == [(2, "updated")]
    now = await lead_of(leads, lead)
    assert (now["notes"], now["email"], now["phone"]) == (None, None, "13800138000")
    await known(admin, phone="13900139000", email="a@b.example")  # its claim was let go


async def test_an_upsert_by_email_changes_what_there_is_and_adds_the_rest(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    lead = await known(admin, email="a@b.example", company="Old")
    file = "公司,邮箱\nNew,A@b.example\nSecond,c@d.example\nSecond Ltd,c@d.example\nThird,\nNew,a@b.example\n"
    done = await imported(admin, file, mode="upsert", key="email")
    found = await rows(admin, done["id"])
    assert outcomes(found) == [
        (2, "updated"),
        (3, "created"),
        (4, "updated"),
        (5, "created"),
        (6, "unchanged"),
    ]
    assert found[2]["lead_id"] == found[1]["lead_id"]
    assert (found[2]["first_row"], found[0]["first_row"]) == (3, None)
    assert (await lead_of(leads, lead))["company"] == "New"
    assert (await lead_of(leads, lead))["email"] == "a@b.example"
    assert (await lead_of(leads, found[1]["lead_id"]))["company"] == "Second Ltd"


async def test_a_lead_is_found_by_its_id_and_gets_another_number(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    lead, other = await known(admin, phone="13800138000"), await known(admin, phone="13700137000")
    file = f"lead,phone\n{lead},13900139000\n{lead},13700137000\nx,1380013\n{uuid4()},13600136000\n"
    done = await imported(admin, file, mode="update", key="id", mapping={"lead": "id"})
    found = await rows(admin, done["id"])
    assert outcomes(found) == [(2, "updated"), (3, "duplicate"), (4, "invalid"), (5, "invalid")]
    assert found[1]["lead_id"] == other
    await known(admin, phone="13800138000")
    again = await admin.post("/leads", json={"name": "Acme", "phone": "13900139000"})
    assert again.json()["params"]["lead_id"] == lead


async def test_a_closed_lead_is_not_changed(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    lead = await known(admin, phone="13800138000")
    await admin.post(f"/leads/{lead}/disqualify", json={"reason": "no budget"})
    done = await imported(admin, "电话,备注\n13800138000,x\n", mode="update")
    assert codes((await rows(admin, done["id"]))[0]) == ["lead-is-closed"]


async def test_a_key_that_belongs_to_two_leads_changes_neither(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    await known(admin, phone="13800138000")
    await known(admin, phone="13900139000")
    done = await imported(admin, "电话,备注\n13800138000/13900139000,x\n", mode="update")
    assert codes((await rows(admin, done["id"]))[0]) == ["ambiguous-key"]


async def test_an_import_reaches_only_leads_and_people_in_the_scope_of_who_imports(leads: Running) -> None:
    await know(
        leads.service.database,
        *(
            PersonRecorded(
                person_id=who.subject,
                name=who.name,
                roles=list(who.roles),
                team=who.team,
                region=who.region,
                active=True,
                source_version=1,
            )
            for who in (LI, WANG)
        ),
    )
    theirs = await known(await leads.as_(WANG), phone="13800138000", notes="theirs")
    ours = await known(await leads.as_(LI), phone="13900139000")
    zhao = await leads.as_(ZHAO)
    file = f"id,phone,notes\n{theirs},13800138000,stolen\n{ours},13900139000,ours\n"
    done = await imported(zhao, file, mode="update", key="id", mapping={"id": "id"})
    found = await rows(zhao, done["id"])
    assert outcomes(found) == [(2, "invalid"), (3, "updated")]
    assert codes(found[0]) == ["no-such-lead"]
    assert (await lead_of(leads, theirs))["notes"] == "theirs"

    owned = "company,owner\nA,wang\nB,li\nC,nobody\nD,\n"
    done = await imported(zhao, owned, mapping={"owner": "owner_id"})
    found = await rows(zhao, done["id"])
    assert outcomes(found) == [(2, "invalid"), (3, "created"), (4, "invalid"), (5, "created")]
    assert codes(found[0]) == codes(found[2]) == ["unknown-person"]
    assert (await lead_of(leads, found[1]["lead_id"]))["owner_id"] == "li"


async def test_an_import_is_seen_and_undone_by_the_team_and_by_nobody_else(leads: Running) -> None:
    done = await imported(await leads.as_(ZHAO), "company\nA\n")
    path = f"/imports/{done['id']}"
    assert (await (await leads.as_(QIAN)).get(path)).status_code == 200
    sun = await leads.as_(SUN)
    for path_ in (
        path,
        f"{path}/rows",
        f"{path}/report.csv",
        f"{path}/report.xlsx",
        f"{path}/unknown-values",
    ):
        assert (await sun.get(path_)).status_code == 404
    assert (await sun.post(f"{path}/undo")).status_code == 404
    assert (await sun.post(f"{path}/commit")).status_code == 404
    assert (await sun.get("/imports")).json()["items"] == []


async def test_words_without_a_code_are_kept_counted_and_translated_when_asked(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    file = "公司,来源,地区,行业\nA,抖音,火星,展会\nB,抖音,华东,食品\nC,展会,华东,食品\n"
    done = await imported(admin, file)
    assert (done["created"], done["invalid"]) == (3, 0)
    unknown = (await admin.get(f"/imports/{done['id']}/unknown-values")).json()
    assert [(u["field"], u["value"], u["rows"]) for u in unknown] == [
        ("source", "抖音", 2),
        ("industry", "展会", 1),
        ("region", "火星", 1),
    ]
    found = await rows(admin, done["id"])
    assert codes(found[0]) == ["unknown-source", "unknown-region", "unknown-industry"]
    assert {reason["level"] for reason in found[0]["reasons"]} == {"warning"}
    first = await lead_of(leads, found[0]["lead_id"])
    assert (first["source"], first["region"]) == ("抖音", "火星")

    again = await imported(
        admin, file, values={"source": {"抖音": "website"}, "region": {"火星": "overseas"}}
    )
    found = await rows(admin, again["id"])
    assert codes(found[0]) == ["unknown-industry"]
    first = await lead_of(leads, found[0]["lead_id"])
    assert (first["source"], first["region"], first["industry"]) == ("website", "overseas", "展会")


FILE = """公司,电话,邮箱,预算,来源
甲,13800138000,,50,展会
乙,13800138000,,50,展会
丙,13900139000,,,抖音
丁,,x@y.example,abc,展会
戊,13700137000,x@y.example,,展会
己,,x@y.example,,展会
"""


@pytest.mark.parametrize("mode", ["insert", "update", "upsert"])
async def test_a_dry_run_writes_no_lead_and_tells_what_the_import_then_does(
    leads: Running, mode: str
) -> None:
    admin = await leads.as_(ADMIN)
    await known(admin, phone="13900139000")
    before = await leads.events()
    tried = await imported(admin, FILE, mode=mode, dry_run="true")
    assert [e for e in await leads.events() if "Import" not in e] == before
    assert (await leads.service.database.fetch("SELECT count(*) FROM import_trials"))[0][0] == 0
    told = await rows(admin, tried["id"])
    committed = await admin.post(f"/imports/{tried['id']}/commit")
    assert committed.status_code == 202
    done = await over(admin, committed.json()["id"])
    assert done["digest"] == tried["digest"]
    assert len(done["digest"]) == 64
    assert not done["dry_run"]
    assert outcomes(await rows(admin, done["id"])) == outcomes(told)
    sent = await imported(admin, FILE, mode=mode)
    assert sent["digest"] != tried["digest"]  # by now there are these leads


async def test_only_a_finished_dry_run_is_committed_and_only_what_wrote_is_undone(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    done = await imported(admin, FILE)
    refused = await admin.post(f"/imports/{done['id']}/commit")
    assert (refused.status_code, refused.json()["code"]) == (409, "not-a-dry-run")
    tried = await imported(admin, FILE, dry_run="true")
    refused = await admin.post(f"/imports/{tried['id']}/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing-to-undo")


async def test_a_file_without_the_key_and_a_form_that_cannot_be_read_are_refused(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    refused = await start(admin, "公司\n甲\n", mode="upsert", key="email")
    assert refused.json()["errors"][0]["code"] == "no-key-column"
    for form in (
        {"mapping": "[1]"},
        {"values": {"color": {"红": "red"}}},
        {"mode": "replace"},
        {"key": "name"},
    ):
        assert (await start(admin, "公司,邮箱\n甲,\n", **form)).status_code == 422
    assert await leads.events() == []


async def test_reports_speak_the_callers_language_by_outcome_and_hold_no_formula(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    file = "=cmd|' /C calc'!A0,公司,电话,来源\n,=1+1,13800138000,＝SUM(A1)\n,B,13800138000,\n,C,x@y,\n"
    done = await imported(admin, file, mapping={"公司": "company"})
    path = f"/imports/{done['id']}/report"
    zh = await admin.get(f"{path}.csv", headers={"accept-language": "zh-CN"})
    assert zh.content.startswith("\ufeff行号,结果,".encode())
    lines = list(csv.reader(StringIO(zh.text.removeprefix("\ufeff"))))
    assert [line[1] for line in lines[1:]] == ["已创建", "重复", "已创建"]
    assert "已存在相同phone的线索" in lines[2][4]
    only = await admin.get(f"{path}.csv", params={"outcome": "duplicate"})
    assert [line.split(",")[:2] for line in only.text.splitlines()[1:]] == [["3", "duplicate"]]
    book = openpyxl.load_workbook(BytesIO((await admin.get(f"{path}.xlsx")).content))
    sheet = book.worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [cell.value for cell in cells if cell.column == 2] == [
        "outcome",
        "created",
        "duplicate",
        "created",
    ]
    assert "＝SUM(A1)" in sheet["E2"].value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "xlsx"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
async def test_files_are_taken_as_people_save_them(leads: Running, encoding: str, delimiter: str) -> None:
    table = [["公司", "电话", "来源"], ["长沙立信机械", "13800138000", "展会"]]
    if encoding == "xlsx":
        book = openpyxl.Workbook()
        for line in table:
            book.worksheets[0].append(line)
        book.save(content := BytesIO())
        file = content.getvalue()
    else:
        file = "\n".join(delimiter.join(line) for line in table).encode(encoding)
    admin = await leads.as_(ADMIN)
    done = await imported(admin, file)
    assert (done["created"], done["done"]) == (1, 1)
    (row,) = await rows(admin, done["id"])
    lead = await lead_of(leads, row["lead_id"])
    assert (lead["company"], lead["source"]) == ("长沙立信机械", "exhibition")


async def test_a_preview_tells_what_is_recognized_and_stores_nothing(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    answer = await admin.post(
        "/imports/preview", files={"file": ("x.csv", "公司|座机|颜色\n甲|021-1234|红\n")}
    )
    body = answer.json()
    assert body["mapping"] == {"公司": "company", "座机": "phone"}
    assert (body["ignored"], body["rows"], body["sample"]) == (["颜色"], 1, [["甲", "021-1234", "红"]])
    assert "owner_id" in body["fields"]
    assert await leads.service.database.fetch("SELECT 1 FROM blobs") == []


async def test_a_saved_mapping_understands_files_of_the_team_until_it_is_removed(leads: Running) -> None:
    zhao, qian, sun = await leads.as_(ZHAO), await leads.as_(QIAN), await leads.as_(SUN)
    content = {
        "columns": {"Firma": "company", "Tel": "phone", "x": None},
        "values": {"source": {"抖音": "douyin"}},
    }
    saved = await zhao.post("/import-mappings", json={"name": "Messe", "shared": True, **content})
    assert saved.status_code == 201, saved.text
    id_ = saved.json()["id"]
    again = await qian.post("/import-mappings", json={"name": "Messe", "shared": True, **content})
    assert again.json()["id"] == id_
    position = {"min_position": saved.headers["x-position"]}
    assert [m["name"] for m in (await qian.get("/import-mappings", params=position)).json()["items"]] == [
        "Messe"
    ]
    assert (await sun.get("/import-mappings", params=position)).json()["items"] == []
    assert (await start(sun, "Firma\nA\n", saved_mapping=id_)).status_code == 404
    done = await imported(qian, "Firma,来源,x\nA,抖音,1\n", saved_mapping=id_)
    (row,) = await rows(qian, done["id"])
    assert (await lead_of(leads, row["lead_id"]))["source"] == "douyin"
    wrong = await zhao.post("/import-mappings", json={"name": "x", "columns": {"A": "color"}})
    assert wrong.status_code == 422
    removed = await zhao.delete(f"/import-mappings/{id_}")
    assert removed.status_code == 200
    position = {"min_position": removed.headers["x-position"]}
    assert (await zhao.get("/import-mappings", params=position)).json()["items"] == []
    assert (await start(zhao, "Firma\nA\n", saved_mapping=id_)).status_code == 404
    assert (await zhao.delete(f"/import-mappings/{id_}")).json()["code"] == "mapping-is-removed"
