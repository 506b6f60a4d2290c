"""What is written down about requests, in which form, and what never is."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import structlog
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from crm_platform.http.access import public
from crm_platform.http.app import create_app
from crm_platform.http.operations import ServiceRouter
from crm_platform.observability.logging import concerning, configure_logging, logger
from crm_platform.observability.metrics import COMMANDS, REGISTRY
from crm_platform.observability.metrics_page import metrics_app
from crm_platform.observability.tracing import (
    configure_tracing,
    continue_trace,
    current_traceparent,
    enabled,
    shutdown_tracing,
    valid_traceparent,
)

ROOT = "/api/tiny/v1"
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Put back what `configure_logging` changes in the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configured = structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)
    concerning("none")


def writing(capsys: pytest.CaptureFixture[str], *, console: bool = False) -> Callable[[], list[Any]]:
    """Configure logging; the result gives the lines written since, each parsed as JSON on its own."""
    configure_logging("tiny", "INFO", console=console)
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_a_refused_change_leaves_one_line_that_says_who_and_what(
    client: httpx.AsyncClient, wang: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = writing(capsys)
    headers = {**wang, "x-correlation-id": "c-1"}
    await client.post(f"{ROOT}/things", json={"name": "x", "owner_id": "me"}, headers=headers)
    (line,) = lines()
    assert line["event"] == "request refused"
    assert (line["actor"], line["correlation_id"], line["status"], line["code"]) == (
        "wang.min",
        "c-1",
        422,
        "invalid",
    )
    assert (line["operation"], line["service"], line["level"]) == ("make", "tiny", "info")


async def test_a_refused_read_and_a_success_leave_none(
    client: httpx.AsyncClient, wang: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = writing(capsys)
    await client.get(f"{ROOT}/things?x=1", headers=wang)
    await client.post(f"{ROOT}/things", json={"name": "x"}, headers=wang)
    assert lines() == []


async def test_a_failure_leaves_its_cause_under_the_id_that_the_caller_was_told(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = writing(capsys)
    answer = await client.get(f"{ROOT}/boom")
    (line,) = lines()
    assert line["level"] == "error"
    assert "ZeroDivisionError" in line["exception"]
    assert line["correlation_id"] == answer.headers["x-correlation-id"]


async def test_text_from_outside_cannot_forge_a_line(
    client: httpx.AsyncClient, wang: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = writing(capsys)
    forged = 'x\n2026-01-01 INFO admin login\r\n{"event": "forged"}\x1b[31m\u2028'
    logger(part="test").warning(forged, name=forged, nested={"a": [forged]})
    await client.post(f"{ROOT}/things%0A{{%22event%22:%22forged%22}}", json={}, headers=wang)
    written = lines()
    assert [line["event"] for line in written] == [forged, "request refused"]
    assert written[0]["name"] == forged


async def test_why_a_token_was_refused_is_written_and_the_token_is_not(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = writing(capsys)
    secret = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"
    await client.post(f"{ROOT}/things", json={}, headers={"authorization": f"Bearer {secret}"})
    (line,) = lines()
    assert (line["code"], line["reason"]) == ("token-invalid", "no access token")
    assert secret not in json.dumps(line)


def test_secrets_are_left_out_wherever_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    lines = writing(capsys)
    token = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ3YW5nIn0.c2lnbmF0dXJl"
    secret = "s3cret"
    logger().warning(
        f"calling with Bearer {token}",
        authorization=secret,
        headers={"Cookie": secret, "X-Api-Key": secret, "accept": "json"},
        url=f"postgresql://crm:{secret}@db/crm",
        tries=[{"password": secret}, token],
        webhook_signature=secret,
        refresh_token=secret,
    )
    (line,) = lines()
    text = json.dumps(line)
    assert secret not in text
    assert token not in text
    assert line["headers"]["accept"] == "json"
    assert line["url"] == "postgresql://[redacted]@db/crm"


def test_an_exception_in_the_log_has_its_secrets_left_out_too(capsys: pytest.CaptureFixture[str]) -> None:
    lines = writing(capsys)
    try:
        raise ConnectionError("cannot reach postgresql://crm:s3cret@db/crm")
    except ConnectionError:
        logger().exception("failed")
    assert "s3cret" not in json.dumps(lines())


def test_libraries_write_the_same_capsys(capsys: pytest.CaptureFixture[str]) -> None:
    lines = writing(capsys)
    concerning("c-9", "wang.min")
    logging.getLogger("uvicorn.error").warning("hello %s", "Bearer abc")
    (line,) = lines()
    assert (line["event"], line["correlation_id"], line["actor"]) == ("hello [redacted]", "c-9", "wang.min")


def test_a_terminal_gets_text_that_cannot_move_its_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    writing(capsys, console=True)
    logger().warning("hello", name="a\nb\x1b[2J\u202e")
    written = capsys.readouterr().out
    assert written.count("\n") == 1
    assert "\\nb\\x1b[2J\\u202e" in written


async def test_every_answer_is_measured_by_operation_and_status(
    client: httpx.AsyncClient, wang: dict[str, str]
) -> None:
    def measured(operation: str, status: str) -> float:
        labels = {"service": "tiny", "operation": operation, "status": status}
        return REGISTRY.get_sample_value("crm_http_request_seconds_count", labels) or 0.0

    before = [measured("make", "201"), measured("make", "422"), measured("unknown", "404")]
    await client.post(f"{ROOT}/things", json={"name": "x"}, headers=wang)
    await client.post(f"{ROOT}/things", json={}, headers=wang)
    for path in ("/a", "/b"):
        await client.get(path)
    after = [measured("make", "201"), measured("make", "422"), measured("unknown", "404")]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 2]


async def test_metrics_are_on_a_port_of_their_own(client: httpx.AsyncClient) -> None:
    COMMANDS.labels("tiny", "make", "accepted").inc()
    assert (await client.get("/metrics")).status_code == 404
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(metrics_app), base_url="http://metrics.example"
    ) as metrics:
        page = await metrics.get("/metrics")
        assert 'crm_commands_total{command="make",result="accepted",service="tiny"}' in page.text
        assert "process_resident_memory_bytes" in page.text
        assert (await metrics.get("/")).status_code == 404


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """What tracing sends, while it is on."""
    exporter = InMemorySpanExporter()
    configure_tracing("tiny", None, exporter=exporter)
    yield exporter
    shutdown_tracing()


async def test_a_trace_goes_on_from_the_request_to_the_command(
    tiny: Any, wang: dict[str, str], spans: InMemorySpanExporter
) -> None:
    heard = []
    router = ServiceRouter(dependencies=[public])

    async def hear() -> dict[str, str]:
        heard.append(current_traceparent())
        with continue_trace(None, "inside"):
            return {}

    router.get("/hear")(hear)
    app = create_app("tiny", [router], verifier=None, cursor_key=b"")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://crm.example") as client:
        await client.get("/hear", headers={"traceparent": PARENT})
    shutdown_tracing()
    inside, request = spans.get_finished_spans()
    assert (inside.name, request.name) == ("inside", "GET hear")
    assert request.context.trace_id == inside.context.trace_id == int(PARENT.split("-")[1], 16)
    assert str(heard[0]).split("-")[1] == PARENT.split("-")[1]
    assert (request.attributes or {})["http.response.status_code"] == 200


def test_without_an_endpoint_tracing_does_nothing() -> None:
    configure_tracing("tiny", None)
    assert not enabled()
    with continue_trace(PARENT, "x") as span:
        assert span is None
        assert current_traceparent() is None


@pytest.mark.parametrize(
    "bad", [None, "", "x", PARENT + "\n", PARENT.upper(), "00-" + "0" * 32 + PARENT[35:], "a" * 5000]
)
def test_a_traceparent_that_is_none_is_not_passed_on(bad: Any) -> None:
    assert valid_traceparent(bad) is None
    assert valid_traceparent(PARENT) == PARENT
