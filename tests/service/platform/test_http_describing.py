"""The OpenAPI document says what an operation needs and answers, and no operation is open by mistake."""

import re
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, Depends

from crm_local.issuer import Issuer
from crm_platform.http.access import public, requires
from crm_platform.http.app import create_app
from crm_platform.http.operations import Operation, ServiceRouter

MAKE = ("/api/tiny/v1/things", "post")


def refs(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(refs, node.values()))
    return set().union(*map(refs, node)) if isinstance(node, list) else set()


@pytest.fixture
def document(tiny: Any) -> Any:
    return tiny.app().openapi()


def test_every_operation_tells_its_problems_and_who_may_call_it(document: dict[str, Any]) -> None:
    operations = {
        (path, verb): one for path, verbs in document["paths"].items() for verb, one in verbs.items()
    }
    for (path, verb), operation in operations.items():
        is_open = path.startswith("/health") or path.endswith(("/boom", "/no-database", "/two-faults"))
        assert ("security" not in operation) == is_open, path
        expected = {"400", "404", "422", "429", "503"} | (set() if is_open else {"401", "403"})
        if verb == "get":
            expected.add("425")
        else:
            expected |= {"409", "412", "413", "415", "428"}
        assert expected <= operation["responses"].keys(), path
        for status in expected:
            assert [*operation["responses"][status]["content"]] == ["application/problem+json"]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_the_headers_of_commands_and_answers_are_described(document: dict[str, Any]) -> None:
    operation = document["paths"][MAKE[0]][MAKE[1]]
    assert {p["name"].lower() for p in operation["parameters"]} == {"idempotency-key", "if-match"}
    assert operation["responses"]["201"]["headers"].keys() == {"ETag", "X-Position"}
    assert refs(operation["responses"]["201"]) == {"#/components/schemas/ThingView"}
    listed = document["paths"][MAKE[0]]["get"]
    names = {p["name"] for p in listed["parameters"]}
    assert names == {"as_of", "min_position", "limit", "cursor", "sort", "state"}


def test_every_reference_leads_somewhere_and_no_validation_error_of_the_framework_is_left(
    document: dict[str, Any],
) -> None:
    for ref in refs(document):
        node = document
        for step in ref.removeprefix("#/").split("/"):
            node = node[step]
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_the_document_is_the_same_each_time(tiny: Any) -> None:
    app = tiny.app()
    assert app.openapi() is app.openapi()
    assert app.openapi() == tiny.app().openapi()


async def test_the_documentation_page_needs_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    parts = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(parts) == 3
    for part in parts:
        assert part.startswith("/docs/")
        assert (await client.get(part)).status_code == 200
    assert "<script>" not in page.text
    assert (await client.get("/openapi.json")).json()["info"]["title"] == "tiny"


def test_an_operation_that_does_not_say_who_may_call_it_cannot_be_made() -> None:
    router = ServiceRouter()
    with pytest.raises(TypeError, match="who may call it"):
        router.get("/open")(_nothing)
    with pytest.raises(TypeError, match="who may call it"):
        router.get("/open", dependencies=[Depends(_nothing)])(_nothing)
    with pytest.raises(TypeError, match="public and asks for roles"):
        router.get("/open", dependencies=[public, requires("admin")])(_nothing)


def test_a_router_of_another_kind_is_refused() -> None:
    router = APIRouter()
    router.get("/open")(_nothing)
    with pytest.raises(TypeError, match="no operation"):
        create_app("x", [router], verifier=None, cursor_key=b"")  # type: ignore[list-item]


def test_an_application_without_sign_in_cannot_have_operations_that_need_it() -> None:
    router = ServiceRouter()
    router.get("/closed", dependencies=[requires("admin")])(_nothing)
    with pytest.raises(TypeError, match="no verifier"):
        create_app("x", [router], verifier=None, cursor_key=b"")


def test_a_role_of_the_router_and_one_of_the_route_are_both_needed(tiny: Any, issuer: Issuer) -> None:
    router = ServiceRouter(dependencies=[requires("manager", "analyst")])
    router.get("/both", dependencies=[requires("analyst")])(_nothing)
    (operation,) = router.routes
    assert isinstance(operation, Operation)
    assert [sorted(rule.roles or ()) for rule in operation.rules] == [["analyst", "manager"], ["analyst"]]


async def _nothing() -> dict[str, str]:
    return {}


async def test_a_mounted_application_is_behind_the_edge_too(tiny: Any) -> None:
    app = tiny.app()

    async def other(scope: Any, receive: Any, send: Any) -> Any:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"mounted"})

    app.mount("/web", other)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://crm.example") as client:
        answer = await client.get("/web/x")
    assert (answer.text, answer.headers["x-content-type-options"]) == ("mounted", "nosniff")
