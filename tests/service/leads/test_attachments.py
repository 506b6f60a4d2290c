"""Files sent, resumed, attached and downloaded, on a real store, and by whom."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx

from crm_platform.persistence.file_kinds import LARGEST
from crm_testing.services import Running, person

LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="east-1", region="east")
ZHAO = person("zhao", "manager", team="east-1", region="east")
PATH = "/api/leads/v1"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\n%%EOF\n"
DIGEST = sha256(PDF).hexdigest()


async def send(
    client: httpx.AsyncClient,
    content: bytes,
    kind: str = "application/pdf",
    digest: str | None = None,
    **more: int,
) -> httpx.Response:
    headers = {f"upload-{name}": str(value) for name, value in more.items()} | {"content-type": kind}
    path = f"/files/{digest or sha256(content).hexdigest()}"
    return await client.put(path, content=content, headers=headers)


async def register(client: httpx.AsyncClient) -> str:
    answer = await client.post("/leads", json={"name": "Wang", "email": f"{uuid4().hex}@x.example"})
    return str(answer.json()["id"])


def told(**more: Any) -> dict[str, Any]:
    return {"method": "visit", "result": "interested", **more}


async def attach(client: httpx.AsyncClient, lead_id: str, *files: dict[str, str]) -> httpx.Response:
    return await client.post(f"/leads/{lead_id}/follow-ups", json=told(attachments=files))


async def test_a_file_is_sent_attached_and_downloaded_to_be_saved(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    sent = await send(client, PDF)
    assert (sent.status_code, sent.json()["media_type"]) == (200, "application/pdf")
    assert (await send(client, PDF)).json() == sent.json()
    made = await attach(client, lead_id, {"sha256": DIGEST, "name": "../报价 1.pdf"})
    assert made.status_code == 201, made.text
    path = made.headers["location"].removeprefix(PATH)
    record = await client.get(path, params={"min_position": made.headers["x-position"]})
    (attachment,) = record.json()["attachments"]
    assert attachment == {
        "sha256": DIGEST, "name": "报价 1.pdf", "media_type": "application/pdf", "size": len(PDF), "uploaded_by": "li",
    }  # fmt: skip
    for who in (LI, ZHAO):
        file = await (await leads.as_(who)).get(f"{path}/files/{DIGEST}")
        assert (file.status_code, file.content) == (200, PDF)
        assert (
            file.headers["content-disposition"] == "attachment; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%201.pdf"
        )
        assert file.headers["x-content-type-options"] == "nosniff"
        assert file.headers["content-type"] == "application/pdf"
    stranger = await leads.as_(WANG)
    assert (await stranger.get(f"{path}/files/{DIGEST}")).status_code == 404
    assert (await client.get(f"{path}/files/{'0' * 64}")).status_code == 404


async def test_an_upload_goes_on_where_it_was_cut_off(leads: Running) -> None:
    client = await leads.as_(LI)
    middle, whole = 40_000, len(PDF)
    first = await send(client, PDF[:middle], digest=DIGEST, offset=0, length=whole)
    assert (first.json()["received"], first.json()["media_type"]) == (middle, None)
    asked = await client.head(f"/files/{DIGEST}")
    assert (asked.headers["upload-offset"], asked.headers["upload-length"]) == (str(middle), str(whole))
    again = await send(client, PDF[:middle], digest=DIGEST, offset=0, length=whole)
    assert (again.status_code, again.json()["params"]["offset"]) == (409, middle)
    rest = await send(client, PDF[middle:], digest=DIGEST, offset=middle, length=whole)
    assert (rest.json()["received"], rest.json()["media_type"]) == (whole, "application/pdf")
    assert (await client.get(f"/files/{DIGEST}")).json() == rest.json()


async def test_a_file_whose_last_part_was_taken_by_a_process_that_died_is_kept_when_it_is_sent_again(
    leads: Running,
) -> None:
    client = await leads.as_(LI)
    first = await send(client, PDF[:-1], digest=DIGEST, offset=0, length=len(PDF))
    assert first.status_code == 200
    async with leads.service.database.connection() as connection:
        await connection.execute(
            "INSERT INTO blob_pieces VALUES ('li', %s, %s, %s)", (DIGEST, len(PDF) - 1, PDF[-1:])
        )
    assert (await client.get(f"/files/{DIGEST}")).json()["media_type"] is None
    sent = await send(client, PDF)
    assert (sent.status_code, sent.json()["media_type"]) == (200, "application/pdf")


async def test_somebody_elses_file_is_not_attached_and_not_known(leads: Running) -> None:
    await send(await leads.as_(WANG), PDF)
    client = await leads.as_(LI)
    lead_id = await register(client)
    events = await leads.events()
    refused = await attach(client, lead_id, {"sha256": DIGEST, "name": "x.pdf"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/attachments/0/sha256")
    assert (await client.head(f"/files/{DIGEST}")).status_code == 404
    stranger = await leads.as_(person("sun", "salesperson", team="west-1", region="west"))
    attempt = {"attachments": [{"sha256": DIGEST, "name": "x.pdf"}], "reason": "x"}
    for target in (lead_id, str(uuid4())):
        hidden = await stranger.patch(f"/leads/{target}/follow-ups/{uuid4()}", json=attempt)
        assert hidden.status_code == 404
        hidden = await attach(stranger, target, {"sha256": DIGEST, "name": "x.pdf"})
        assert hidden.status_code == 404
    assert await leads.events() == events


async def test_a_manager_corrects_the_attachments_of_a_record(leads: Running) -> None:
    client, manager = await leads.as_(LI), await leads.as_(ZHAO)
    lead_id = await register(client)
    await send(client, PDF)
    other = PDF + b"%%EOF\n"
    await send(manager, other)
    path = (
        (await attach(client, lead_id, {"sha256": DIGEST, "name": "a.pdf"}))
        .headers["location"]
        .removeprefix(PATH)
    )
    wanted = [{"sha256": sha256(other).hexdigest(), "name": "b.pdf"}, {"sha256": DIGEST, "name": "a.pdf"}]
    corrected = await manager.patch(path, json={"attachments": wanted, "reason": "the signed one"})
    assert corrected.status_code == 200, corrected.text
    record = await client.get(path, params={"min_position": corrected.headers["x-position"]})
    assert [(a["name"], a["uploaded_by"]) for a in record.json()["attachments"]] == [
        ("b.pdf", "zhao"),
        ("a.pdf", "li"),
    ]


async def test_what_is_no_file_or_another_or_too_large_is_refused_and_nothing_stays(leads: Running) -> None:
    client = await leads.as_(LI)
    for content, kind, status in (
        (b"<svg onload=alert(1)>", "image/png", 415),
        (b"MZ\x90\0", "application/pdf", 415),
        (PDF, "image/png", 415),
        (PDF, "text/html", 415),
        (b"", "application/pdf", 422),
    ):
        assert (await send(client, content, kind)).status_code == status, content[:20]
    assert (await send(client, PDF, digest="0" * 64)).status_code == 422
    assert (await send(client, PDF, digest="x")).status_code == 422
    assert (await send(client, PDF, length=10)).status_code == 422
    assert (await send(client, PDF, length=LARGEST + 1)).status_code in (413, 422)
    assert (await send(client, b"x" * (LARGEST + 1))).status_code == 413
    for table in ("blobs", "blob_pieces"):
        assert await leads.service.database.fetch(f"SELECT count(*) FROM {table}") == [(0,)]
