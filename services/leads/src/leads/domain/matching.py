"""How far two identities are the same: each field is compared to one of a few levels, each level carries a weight.

A weight is the binary logarithm of how much more often the level is seen among duplicates than among others (Fellegi
and Sunter), so weights add up to a score, and each is a piece of evidence that can be said in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import exp2
from typing import Final, Literal, NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from crm_platform.values import Value
from leads.domain.identity import CompanyName, Identity, sound_of

Field = Literal["uscc", "name", "place", "contact", "phone", "email", "street"]
Levels = tuple[int, ...]
"""By field, in the order of `FIELDS`: the index of the level reached; 0 where one of the two says nothing."""

UNKNOWN: Final = 0
_CLOSE_NAME = 0.8
_ALIKE_NAME = 0.55
_CLOSE_CONTACT = 0.9


class Level(NamedTuple):
    """One outcome of comparing a field: its weight in bits, and what it says in words."""

    name: str
    weight: float
    text: str
    text_zh: str


class Evidence(Value):
    """One field's part in a score."""

    field: str
    level: str
    weight: float
    text: str
    text_zh: str


class Match(Value):
    """What two identities have in common. `weight` is in bits, `score` from 0 to 100."""

    weight: float
    score: int
    evidence: list[Evidence]


FIELDS: Final[dict[Field, tuple[Level, ...]]] = {
    "uscc": (
        Level("unknown", 0.0, "", ""),
        Level("same", 20.0, "The same tax code", "统一社会信用代码相同"),
        Level("different", -12.0, "Different tax codes", "统一社会信用代码不同"),
    ),
    "name": (
        Level("unknown", 0.0, "", ""),
        Level("same", 4.5, "The same company name", "公司名称相同"),
        Level("sounds-same", 7.0, "Company names that sound the same", "公司名称同音"),
        Level("short", 2.0, "One company name is a short form of the other", "公司名称一个是另一个的简称"),
        Level("slip", 5.0, "Company names that differ by a slip of the pen", "公司名称仅有笔误之差"),
        Level("close", 0.0, "Company names that are nearly the same", "公司名称非常接近"),
        Level("alike", -4.5, "Company names that are alike", "公司名称相近"),
        Level("different", -8.0, "Different company names", "公司名称不同"),
    ),
    "place": (
        Level("unknown", 0.0, "", ""),
        Level("same", 2.5, "The same place in the name", "名称中地名相同"),
        Level("different", -9.0, "Different places in the names", "名称中地名不同"),
    ),
    "contact": (
        Level("unknown", 0.0, "", ""),
        Level("same", 4.5, "The same contact", "联系人相同"),
        Level("close", 1.0, "Contacts whose names are nearly the same", "联系人姓名相近"),
        Level("different", -2.5, "Different contacts", "联系人不同"),
    ),
    "phone": (
        Level("unknown", 0.0, "", ""),
        Level("same", 10.0, "The same phone number", "电话号码相同"),
        Level("different", -1.5, "Different phone numbers", "电话号码不同"),
    ),
    "email": (
        Level("unknown", 0.0, "", ""),
        Level("same", 10.5, "The same e-mail address", "电子邮箱相同"),
        Level("same-company", 12.0, "E-mail addresses of the same company", "电子邮箱同属一家公司"),
        Level("same-local", 1.5, "E-mail addresses with the same name before the @", "电子邮箱用户名相同"),
        Level("different", -2.0, "Different e-mail addresses", "电子邮箱不同"),
    ),
    "street": (
        Level("unknown", 0.0, "", ""),
        Level("same", 9.5, "The same address", "地址相同"),
        Level("close", 5.5, "Addresses that are nearly the same", "地址相近"),
        Level("different", -7.0, "Different addresses", "地址不同"),
    ),
}
"""By field: its levels, the first for what is not known."""

_NAMES: Final = {field: [level.name for level in levels] for field, levels in FIELDS.items()}
_IDENTIFYING: Final = frozenset({"phone", "email", "uscc"})
CERTAIN: Final = 9.0
LIKELY: Final = 2.5
"""Weights from which two leads are certainly, or likely, the same; below, they may be."""

Weights = Mapping[str, Sequence[float]]
HAND: Final[Weights] = {field: [level.weight for level in levels] for field, levels in FIELDS.items()}


def levels_of(one: Identity, other: Identity, *, same: str | None = None) -> Levels:
    """The level that each field reaches, in the order of `FIELDS`.

    The field `same` is known to be the same: of several numbers in a phone field, an identity holds one only.
    """
    return tuple(
        _named(field, "same") if field == same else compare(one, other)
        for field, compare in _COMPARISONS.items()
    )


def match(one: Identity, other: Identity, weights: Weights = HAND, *, same: str | None = None) -> Match:
    """Compare two identities; evidence with the most weight first, fields that say nothing left out."""
    return worded(levels_of(one, other, same=same), weights)


def worded(levels: Levels, weights: Weights = HAND) -> Match:
    """What levels say, in words."""
    evidence = [
        Evidence(
            field=field,
            level=FIELDS[field][level].name,
            weight=round(weights[field][level], 1),
            text=FIELDS[field][level].text,
            text_zh=FIELDS[field][level].text_zh,
        )
        for field, level in zip(FIELDS, levels, strict=True)
        if level != UNKNOWN
    ]
    evidence.sort(key=lambda piece: -abs(piece.weight))
    weight = weight_of(levels, weights)
    return Match(weight=round(weight, 1), score=score_of(weight), evidence=evidence)


def is_exact(evidence: Iterable[Evidence]) -> bool:
    """Whether a phone, an e-mail address or a tax code is the same, whatever else says."""
    return any(piece.level == "same" and piece.field in _IDENTIFYING for piece in evidence)


def exact(levels: Levels) -> bool:
    """Whether `is_exact` would say so of the evidence."""
    return any(
        level and field in _IDENTIFYING and FIELDS[field][level].name == "same"
        for field, level in zip(FIELDS, levels, strict=True)
    )


def weight_of(levels: Levels, weights: Weights = HAND) -> float:
    """The sum of the levels' weights, in bits."""
    return sum(weights[field][level] for field, level in zip(FIELDS, levels, strict=True))


def score_of(weight: float) -> int:
    """A weight on a scale from 0 to 100: 50 where a pair is as likely the same as not (`LIKELY`)."""
    return round(100 / (1 + exp2(LIKELY - max(-100.0, min(100.0, weight)))))


MARKS: Final = frozenset("upeda")
"""The first letters of keys that hardly two share by chance: tax code, phone, e-mail, mail domain, address."""
NAME: Final = "n"
"""The first letter of the key that is the whole name."""


def keys_of(identity: Identity) -> list[str]:
    """What duplicates tend to share exactly, whatever else differs: pairs without a common key need not be compared."""
    return list(dict.fromkeys(_keys(identity)))


def _keys(who: Identity) -> Iterator[str]:
    marks = {"u": who.uscc, "p": who.phone, "e": who.email, "d": who.domain, "a": who.street}
    yield from (f"{mark}:{value}" for mark, value in marks.items() if value)
    name = who.company
    brand = sound_of(name.brand)
    yield f"{NAME}:{name.sound}"
    if name.place:
        yield f"b:{name.place}|{brand}"
    if who.contact:
        yield from (f"c:{who.contact}|{part}" for part in (*_parts(name, brand), name.place) if part)
    words = name.core.split()
    yield from (f"w:{one}|{other}" for one, other in combinations(sorted(words), 2))
    if len(words) == 1:
        yield from (f"s:{slip}" for slip in _slips(name.sound))


def _parts(name: CompanyName, brand: str) -> Iterable[str]:
    words = name.core.split()
    return words if len(words) > 1 else (brand[:2], brand[-2:], name.sound[-2:])


def _slips(sound: str) -> Iterator[str]:
    """The name, and the name without each of its characters: two names one slip apart share one of these."""
    if 3 <= len(sound) <= 12:
        yield sound
        for at in range(len(sound)):
            yield sound[:at] + sound[at + 1 :]


def _named(field: Field, level: str) -> int:
    return _NAMES[field].index(level)


def _uscc(one: Identity, other: Identity) -> int:
    if one.uscc is None or other.uscc is None:
        return UNKNOWN
    return _named("uscc", "same" if one.uscc == other.uscc else "different")


def _name(one: Identity, other: Identity) -> int:
    return _named("name", _name_level(one.company, other.company))


def _name_level(one: CompanyName, other: CompanyName) -> str:
    if one.core == other.core:
        return "same"
    if one.sound == other.sound or one.core.replace(" ", "") == other.core.replace(" ", ""):
        return "sounds-same"
    if _is_short(one, other) or _is_short(other, one):
        return "short"
    if _is_slip(one.core.split(), other.core.split()):
        return "slip"
    likeness = OSA.normalized_similarity(one.sound, other.sound)
    if likeness >= _CLOSE_NAME or _one_apart(one.sound, other.sound):
        return "close"
    return "alike" if likeness >= _ALIKE_NAME else "different"


def _is_short(short: CompanyName, long: CompanyName) -> bool:
    """Whether a Chinese name is the brand of the other, or a Western one has all its words but some in the middle."""
    if " " in long.core:
        words = iter(long.core.split())
        parts = short.core.split()
        return len(parts) > 1 and all(part in words for part in parts)
    return len(short.sound) < len(long.sound) and (
        short.core in (long.brand, long.core)
        or sound_of(long.brand) == short.sound
        or long.sound.startswith(short.sound)
    )


def _is_slip(one: list[str], other: list[str]) -> bool:
    """Whether one word of a Western name is mistyped; one Chinese character more or less may be another company."""
    if len(one) != len(other) or not all(word.isascii() for word in (*one, *other)):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and _one_apart(*differing[0])


def _one_apart(one: str, other: str) -> bool:
    """One character more, less, other or swapped, in what is long enough for that to be a slip."""
    return min(len(one), len(other)) >= 3 and OSA.distance(one, other, score_cutoff=1) <= 1


def _place(one: Identity, other: Identity) -> int:
    places = one.company.place, other.company.place
    if None in places:
        return UNKNOWN
    return _named("place", "same" if places[0] == places[1] else "different")


def _contact(one: Identity, other: Identity) -> int:
    if one.contact is None or other.contact is None:
        return UNKNOWN
    if one.contact == other.contact:
        return _named("contact", "same")
    sounds = sound_of(one.contact), sound_of(other.contact)
    close = sounds[0] == sounds[1] or (
        min(map(len, sounds)) > 4 and JaroWinkler.similarity(*sounds) >= _CLOSE_CONTACT
    )
    return _named("contact", "close" if close else "different")


def _phone(one: Identity, other: Identity) -> int:
    if one.phone is None or other.phone is None:
        return UNKNOWN
    return _named("phone", "same" if one.phone == other.phone else "different")


def _email(one: Identity, other: Identity) -> int:
    if one.email is None or other.email is None:
        return UNKNOWN
    if one.email == other.email:
        return _named("email", "same")
    if one.domain is not None and one.domain == other.domain:
        return _named("email", "same-company")
    if one.local is not None and one.local == other.local:
        return _named("email", "same-local")
    return _named("email", "different")


def _street(one: Identity, other: Identity) -> int:
    if one.street is None or other.street is None:
        return UNKNOWN
    if one.street == other.street:
        return _named("street", "same")
    close = OSA.distance(one.street, other.street, score_cutoff=1) <= 1 and _digits(one.street) == _digits(
        other.street
    )
    return _named("street", "close" if close else "different")


def _digits(street: str) -> str:
    return "".join(character for character in street if character.isdigit())


_COMPARISONS: Final[dict[Field, Callable[[Identity, Identity], int]]] = {
    "uscc": _uscc,
    "name": _name,
    "place": _place,
    "contact": _contact,
    "phone": _phone,
    "email": _email,
    "street": _street,
}
