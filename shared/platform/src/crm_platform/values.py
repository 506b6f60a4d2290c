"""The value types that domain models share: money, bounded text, references, ownership.

Every type refuses by itself what no store or peer can hold: U+0000, lone surrogates, control characters, numbers without
bounds. `Money` is exact; its JSON form is a decimal string beside an ISO 4217 code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from crm_platform.currencies import MINOR_UNITS
from crm_platform.errors import DomainError

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL_BUT_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ONE_LINE = r"^[^\u0000-\u001f\u007f-\u009f]*$"
_LINES = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise PydanticCustomError("control-characters", "Text must not contain control characters")
    return text


def _lines(text: str) -> str:
    if _CONTROL_BUT_LINES.search(text):
        raise PydanticCustomError("control-characters", "Text must not contain control characters")
    return text


ShortText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_one_line),
    Field(json_schema_extra={"pattern": _ONE_LINE}),
]
"""One line that says something: 1 to 200 characters, stripped."""

LongText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=4000),
    AfterValidator(_lines),
    Field(json_schema_extra={"pattern": _LINES}),
]
"""Free text of up to 4000 characters, line breaks and tabs allowed, stripped."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/\-]{0,63}$")]
"""A name other systems use: a product, customer, stage, team, region."""

UnitName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\w./%]{1,20}$")]
"""A unit of measure: pcs, kg, 台."""

PersonId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@:|\-]{0,99}$")]
"""The `sub` of a person or system at the sign-in issuer."""

Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=40),
    AfterValidator(_one_line),
    Field(json_schema_extra={"pattern": _ONE_LINE}),
]
"""A telephone number as somebody wrote it; normalizing it is the business of the service that compares it."""

Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s\p{C}]{1,64}@[^@\s\p{C}]+$"),
    WithJsonSchema({"type": "string", "maxLength": 254, "pattern": r"^[!-?A-~]{1,64}@[!-?A-~]+$"}),
]
"""An e-mail address as somebody wrote it: two parts around one `@`, no blanks."""

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""The version of an aggregate: 1 after its first event, then contiguous."""


Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
"""The SHA-256 of a file's content, in hexadecimal digits."""


def _utc(time: datetime) -> datetime:
    if not 1970 <= time.year <= 9000:
        raise ValueError("Must be in the years 1970 to 9000")
    return time.astimezone(UTC)


UtcTime = Annotated[AwareDatetime, AfterValidator(_utc)]
"""A moment with its time zone, kept as UTC."""


class CurrencyMismatch(DomainError):
    """Amounts in two currencies cannot be added (`left`, `right`)."""

    code = "currency-mismatch"
    status = 422
    title_en = "Amounts in {left} and {right} cannot be combined"
    title_zh = "{left} 与 {right} 金额不能合并计算"


class AmountTooLarge(DomainError):
    """The result of a calculation does not fit the 15 digits before the point that every store has."""

    code = "amount-too-large"
    status = 422
    title_en = "The amount is too large"
    title_zh = "金额过大"


_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,4})?", re.ASCII)
_LIMIT = Decimal(10) ** 15
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(5))


def _exact(value: object) -> Decimal:
    """A decimal string or a `Decimal`; a JSON number is refused because it may already have lost digits."""
    if isinstance(value, Decimal):
        value = format(value, "f") if value.is_finite() and abs(value) < _LIMIT else "?"
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise PydanticCustomError(
            "decimal-string", "Must be a decimal string of at most 15 digits and 4 decimals, such as 1200.50"
        )
    return Decimal(value)


def _known_currency(code: str) -> str:
    if code not in MINOR_UNITS:
        raise PydanticCustomError("unknown-currency", "Must be an ISO 4217 currency code in use")
    return code


Exact = Annotated[
    Decimal,
    BeforeValidator(_exact, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$", "examples": ["1200.50"]}),
]
"""A signed decimal of at most 15 digits and 4 decimals; a string in JSON."""

Currency = Annotated[
    str,
    AfterValidator(_known_currency),
    WithJsonSchema(
        {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217", "examples": ["CNY"]}
    ),
]


class Money(BaseModel):
    """An exact amount in one currency, with at most 4 decimals and always at least those its currency has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Exact
    currency: Currency

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        object.__setattr__(self, "amount", _canonical(self.amount, self.currency))
        return self

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Self:
        """`Money.of("1200.5", "CNY")`; raises pydantic's ValidationError for what `Money` refuses."""
        return cls(amount=Decimal(amount), currency=currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in `currency`."""
        return cls(amount=Decimal(0), currency=currency)

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: str) -> Money:
        """The sum; raises CurrencyMismatch when an amount is not in `currency`."""
        result = Money.zero(currency)
        for amount in amounts:
            result = result + amount
        return result

    def __add__(self, other: Money) -> Money:
        return self._with(self.amount + self._same(other).amount)

    def __sub__(self, other: Money) -> Money:
        return self._with(self.amount - self._same(other).amount)

    def __neg__(self) -> Money:
        return self._with(-self.amount)

    def __mul__(self, factor: Decimal | int) -> Money:
        """The product, rounded half up to the currency's smallest coin: what a line costs. May raise AmountTooLarge."""
        step = _STEPS[MINOR_UNITS[self.currency]]
        try:
            product = self.amount * factor
        except ArithmeticError:
            raise AmountTooLarge from None
        if not product.is_finite() or abs(product) >= _LIMIT:
            raise AmountTooLarge
        return self._with(product.quantize(step, ROUND_HALF_UP))

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other).amount

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)
        return other

    def _with(self, amount: Decimal) -> Money:
        if abs(amount) >= _LIMIT:
            raise AmountTooLarge
        return Money(amount=amount, currency=self.currency)


def _canonical(amount: Decimal, currency: str) -> Decimal:
    """One written form per value: `12.5` and `12.5000` CNY are both `12.50`, and there is no minus zero."""
    least = MINOR_UNITS[currency]
    exponent = amount.as_tuple().exponent
    places = max(least, -exponent) if isinstance(exponent, int) else least
    while places > least and amount == amount.quantize(_STEPS[places - 1]):
        places -= 1
    return amount.quantize(_STEPS[places]) if amount else abs(amount).quantize(_STEPS[least])


def _not_negative(money: Money) -> Money:
    if money.amount < 0:
        raise PydanticCustomError("negative", "Must not be negative")
    return money


def _whole_coins(money: Money) -> Money:
    if money.amount != money.amount.quantize(_STEPS[MINOR_UNITS[money.currency]]):
        raise PydanticCustomError("too-many-decimals", "Has more decimals than the currency")
    return money


def _money_schema(pattern: str, title: str) -> WithJsonSchema:
    amount = {"type": "string", "pattern": pattern, "examples": ["1200.50"]}
    currency = {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217", "examples": ["CNY"]}
    return WithJsonSchema(
        {
            "type": "object",
            "title": title,
            "properties": {"amount": amount, "currency": currency},
            "required": ["amount", "currency"],
            "additionalProperties": False,
        }
    )


Price = Annotated[
    Money, AfterValidator(_not_negative), _money_schema(r"^[0-9]{1,15}(\.[0-9]{1,4})?$", "Price")
]
"""What one unit costs: not negative, up to 4 decimals."""

Amount = Annotated[
    Money,
    AfterValidator(_not_negative),
    AfterValidator(_whole_coins),
    _money_schema(r"^[0-9]{1,15}(\.[0-9]{1,3})?$", "Amount"),
]
"""A sum somebody pays or expects: not negative, in whole coins of its currency."""

Quantity = Annotated[
    Decimal,
    BeforeValidator(_exact, json_schema_input_type=str),
    Field(gt=0, le=1_000_000_000),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,4})?$", "examples": ["2"]}),
]
"""How many: more than none, up to 4 decimals; a string in JSON."""


class Value(BaseModel):
    """The base of value objects: frozen, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CustomerRef(Value):
    """Who buys: the name always, the identity once master data knows them."""

    customer_id: Code | None = None
    name: ShortText
    contact: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None


class Line(Value):
    """One product with quantity and price."""

    product_id: Code
    name: ShortText
    quantity: Quantity
    unit: UnitName = "pcs"
    unit_price: Price

    @property
    def amount(self) -> Money:
        """Quantity times price, rounded half up to the currency's smallest coin; may raise AmountTooLarge."""
        return self.unit_price * self.quantity


class Ownership(Value):
    """Whose it is, and the team and region whose people may see it: what row scope is judged by."""

    owner_id: PersonId
    team: Code | None = None
    region: Code | None = None


class Attachment(Value):
    """A file that belongs to a record, by the digest of the content that was sent. `size` is in bytes."""

    sha256: Digest
    name: ShortText
    media_type: ShortText
    size: Annotated[int, Field(ge=0)]
    uploaded_by: PersonId
