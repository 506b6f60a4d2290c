"""Mail over real sockets: TLS that is checked, a login, and what each kind of trouble is called."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from crm_local.peers.faults import Faults
from crm_local.peers.smtp import MailServer as Simulator
from crm_testing.certificates import Authority
from crm_testing.receivers import receiving
from integration_gateway.adapters.mail import MailChannel, MailServer
from integration_gateway.application.targets import Target
from integration_gateway.domain.outcome import Outcome, Verdict
from integration_gateway.settings import SmtpSettings

MAIL = b"From: KuaiCRM <crm@x.example>\r\nTo: li.na@x.example\r\nMessage-ID: <1@x>\r\nSubject: hi\r\n\r\n.dot\r\n"
TARGET = Target("mail", "", (), channel="mail")


@asynccontextmanager
async def simulated(**settings: Any) -> AsyncIterator[Simulator]:
    server = Simulator(**settings)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def sent(port: int, authority: Authority | None = None, **settings: Any) -> Outcome:
    server = MailServer(
        **{"host": "localhost", "port": port, "security": "none", "deadline": 2.0, **settings}
    )
    channel = MailChannel(server, tls=authority.client) if authority else MailChannel(server)
    try:
        return await channel.send(TARGET, "1", MAIL)
    finally:
        await channel.aclose()


async def test_a_mail_is_handed_in_over_starttls_with_a_login(tmp_path: Path) -> None:
    authority = Authority.new(tmp_path)
    async with simulated(tls=authority.server("localhost")) as server:
        outcome = await sent(
            server.port,
            authority,
            security="starttls",
            username="crm",
            password="a password",
        )
    assert outcome == Outcome(Verdict.DELIVERED)
    assert server.logins == ["crm"]
    (receipt,) = server.ledger.receipts.values()
    assert (receipt.data["to"], receipt.data["text"]) == ("li.na@x.example", ".dot\r\n")


async def test_a_server_that_proves_nothing_gets_no_mail(tmp_path: Path) -> None:
    trusted, other = Authority.new(tmp_path), Authority.new(tmp_path)
    async with simulated(tls=other.server("localhost")) as server:
        assert (await sent(server.port, trusted, security="starttls")).error == "tls-failed"
    async with simulated(tls=trusted.server("elsewhere")) as server:
        assert (await sent(server.port, trusted, security="starttls")).error == "tls-failed"
    async with simulated() as server:
        assert (await sent(server.port, trusted, security="starttls")).error == "tls-missing"
        assert not server.ledger.receipts


@pytest.mark.parametrize(
    ("faults", "verdict", "error"),
    [
        (Faults(down=True), Verdict.FAILED, "answer-lost"),
        (Faults(slow_seconds=9), Verdict.FAILED, "timed-out"),
        (Faults(lose_answer_rate=1), Verdict.FAILED, "answer-lost"),
        (Faults(status=451), Verdict.FAILED, "smtp-451"),
        (Faults(status=421), Verdict.THROTTLED, "smtp-421"),
        (Faults(status=550), Verdict.REFUSED, "smtp-550"),
    ],
)
async def test_every_trouble_has_a_name(faults: Faults, verdict: Verdict, error: str) -> None:
    async with simulated() as server:
        server.edge.set(faults)
        outcome = await sent(server.port)
    assert (outcome.verdict, outcome.error) == (verdict, error)


async def test_a_server_that_is_not_there_or_says_nothing_is_tried_again() -> None:
    async with simulated() as server:
        port = server.port
    assert (await sent(port)).error == "connection-failed"
    async with receiving([b""]) as silent:
        assert (await sent(silent.port, deadline=0.3)).error == "timed-out"


@pytest.mark.parametrize(
    "wrong",
    [
        {"security": "none", "username": "crm", "password": SecretStr("x")},
        {"sender": "KuaiCRM"},
        {"sender": "a@x.example\r\nBcc: b@x.example"},
        {"port": 0},
        {"security": "ssl"},
    ],
)
def test_settings_without_sense_or_safety_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SmtpSettings.model_validate({"host": "mail.x.example", "sender": "crm@x.example", **wrong})
