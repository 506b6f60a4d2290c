"""Web forms: what is asked on the company's pages, where such a page may stand, and what lets people pass and programs not."""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from crm_platform.errors import Invalid
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import LongText, ShortText, Value
from leads.domain.errors import FormExpired, FormTooFast

FieldName = Literal[
    "name", "company", "contact", "phone", "email", "address", "region", "industry", "company_size", "need"
]
Origin = Annotated[
    str, StringConstraints(pattern=r"^https?://[a-z0-9]([a-z0-9.\-]{0,251}[a-z0-9])?(:[0-9]{1,5})?$")
]
Link = Annotated[
    str,
    StringConstraints(max_length=2000, pattern=r"^https?://[a-z0-9][a-z0-9.\-]*(:[0-9]{1,5})?(/[!-~]*)?$"),
]

LONGEST_FILLING: Final = timedelta(hours=24)
_REACHED_BY: Final = ("phone", "email")


class FormField(Value):
    """One question: which part of a lead it fills, and how it is put."""

    field: FieldName
    label: ShortText
    required: bool = False


class FormTerms(Value):
    """All that can be said of a form. Who fills it in faster than `min_seconds` is a program."""

    name: ShortText = Field(description="What the company calls it.")
    heading: ShortText
    language: Literal["zh", "en"] = "zh"
    fields: Annotated[tuple[FormField, ...], Field(min_length=1, max_length=10)]
    source: ShortText
    campaign: ShortText | None = None
    submit_label: ShortText = "提交"
    thanks: LongText = "谢谢！我们会尽快与您联系。"
    redirect_url: Link | None = None
    allowed_origins: Annotated[tuple[Origin, ...], Field(max_length=20)] = ()
    min_seconds: int = Field(default=3, ge=0, le=60)
    active: bool = True

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        asked = [each.field for each in self.fields]
        if len(set(asked)) != len(asked):
            raise ValueError("each field is asked once")
        if not any(field in asked for field in _REACHED_BY):
            raise ValueError("a form asks for a phone or an e-mail address")
        if self.redirect_url and origin_of(self.redirect_url) not in self.allowed_origins:
            raise ValueError("redirect_url lies on one of the allowed_origins")
        return self


class WebForm(Aggregate):
    TOPIC = "leads.WebForm"

    terms: FormTerms

    class Defined(InitialEvent):
        TOPIC = "leads.WebFormDefined"
        terms: FormTerms

    class Revised(DomainEvent):
        TOPIC = "leads.WebFormRevised"
        terms: FormTerms

        def apply(self, aggregate: "WebForm") -> None:
            aggregate.terms = self.terms

    @classmethod
    def define(cls, id: UUID, terms: FormTerms, *, now: datetime) -> Self:  # noqa: A002
        return cls.begin(cls.Defined, id=id, now=now, terms=terms)

    def revise(self, terms: FormTerms, *, now: datetime) -> None:
        if terms != self.terms:
            self.record(self.Revised, now=now, terms=terms)

    def answers(self, given: Mapping[str, str]) -> dict[str, str]:
        """What was filled in, by field. Raises `Invalid` for what is missing; what is not asked is ignored."""
        answered = {each.field: given.get(each.field, "").strip() for each in self.terms.fields}
        missing = [each for each in self.terms.fields if each.required and not answered[each.field]]
        if missing:
            first = missing[0]
            raise Invalid.at(
                f"#/{first.field}", "missing", f"{first.label} is needed", f"请填写{first.label}"
            )
        if not any(answered.get(field) for field in _REACHED_BY):
            field = next(each.field for each in self.terms.fields if each.field in _REACHED_BY)
            raise Invalid.at(
                f"#/{field}", "missing", "A phone or an e-mail address is needed", "请填写电话或邮箱"
            )
        return {field: text for field, text in answered.items() if text}


class Pass(Value):
    """What a form is handed out with: it names one submission, and proves when the form was shown."""

    submission_id: UUID
    shown_at: datetime

    def sealed(self, form_id: UUID, key: bytes) -> str:
        """As text that nobody without the key can make."""
        told = f"{self.submission_id.hex}.{int(self.shown_at.timestamp() * 1000)}"
        return f"{told}.{_seal(form_id, told, key)}"

    @classmethod
    def open(cls, text: str, form: WebForm, key: bytes, *, now: datetime) -> Self:
        """The pass in a text. Raises `FormExpired` for one that we did not make or that is old, `FormTooFast`."""
        told, _, seal = text.rpartition(".")
        if not hmac.compare_digest(seal.encode(), _seal(form.id, told, key).encode()):
            raise FormExpired
        submission, _, shown = told.partition(".")
        shown_at = datetime.fromtimestamp(int(shown) / 1000, UTC)
        if now - shown_at > LONGEST_FILLING:
            raise FormExpired
        if now - shown_at < timedelta(seconds=form.terms.min_seconds):
            raise FormTooFast(seconds=form.terms.min_seconds)
        return cls(submission_id=UUID(submission), shown_at=shown_at)


def _seal(form_id: UUID, told: str, key: bytes) -> str:
    return hmac.new(key, f"form {form_id} {told}".encode(), sha256).hexdigest()


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
