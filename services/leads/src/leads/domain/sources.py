"""Where leads come from: sources and campaigns, which the company defines, and the words that people use for them."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, ClassVar, Final, Self
from uuid import UUID

from pydantic import Field, model_validator

from crm_platform.errors import Invalid
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Amount, Code, ShortText, Value
from leads.domain.words import CODES

MOST_SOURCES: Final = 200


class SourceTerms(Value):
    """What can be said of a source. `words` are what people write for it beside its code and its names."""

    name_zh: ShortText
    name_en: ShortText
    active: bool = True
    order: int = Field(default=100, ge=0, le=10_000, description="Its place in lists, the lowest first.")
    words: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()


class LeadSource(SourceTerms):
    """A way by which leads come. The code never changes, so a new name keeps the history."""

    code: Code

    @property
    def spoken(self) -> list[str]:
        """Everything it is recognized by, in comparable form."""
        return [plain(text) for text in (self.code, self.name_zh, self.name_en, *self.words)]


SEED_SOURCES: Final = tuple(
    LeadSource(code=code, name_zh=zh, name_en=en, order=order, words=CODES["source"][code])
    for order, (code, zh, en) in enumerate(
        (
            ("exhibition", "展会", "Exhibition"),
            ("website", "网站", "Website"),
            ("referral", "转介绍", "Referral"),
            ("phone", "电话", "Phone"),
        ),
        1,
    )
)
"""What every installation starts with."""


class SourceCatalog(Aggregate):
    """All sources of the company. It begins with the seed when somebody changes it for the first time."""

    TOPIC = "leads.SourceCatalog"
    ID: ClassVar[UUID] = derived_id("source-catalog")

    sources: tuple[LeadSource, ...]

    class Founded(InitialEvent):
        TOPIC = "leads.SourceCatalogFounded"
        sources: tuple[LeadSource, ...]

    class Revised(DomainEvent):
        TOPIC = "leads.SourceCatalogRevised"
        sources: tuple[LeadSource, ...]
        changed: Code

        def apply(self, aggregate: "SourceCatalog") -> None:
            aggregate.sources = self.sources

    @classmethod
    def found(cls, *, now: datetime) -> Self:
        return cls.begin(cls.Founded, id=cls.ID, now=now, sources=SEED_SOURCES)

    def define(self, source: LeadSource, *, now: datetime) -> None:
        """Add a source, or say something else of a known one. Raises `Invalid` for a word that another source has."""
        others = [known for known in self.sources if known.code != source.code]
        taken = recognized_by(others)
        for field, texts in (
            ("name_zh", (source.name_zh,)),
            ("name_en", (source.name_en,)),
            ("words", source.words),
        ):
            for text in texts:
                if other := taken.get(plain(text)):
                    raise Invalid.at(
                        f"#/{field}",
                        "word-taken",
                        f"{text} stands for {other}",
                        f"“{text}”已用于来源 {other}",
                    )
        if len(others) >= MOST_SOURCES:
            raise Invalid.at("#", "too-many-sources", f"At most {MOST_SOURCES} sources", "来源数量过多")
        sources = tuple(sorted((*others, source), key=lambda each: (each.order, each.code)))
        if sources != self.sources:
            self.record(self.Revised, now=now, sources=sources, changed=source.code)


class CampaignTerms(Value):
    """What can be said of a campaign. `cost` is all that was spent on it."""

    name: ShortText
    source: Code
    starts_on: date | None = None
    ends_on: date | None = None
    cost: Amount | None = None
    active: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("a campaign ends after it starts")
        return self


class Campaign(Aggregate):
    """Something done to win leads: a fair, a mailing, an advertisement. Its code never changes."""

    TOPIC = "leads.Campaign"

    code: str
    terms: CampaignTerms

    class Planned(InitialEvent):
        TOPIC = "leads.CampaignPlanned"
        code: Code
        terms: CampaignTerms

    class Revised(DomainEvent):
        TOPIC = "leads.CampaignRevised"
        code: Code
        terms: CampaignTerms

        def apply(self, aggregate: "Campaign") -> None:
            aggregate.terms = self.terms

    @staticmethod
    def id_of(code: str) -> UUID:
        return derived_id("campaign", code)

    @classmethod
    def plan(cls, code: str, terms: CampaignTerms, *, now: datetime) -> Self:
        return cls.begin(cls.Planned, id=cls.id_of(code), now=now, code=code, terms=terms)

    def revise(self, terms: CampaignTerms, *, now: datetime) -> None:
        if terms != self.terms:
            self.record(self.Revised, now=now, code=self.code, terms=terms)


class Origins(Value):
    """The words for sources and campaigns, and the source of each campaign: what an origin is recognized by."""

    sources: Mapping[str, str]
    campaigns: Mapping[str, str] = {}
    source_of: Mapping[str, str] = {}

    def recognized(self, source: str | None, campaign: str | None) -> tuple[str | None, str | None]:
        """As `spelled`; a campaign tells its source where none is named."""
        source, campaign = self.spelled(source, campaign)
        return source or self.source_of.get(campaign or ""), campaign

    def spelled(self, source: str | None, campaign: str | None) -> tuple[str | None, str | None]:
        """Source and campaign by their codes where they are known; unknown words stay as they are."""
        return (
            source and self.sources.get(plain(source), source),
            campaign and self.campaigns.get(plain(campaign), campaign),
        )


def recognized_by(sources: Iterable[LeadSource]) -> dict[str, str]:
    """The code by each word, in comparable form; where two have one word, the first in order has it."""
    words: dict[str, str] = {}
    for source in sources:
        for word in source.spoken:
            words.setdefault(word, source.code)
    return words


def plain(text: str) -> str:
    """One form for what differs only in width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
