"""Raw messages: whatever comes is read within bounds, and what no person wrote is told apart."""

import time
from email.message import EmailMessage

import pytest

from leads.adapters.mail import read_mail
from leads.domain.errors import MailUnreadable


def raw(text: str = "Two presses", **headers: str) -> bytes:
    message = EmailMessage()
    known = {"From": "梁志伟 <Liang@Hengda.example>", "To": "sales@crm.example", "Subject": "询价"}
    for name, value in (known | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


def test_a_message_tells_who_writes_and_what() -> None:
    mail = read_mail(raw("需要两台压机\r\n谢谢", Message_ID="<1@hengda.example>"))
    assert (mail.name, mail.address, mail.subject) == ("梁志伟", "Liang@Hengda.example", "询价")
    assert (mail.text, mail.recipients, mail.ignored) == ("需要两台压机\n谢谢", ("sales@crm.example",), None)
    assert mail.key == read_mail(raw("other words", Message_ID="<1@hengda.example>")).key
    assert mail.key != read_mail(raw(Message_ID="<2@hengda.example>")).key


@pytest.mark.parametrize(
    ("charset", "said"),
    [("gb2312", "镕基公司"), ("gb18030", "需求"), ("big5", "需求"), ("utf-8", "需求"), ("x-unknown", "x")],
)
def test_texts_are_read_in_the_charset_they_claim_or_in_utf_8(charset: str, said: str) -> None:
    known = charset if charset != "x-unknown" else "utf-8"
    body = said.encode("gb18030" if known == "gb2312" else known)
    head = (
        f"From: a@b.example\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    )
    assert read_mail(head.encode() + body).text == said


@pytest.mark.parametrize("charset", ["idna", "punycode", "zlib", "utf-7", "unicode_escape", "x" * 5_000])
def test_a_charset_that_is_none_or_slow_is_not_used(charset: str) -> None:
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n"
    started = time.process_time()
    assert "plain words" in read_mail(head.encode() + b"plain words " + b"-a" * 100_000).text
    assert time.process_time() - started < 1


def test_html_is_read_without_tags_and_scripts_and_attachments_are_left_alone() -> None:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("<style>p{}</style><p>Two <b>presses</b><script>alert(1)</script>", subtype="html")
    message.add_attachment(b"secret", maintype="text", subtype="plain", filename="x.txt")
    assert read_mail(message.as_bytes()).text == "Two presses"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto-reply"),
        ({"X_Autoreply": "yes"}, "auto-reply"),
        ({"Precedence": "bulk"}, "mailing-list"),
        ({"List_Id": "<news.example>"}, "mailing-list"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"From": "Mailer <MAILER-DAEMON@b.example>"}, "bounce"),
        ({"Auto_Submitted": "no"}, None),
    ],
)
def test_what_no_person_wrote_is_told_apart(headers: dict[str, str], reason: str | None) -> None:
    assert read_mail(raw(**headers)).ignored == reason


def nested(depth: int) -> bytes:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return b"From: a@b.example\n" + head.encode() + b"Content-Type: text/plain\n\ndeep"


HOSTILE = {
    "nothing": b"",
    "noise": bytes(range(256)) * 4_000,
    "no sender": b"Subject: x\n\ny",
    "deep": nested(90),
    "a bomb of parts": nested(5_000),
    "long addresses": b"From: " + b"(" * 100_000 + b"a@b.example\n\nx",
    "many addresses": b"From: a@b.example\nTo: " + b"a@b.example, " * 100_000 + b"\n\nx",
    "long folded header": b"From: a@b.example\nSubject: " + b"=?utf-8?q?=41?=\n " * 50_000 + b"\n\nx",
    "broken words": b"From: a@b.example\nSubject: =?utf-8?b?/////?= =?gb2312?b?!!?=\n\nx",
    "broken base64": b"From: a@b.example\nContent-Transfer-Encoding: base64\n\n!!!" + b"A" * 100_000,
    "open html": b"From: a@b.example\nContent-Type: text/html\n\n" + b"<" * 200_000,
    "open comment": b"From: a@b.example\nContent-Type: text/html\n\n" + b"<!--" * 50_000,
    "control characters": b"From: a@b.example\nSubject: a\x00b\x1b[31m\n\n\x00\x1bx",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_message_is_read_or_refused_within_a_second(kind: str) -> None:
    started = time.process_time()
    try:
        mail = read_mail(HOSTILE[kind])
    except MailUnreadable:
        mail = None
    assert time.process_time() - started < 1
    if mail is not None:
        assert len(mail.text) <= 4_000
        assert not {"\x00", "\x1b"} & set(mail.text + (mail.subject or ""))
