"""How the columns of a lead file become a lead: which column means what, and how people write numbers and names."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from pydantic import ValidationError

from crm_platform.errors import FieldError, Invalid
from crm_platform.values import ShortText, Value
from leads.domain.lead import LeadDetails, LeadProfile
from leads.domain.sources import plain
from leads.domain.words import BLANKS, CODES, CURRENCIES, FILLERS, MULTIPLES, TITLES

P = TypeVar("P", bound=LeadDetails)
Words = Mapping[str, Mapping[str, str]]
"""By field (source, region, industry): the code of each word, in the form that `plain` gives it."""

FIELDS: Final = tuple(TITLES)
"""What a column can hold: the fields of a lead, the currency of its budget, its id and its owner's."""

_IDENTITY: Final = ("name", "company", "contact")
_JOINED: Final = {"phone": " / ", "need": "\n", "notes": "\n"}
_FREE_TEXT: Final = ("name", "company", "need", "notes")
_FIELD_OF: Final = {title: field for field, titles in TITLES.items() for title in titles}
_CODE_OF: Final = {
    field: {plain(word): code for code, words in codes.items() for word in (code, *words)}
    for field, codes in CODES.items()
}
_CURRENCY_WORDS: Final = sorted(CURRENCIES.items(), key=lambda pair: -len(pair[0]))
_MULTIPLE_WORDS: Final = sorted(MULTIPLES.items(), key=lambda pair: -len(pair[0]))
_CLEARABLE: Final = frozenset(LeadDetails.model_fields)
_SENTENCES: Final = {
    "email": ("Is not an e-mail address", "不是有效的邮箱地址"),
    "phone": ("Is not a phone number", "不是有效的电话号码"),
    "customer_id": ("Is not a customer id", "不是有效的客户编号"),
    "company_size": ("Must be a number of people from 1 to 10,000,000", "必须是 1 至 10,000,000 的人数"),
    "budget": ("Must be an amount of money", "必须是金额"),
    "id": ("Is not the id of a lead", "不是有效的线索编号"),
}


class Columns(Value):
    """The titles of a file and the field of each; None where a column is not taken over."""

    titles: tuple[str, ...]
    fields: tuple[str | None, ...]

    @property
    def mapping(self) -> dict[str, str]:
        """Field by title, for the columns that are taken over."""
        return {title: field for title, field in zip(self.titles, self.fields, strict=True) if field}

    @property
    def ignored(self) -> list[str]:
        """The titles that nothing is taken from."""
        return [title for title, field in zip(self.titles, self.fields, strict=True) if title and not field]


def recognize(
    titles: Sequence[str], explicit: Mapping[str, str | None] | None = None, *, named: bool = True
) -> Columns:
    """Find out what each column holds, from its title in Chinese or English.

    `explicit` decides over recognition: a field by title, or None to leave the column out. Raises Invalid for a title
    that the file does not have, an unknown field, two columns for one field, or when nothing would name the lead
    though it must be `named`.
    """
    explicit = explicit or {}
    taken = [field for field in explicit.values() if field is not None]
    errors = _misunderstood(titles, explicit)
    fields: list[str | None] = []
    for title in titles:
        field = explicit[title] if title in explicit else _FIELD_OF.get(_plain(title))
        if title not in explicit and field not in _JOINED and (field in fields or field in taken):
            field = None
        fields.append(field)
    if named and not errors and not any(field in fields for field in _IDENTITY):
        detail = "No column holds a name, company or contact"
        errors.append(FieldError("#/mapping", "no-name-column", detail, "没有公司、联系人或名称列"))
    if errors:
        raise Invalid(errors)
    return Columns(titles=tuple(titles), fields=tuple(fields))


def _misunderstood(titles: Sequence[str], explicit: Mapping[str, str | None]) -> list[FieldError]:
    """What is wrong with an explicit mapping."""
    errors = [
        FieldError(
            f"#/mapping/{_escaped(title)}", "unknown-column", "The file has no such column", "文件中没有该列"
        )
        for title in explicit
        if title not in titles
    ]
    errors += [
        FieldError(
            f"#/mapping/{_escaped(title)}",
            "unknown-field",
            f"Must be one of {', '.join(FIELDS)}",
            "没有该字段",
        )
        for title, field in explicit.items()
        if field is not None and field not in TITLES
    ]
    named = [field for field in explicit.values() if field is not None]
    errors += [
        FieldError(
            f"#/mapping/{_escaped(title)}",
            "field-taken",
            "Another column has this field",
            "该字段已对应其他列",
        )
        for title, field in explicit.items()
        if field is not None and named.count(field) > 1 and field not in _JOINED
    ]
    return errors


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A source, region or industry that there is no code for: it is kept as written."""

    field: str
    text: str
    pointer: str


@dataclass(frozen=True, slots=True)
class LeadRow:
    """What one row says: values by field, not validated yet, and the mapped fields that it says nothing of."""

    values: Mapping[str, object]
    titles: Mapping[str, str]
    silent: frozenset[str]
    unknown: Sequence[UnknownWord]

    @property
    def id(self) -> str | None:
        """The id of the lead that the row is about, as written."""
        return _text(self.values.get("id"))

    @property
    def owner_id(self) -> str | None:
        """Whose the lead shall be, as written."""
        return _text(self.values.get("owner_id"))

    @property
    def phone(self) -> str | None:
        return _text(self.values.get("phone"))

    @property
    def email(self) -> str | None:
        return _text(self.values.get("email"))

    @property
    def uscc(self) -> str | None:
        return _text(self.values.get("uscc"))

    def profile(self) -> LeadProfile:
        """The lead as a new one. Raises Invalid by column for what a profile refuses, and when nothing names it."""
        name = self.values.get("name") or self.values.get("company") or self.values.get("contact")
        if not name:
            en, zh = "Has no name, company or contact", "缺少公司、联系人或名称"
            raise Invalid([FieldError("#", "no-name", en, zh)])
        return self._validated(LeadProfile, {**self._known(), "name": name})

    def changes(self, *, clear: bool) -> dict[str, object]:
        """What an existing lead is to be told, by field; with `clear`, None for fields that the row leaves empty.

        Raises Invalid by column.
        """
        known = self._validated(_Known, self._known())
        changes: dict[str, object] = {field: getattr(known, field) for field in known.model_fields_set}
        if clear:
            changes |= {field: None for field in self.silent if field in _CLEARABLE}
        return changes

    def _known(self) -> dict[str, object]:
        return {field: value for field, value in self.values.items() if field in LeadProfile.model_fields}

    def _validated(self, kind: type[P], values: Mapping[str, object]) -> P:
        try:
            return kind.model_validate(values)
        except ValidationError as refused:
            raise Invalid(list(_faults(refused, self.titles))) from None


class _Known(LeadDetails):
    """What a row may say of a lead that there is."""

    name: ShortText | None = None


def vocabulary(translations: Mapping[str, Mapping[str, str]], sources: Mapping[str, str]) -> Words:
    """The words for codes, by field: the company's for `sources`, ours, and over them the importer's own.

    `translations` are such as `{"source": {"抖音": "douyin"}}`.
    """
    return {
        field: {**known, **{plain(word): code for word, code in translations.get(field, {}).items()}}
        for field, known in {**_CODE_OF, "source": sources}.items()
    }


def coded(field: str, written: str) -> str:
    """The code that somebody means by what they wrote for a region or an industry; unknown words stay as they are."""
    return _CODE_OF.get(field, {}).get(plain(written), written)


def read_row(row: Sequence[str], columns: Columns, words: Words = _CODE_OF, currency: str = "CNY") -> LeadRow:
    """What a row says of a lead; `currency` is that of budgets which name none.

    Raises Invalid with one error per faulty cell, its pointer made of the title of the column: `#/邮箱`.
    """
    errors: list[FieldError] = []
    if any(cell.strip() for cell in row[len(columns.titles) :]):
        errors.append(
            FieldError("#", "too-many-cells", "Has more cells than there are columns", "单元格多于列数")
        )
    texts: dict[str, str] = {}
    titles: dict[str, str] = {}
    for field, title, text in _filled(row, columns):
        if field not in texts:
            texts[field], titles[field] = text, title
        elif field in _JOINED and text != texts[field]:
            texts[field] += _JOINED[field] + text
    values: dict[str, object] = {}
    unknown: list[UnknownWord] = []
    for field, text in texts.items():
        pointer = f"#/{_escaped(titles[field])}"
        if field in words:
            values[field] = words[field].get(plain(text)) or " ".join(text.split())
            if plain(text) not in words[field]:
                unknown.append(UnknownWord(field, text, pointer))
            continue
        try:
            values[field] = _read(field, text, titles[field], texts.get("currency", currency))
        except ValueError:
            errors.append(FieldError(pointer, f"invalid-{field.replace('_', '-')}", *_SENTENCES[field]))
    if errors:
        raise Invalid(errors)
    silent = frozenset(field for field in columns.fields if field) - texts.keys()
    return LeadRow(values, titles, silent, unknown)


def _filled(row: Sequence[str], columns: Columns) -> Iterator[tuple[str, str, str]]:
    """Field, title and text of the cells that say something."""
    for field, title, cell in zip(columns.fields, columns.titles, row, strict=False):
        text = cell.strip()
        if field and text and (field in _FREE_TEXT or text.lower() not in BLANKS):
            yield field, title, text


def _read(field: str, text: str, title: str, currency: str) -> object:
    """The value that a text stands for; raises ValueError."""
    if field == "company_size":
        return int(_least(text)[0])
    if field == "budget":
        return _money(text, title, currency)
    return text


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _money(text: str, title: str, currency: str) -> dict[str, str]:
    """`50万`, `¥1,200,000`, `20-30 万美元`, `USD 20,000`; what the cell leaves open is looked for in the title."""
    amount, around = _least(text)
    in_title = "".join(re.findall(r"[(\[]([^)\]]*)[)\]]", unicodedata.normalize("NFKC", title).lower()))
    code, rest = _currency(around)
    multiple, rest = _multiple(rest)
    if rest.strip():
        raise ValueError("Is not an amount")
    title_code, title_rest = _currency(in_title)
    if multiple == 1:
        multiple, _ = _multiple(title_rest)
    fallback, _ = _currency(unicodedata.normalize("NFKC", currency).lower())
    return {
        "amount": format((amount * multiple).quantize(Decimal("0.0001")).normalize(), "f"),
        "currency": code or title_code or fallback or currency,
    }


def _least(text: str) -> tuple[Decimal, str]:
    """The number in a text, the lower one of a range, and the words around it but for fillers."""
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    number = r"\d[\d.,' ]*"
    if len(plain) > 60:  # also keeps the pattern from running long
        raise ValueError("Is not a number")
    found = re.fullmatch(
        rf"([^\d-]*)({number})([^\d]*?)(?:[-~–—至到][^\d-]*?{number}(.*))?", plain, re.DOTALL
    )
    if not found:
        raise ValueError("Is not a number")
    before, low, after, last = found.groups()
    around = f"{before} {after} {last or ''}"
    if re.search(r"以下|以内|少于|不到|less than|under|<", around):
        raise ValueError("Says only what it is less than")
    for filler in FILLERS:
        around = around.replace(filler, " ")
    return _number(low), around


def _number(text: str) -> Decimal:
    digits = re.sub(r"[ ']", "", text).rstrip(".,")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}", digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}", digits):
        digits = digits.replace(",", ".")
    if not re.fullmatch(r"\d{1,15}(\.\d+)?", digits):
        raise ValueError("Is not a number")
    return Decimal(digits)


def _currency(text: str) -> tuple[str | None, str]:
    """The currency that a text names, and the rest of the text."""
    for word, code in _CURRENCY_WORDS:
        if word in text:
            return code, text.replace(word, " ")
    found = re.search(r"(?<![a-z])[a-z]{3}(?![a-z])", text)
    return (found[0].upper(), text.replace(found[0], " ")) if found else (None, text)


def _multiple(text: str) -> tuple[int, str]:
    """What `万` or `million` makes of a number, and the rest of the text."""
    for word, multiple in _MULTIPLE_WORDS:
        if re.search(rf"(?<![a-z]){word}(?![a-z])" if word.isascii() else word, text):
            return multiple, text.replace(word, " ")
    return 1, text


def _plain(title: str) -> str:
    """A title without case, blanks, marks and what stands in brackets: `预算（万元） *` is `预算`."""
    text = re.sub(r"[(\[][^)\]]*[)\]]", "", unicodedata.normalize("NFKC", title).casefold())
    return re.sub(r"[\W_]+", "", text)


def _faults(refused: ValidationError, titles: Mapping[str, str]) -> Iterator[FieldError]:
    """What the profile refuses, said of the column that the value came from."""
    for fault in refused.errors(include_url=False, include_input=False):
        field = str(fault["loc"][0])
        if field not in titles:
            continue  # the name, when it came from another column, whose fault is told by itself
        en, zh = _SENTENCES.get(field, (str(fault["msg"]), "内容不符合要求"))
        context: Mapping[str, object] = fault.get("ctx", {})
        if fault["type"] == "string_too_long":
            en = f"Must be at most {context.get('max_length')} characters"
            zh = f"不能超过 {context.get('max_length')} 个字符"
        if fault["type"] == "control-characters":
            en, zh = "Must not contain control characters", "不能包含控制字符"
        yield FieldError(f"#/{_escaped(titles[field])}", f"invalid-{field.replace('_', '-')}", en, zh)


def _escaped(title: str) -> str:
    return title.replace("~", "~0").replace("/", "~1")
