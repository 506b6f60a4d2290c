"""Web forms: what can be defined, what must be filled in, and passes that nobody else can make."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from crm_platform.errors import Invalid
from crm_testing.given import given
from leads.domain.errors import FormExpired, FormTooFast
from leads.domain.web_form import FormField, FormTerms, Pass, WebForm

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ID, SUBMISSION = UUID(int=1), UUID(int=2)
KEY = b"key"
PHONE = FormField(field="phone", label="电话")
COMPANY = FormField(field="company", label="公司", required=True)


def terms(**more: Any) -> FormTerms:
    known = {"name": "Site", "heading": "联系我们", "fields": (COMPANY, PHONE), "source": "website"}
    return FormTerms(**(known | more))


def form(**more: Any) -> WebForm:
    return WebForm.define(ID, terms(**more), now=NOON)


@pytest.mark.parametrize(
    "bad",
    [
        {"fields": (COMPANY,)},
        {"fields": (PHONE, PHONE)},
        {"fields": ()},
        {"redirect_url": "https://www.hengda.example/x"},
        {"redirect_url": "javascript:alert(1)"},
        {"allowed_origins": ("https://hengda.example/path",)},
        {"allowed_origins": ("https://*.example",)},
        {"allowed_origins": ("https://a.example; script-src *",)},
    ],
)
def test_a_form_that_makes_no_sense_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        terms(**bad)


def test_a_form_is_revised_whole_and_only_when_something_changes() -> None:
    given(form()).when(lambda it: it.revise(terms(), now=NOON)).then()
    given(form()).when(lambda it: it.revise(terms(active=False), now=NOON)).then(WebForm.Revised)


def test_answers_are_those_that_were_asked_for() -> None:
    told = form().answers({"company": " 恒达 ", "phone": "138", "notes": "x", "customer_id": "C-1"})
    assert told == {"company": "恒达", "phone": "138"}


@pytest.mark.parametrize("given_", [{"phone": "138"}, {"company": "恒达"}, {"company": " ", "phone": "138"}])
def test_what_is_needed_must_be_filled_in(given_: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        form().answers(given_)


def sealed(shown_at: datetime = NOON, form_id: UUID = ID, key: bytes = KEY) -> str:
    return Pass(submission_id=SUBMISSION, shown_at=shown_at).sealed(form_id, key)


def test_a_pass_names_its_submission_within_a_day() -> None:
    opened = Pass.open(sealed(), form(), KEY, now=NOON + timedelta(hours=24))
    assert (opened.submission_id, opened.shown_at) == (SUBMISSION, NOON)
    with pytest.raises(FormExpired):
        Pass.open(sealed(), form(), KEY, now=NOON + timedelta(hours=24, seconds=1))


def test_who_fills_in_faster_than_people_is_refused() -> None:
    with pytest.raises(FormTooFast):
        Pass.open(sealed(), form(min_seconds=3), KEY, now=NOON + timedelta(seconds=2.9))
    opened = Pass.open(sealed(), form(min_seconds=3), KEY, now=NOON + timedelta(seconds=3))
    assert opened.submission_id == SUBMISSION


@pytest.mark.parametrize(
    "forged",
    [
        sealed(form_id=SUBMISSION),
        sealed(key=b"other"),
        sealed().replace(SUBMISSION.hex, UUID(int=3).hex),
        "",
        ".",
        "a.b.c",
        "é.1." + "0" * 64,
    ],
)
def test_a_pass_that_we_did_not_make_is_none(forged: str) -> None:
    with pytest.raises(FormExpired):
        Pass.open(forged, form(), KEY, now=NOON + timedelta(minutes=1))
