"""Mail over SMTP. The stored bytes are what is sent, so a mail sent twice is the same mail with the same Message-ID."""

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from email.policy import SMTP
from typing import Literal

from integration_gateway.application.targets import Target
from integration_gateway.domain.outcome import Outcome, Verdict, outcome_without_answer

Security = Literal["tls", "starttls", "none"]
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `security` "none" is for a relay on the same machine."""

    host: str
    port: int
    security: Security = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    deadline: float = 15.0


class MailChannel:
    """Hands mails to one server, in threads of its own: the library blocks, and a server that hangs must not spread."""

    def __init__(
        self, server: MailServer, *, tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    ) -> None:
        self._server = server
        self._tls = tls
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="mail")

    async def send(self, target: Target, message_id: str, body: bytes) -> Outcome:
        """Hand in one mail. What the server says of the mail itself ends it; any other trouble is tried again."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._sent, body)

    async def aclose(self) -> None:
        """Begin nothing more; what hangs ends by its own deadline."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _sent(self, body: bytes) -> Outcome:
        mail = BytesHeaderParser(policy=SMTP).parsebytes(body)
        sender, receiver = (mail[name].addresses[0].addr_spec for name in ("from", "to"))
        try:
            connection = self._connected()
        except OSError as trouble:
            return _in_trouble(trouble)
        try:
            connection.sendmail(sender, [receiver], body)
            return Outcome(Verdict.DELIVERED)
        except OSError as trouble:
            return _in_trouble(trouble)
        finally:
            # The mail is handed in, or not; how the connection ends says nothing about it.
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.deadline, context=self._tls()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.deadline)
        try:
            if server.security == "starttls":
                connection.starttls(context=self._tls())
            if server.username is not None and server.password is not None:
                connection.login(server.username, server.password)
        except BaseException:
            connection.close()
            raise
        return connection


def _in_trouble(trouble: OSError) -> Outcome:
    """All of the library's errors are an OSError, too."""
    match trouble:
        case smtplib.SMTPRecipientsRefused():
            ((code, _),) = trouble.recipients.values()
            return _answered(code)
        case smtplib.SMTPAuthenticationError():
            return outcome_without_answer(f"smtp-{trouble.smtp_code}")
        case smtplib.SMTPSenderRefused() | smtplib.SMTPDataError():
            return _answered(trouble.smtp_code)
        case smtplib.SMTPResponseException():
            return outcome_without_answer(f"smtp-{trouble.smtp_code}")
        case smtplib.SMTPNotSupportedError():
            return outcome_without_answer("tls-missing")
        case ssl.SSLError():
            return outcome_without_answer("tls-failed")
        case smtplib.SMTPServerDisconnected():
            # The library calls a silence that lasted too long a disconnection, too.
            late = isinstance(trouble.__context__, TimeoutError)
            return outcome_without_answer("timed-out" if late else "answer-lost")
        case TimeoutError():
            return outcome_without_answer("timed-out")
        case _:
            return outcome_without_answer("connection-failed")


def _answered(code: int) -> Outcome:
    """What the server says of one mail: 5xx for good; 4xx for now; 421 it says of itself."""
    if code == 421:
        return Outcome(Verdict.THROTTLED, error="smtp-421")
    verdict = Verdict.REFUSED if code >= 500 else Verdict.FAILED
    return Outcome(verdict, error=f"smtp-{code}", alive=True)
