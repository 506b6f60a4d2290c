"""Where leads come from: sources keep their codes, words stand for one source each, and credit for touches adds up."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from crm_platform.errors import Invalid
from crm_platform.values import Money
from crm_testing.given import given, when
from leads.domain.lead import Lead, LeadProfile
from leads.domain.sources import (
    SEED_SOURCES,
    Campaign,
    CampaignTerms,
    LeadSource,
    Origins,
    SourceCatalog,
    plain,
    recognized_by,
)
from leads.domain.touches import Touch, shares_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAIR = LeadSource(code="exhibition", name_zh="展览会", name_en="Trade fair", order=1)
WEBINAR = LeadSource(code="webinar", name_zh="网络研讨会", name_en="Webinar", order=0, words=("直播",))


def catalog() -> SourceCatalog:
    return SourceCatalog.found(now=NOON)


def test_the_seed_has_the_four_sources_everybody_knows() -> None:
    founded = when(catalog).then(SourceCatalog.Founded)
    assert [source.code for source in founded.sources] == ["exhibition", "website", "referral", "phone"]


def test_a_renamed_source_keeps_its_code_and_place() -> None:
    renamed = given(catalog()).when(lambda it: it.define(FAIR, now=NOON)).then(SourceCatalog.Revised)
    assert [source.name_zh for source in renamed.sources] == ["展览会", "网站", "转介绍", "电话"]


def test_sources_stand_in_their_order() -> None:
    added = given(catalog()).when(lambda it: it.define(WEBINAR, now=NOON)).then(SourceCatalog.Revised)
    assert added.sources[0].code == "webinar"


def test_a_definition_that_changes_nothing_is_no_event() -> None:
    given(catalog()).when(lambda it: it.define(SEED_SOURCES[0], now=NOON)).then()


def test_a_word_stands_for_one_source() -> None:
    greedy = WEBINAR.model_copy(update={"words": ("官 网",)})
    refused = given(catalog()).when(lambda it: it.define(greedy, now=NOON)).refused(Invalid)
    assert [(e.pointer, e.code) for e in refused.errors] == [("#/words", "word-taken")]


@pytest.mark.parametrize(
    ("written", "campaign", "found"),
    [
        ("展会", None, ("exhibition", None)),
        ("ＴＲＡＤＥ Show", None, ("exhibition", None)),
        (None, "广交会 2026", ("exhibition", "canton-2026")),
        ("网站", "canton-2026", ("website", "canton-2026")),
        ("小红书", "Beer evening", ("小红书", "Beer evening")),
        (None, None, (None, None)),
    ],
)
def test_origins_are_recognized_and_unknown_words_stay(
    written: str | None, campaign: str | None, found: tuple[str | None, str | None]
) -> None:
    origins = Origins(
        sources=recognized_by(SEED_SOURCES),
        campaigns={plain("广交会2026"): "canton-2026", "canton-2026": "canton-2026"},
        source_of={"canton-2026": "exhibition"},
    )
    assert origins.recognized(written, campaign) == found


def test_a_campaign_is_revised_under_its_code() -> None:
    planned = Campaign.plan("canton-2026", CampaignTerms(name="Canton", source="exhibition"), now=NOON)
    terms = CampaignTerms(name="广交会", source="exhibition", cost=Money.of("80000", "CNY"))
    given(planned).when(lambda it: it.revise(terms, now=NOON)).then(
        Campaign.Revised, code="canton-2026", terms=terms
    )


def test_a_campaign_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValidationError):
        CampaignTerms(name="x", source="phone", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))


def touch(hours: int = 0, **more: object) -> Touch:
    return Touch.model_validate({"channel": "web-form", "occurred_at": NOON + timedelta(hours=hours), **more})


def lead() -> Lead:
    return Lead.register(UUID(int=1), LeadProfile(name="Wang"), touch=touch(), now=NOON)


def test_the_first_touch_is_part_of_the_registration() -> None:
    registered = when(lead).then(Lead.Registered, touch=touch())
    assert registered.profile.name == "Wang"


def test_a_closed_lead_can_come_again() -> None:
    closed = lead()
    closed.disqualify("no budget", now=NOON)
    given(closed).when(lambda it: it.touch(touch(source="phone"), now=NOON)).then(
        Lead.Touched, touch=touch(source="phone")
    )


def test_a_touch_to_come_is_refused() -> None:
    given(lead()).when(lambda it: it.touch(touch(hours=1), now=NOON)).refused(Invalid)


def test_credit_is_shared_by_the_model_and_sums_to_one() -> None:
    touches = [touch(), touch(1), touch(2), touch(3)]
    assert shares_of(touches, "first") == [1, 0, 0, 0]
    assert shares_of(touches, "last") == [0, 0, 0, 1]
    assert shares_of(touches, "linear") == [0.25] * 4
