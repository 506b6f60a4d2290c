"""A mail server that takes mail and keeps it: enough of SMTP for a client that means it, with the faults of a peer."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64decode
from contextlib import suppress
from email import message_from_bytes
from email.policy import default as modern
from random import Random

from crm_local.peers.channel import ChannelPeer
from crm_local.peers.faults import Faults


class MailServer(ChannelPeer):
    """Listens on a port of its own. `status` of the faults is answered to each recipient: 451, 550, …"""

    name = "smtp"

    def __init__(self, port: int = 0, *, tls: ssl.SSLContext | None = None) -> None:
        super().__init__()
        self.port = port
        self.tls = tls
        self.logins: list[str] = []
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()
        self._switches: Faults | None = None
        self._chance = Random()  # noqa: S311  replaced by a seeded one with the switches

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._cut()

    async def reset(self) -> None:
        """Forget everything and behave; whoever is connected has to begin again."""
        self._cut()
        await super().reset()

    def _cut(self) -> None:
        for writer in self._connections:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.edge.faults.down:
            writer.transport.abort()
            return
        self._connections.add(writer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
                await _Session(self, reader, writer).run()
        finally:
            self._connections.discard(writer)
            writer.transport.abort()

    def loses_answer(self) -> bool:
        """Whether the answer to this mail is lost; the same seed loses the same ones."""
        faults = self.edge.faults
        if faults is not self._switches:
            self._switches, self._chance = faults, Random(faults.seed)  # noqa: S311  (repeatable on purpose)
        lost = self._chance.random() < faults.lose_answer_rate
        self.edge.lost_answers += lost
        return lost

    def take(self, sender: str, receiver: str, content: bytes) -> None:
        """Keep one mail, by its Message-ID and recipient."""
        mail = message_from_bytes(content, policy=modern)
        text = mail.get_body(("plain",))
        self.keep(
            f"{mail['message-id']} {receiver}",
            "mail",
            content,
            {
                "from": sender,
                "to": receiver,
                "subject": str(mail["subject"]),
                "text": text.get_content() if text is not None else "",
                "headers": " ".join(sorted(mail.keys())),
            },
        )


class _Session:
    """One connection."""

    def __init__(
        self, server: MailServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._sender = ""
        self._receivers: list[str] = []
        self._secure = False

    async def run(self) -> None:
        """Until the client quits."""
        await self._say("220 mail.simulator ESMTP")
        while True:
            line = (await self._reader.readuntil(b"\r\n")).decode(errors="replace").strip()
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    offered = ["STARTTLS"] if self._server.tls and not self._secure else ["AUTH PLAIN"]
                    await self._say(
                        "250-mail.simulator", *(f"250-{each}" for each in offered), "250 8BITMIME"
                    )
                case "STARTTLS" if self._server.tls is not None:
                    await self._say("220 go ahead")
                    await self._writer.start_tls(self._server.tls)
                    self._secure = True
                case "AUTH":
                    self._server.logins.append(b64decode(rest.partition(" ")[2]).decode().split("\0")[1])
                    await self._say("235 welcome")
                case "MAIL":
                    self._sender, self._receivers = _address(rest), []
                    await self._say("250 ok")
                case "RCPT":
                    await self._rcpt(_address(rest))
                case "DATA":
                    await self._data()
                case "RSET" | "NOOP":
                    await self._say("250 ok")
                case "QUIT":
                    await self._say("221 bye")
                    return
                case _:
                    await self._say("502 not known here")

    async def _rcpt(self, receiver: str) -> None:
        status = self._server.edge.faults.status
        if status is not None:
            await self._say(f"{status} not now, or not ever")
            return
        self._receivers.append(receiver)
        await self._say("250 ok")

    async def _data(self) -> None:
        await self._say("354 go ahead")
        lines = []
        while (line := await self._reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        for receiver in self._receivers:
            self._server.take(self._sender, receiver, b"".join(lines))
        await asyncio.sleep(self._server.edge.faults.slow_seconds)
        if self._writer.transport.is_closing():  # nobody waits for an answer any more
            return
        if self._server.loses_answer():
            self._writer.transport.abort()
            return
        await self._say("250 taken")

    async def _say(self, *lines: str) -> None:
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self._writer.drain()


def _address(text: str) -> str:
    return text.partition("<")[2].partition(">")[0]
