"""How far two leads are the same, and what is said about it."""

from leads.domain.identity import Identity, identity_of
from leads.domain.lead import LeadProfile
from leads.domain.matching import CERTAIN, FIELDS, LIKELY, keys_of, match, score_of


def who(company: str, **known: str) -> Identity:
    return identity_of(LeadProfile.model_validate({"name": company, "company": company, **known}))


def said(one: Identity, other: Identity) -> dict[str, str]:
    return {piece.field: piece.level for piece in match(one, other).evidence}


def test_every_level_that_says_something_says_it_in_both_languages() -> None:
    for levels in FIELDS.values():
        assert levels[0].weight == 0
        assert all(level.text and level.text_zh for level in levels[1:])


def test_the_same_company_with_another_form_and_a_slip_in_the_person_is_certain() -> None:
    one = who("长沙立信机械有限公司", contact="黄晓红", phone="15892723295")
    other = who("长沙立信机械", contact="黄晓红", phone="158 92723295")
    assert match(one, other).weight >= CERTAIN
    assert said(one, other) == {"name": "same", "place": "same", "contact": "same", "phone": "same"}


def test_a_name_written_by_ear_is_found() -> None:
    one = who("杭州安太新医疗器械有限公司", contact="周芳")
    other = who("杭州安泰鑫医疗器械有限公司", contact="周芳")
    assert said(one, other)["name"] == "sounds-same"
    assert match(one, other).weight >= LIKELY


def test_a_company_of_the_same_group_in_another_city_is_another() -> None:
    one = who("杭州东方科技有限公司", contact="杨娜", phone="13833439133")
    other = who("宁波东方科技有限公司", contact="赵秀兰", phone="13912345678")
    assert match(one, other).weight < LIKELY
    assert said(one, other)["place"] == "different"


def test_a_shared_switchboard_does_not_make_two_companies_one() -> None:
    one = who("杭州新源腾精密制造有限公司", contact="徐敏", phone="19986636341")
    other = who("天津立信科电子有限公司", contact="罗建华", phone="19986636341")
    assert match(one, other).weight < LIKELY


def test_another_tax_code_outweighs_the_same_name() -> None:
    one = who("武汉永昌建材有限公司", uscc="914403001922038216")
    other = who("武汉永昌建材有限公司", uscc="91350100M000100Y43")
    assert match(one, other).weight < LIKELY


def test_a_short_form_is_told_from_another_name() -> None:
    assert said(who("苏州海纳科"), who("苏州海纳科电子科技有限公司"))["name"] == "short"
    assert said(who("Harbor Logistics"), who("Harbor Keystone Logistics LLC"))["name"] == "short"
    assert said(who("Harbor Energy"), who("Granite Beacon Foods"))["name"] == "different"


def test_what_is_not_known_is_no_evidence() -> None:
    assert said(who("Delta Energy"), who("Delta Energy Ltd", phone="13800138000")) == {"name": "same"}


def test_evidence_adds_up_to_the_weight() -> None:
    found = match(
        who("苏州海纳科", contact="赵磊"), who("苏州海纳科电子", contact="赵磊", phone="13606731070")
    )
    assert abs(sum(piece.weight for piece in found.evidence) - found.weight) < 0.01
    assert found.score == score_of(found.weight)


def test_a_score_is_half_where_a_pair_is_likely_and_never_leaves_its_scale() -> None:
    assert score_of(LIKELY) == 50
    assert (score_of(-1e9), score_of(1e9)) == (0, 100)


def test_duplicates_share_a_key_whatever_was_mistyped() -> None:
    for one, other in (
        (who("瑞丰机械（无锡）有限公司", contact="何子涵"), who("无锡瑞丰械有限公司", contact="何子涵")),
        (who("杭州安太新医疗器械有限公司"), who("杭州安泰鑫医疗器械有限公司")),
        (
            who("Pacific Oion Packaging Ltd", contact="Chris Young"),
            who("Pacific Orion Packaging", contact="Chris Young"),
        ),
        (who("广州晨光通创信息技术有限公司"), who("广州晨光创信息技术有限公司")),
    ):
        assert set(keys_of(one)) & set(keys_of(other))


def test_what_is_known_to_be_the_same_is_evidence_though_the_texts_differ() -> None:
    one, other = who("Ruifeng", phone="13800138000/021-61234567"), who("Ruifeng", phone="021-61234567")
    assert said(one, other)["phone"] == "different"
    known = match(one, other, same="phone")
    assert {piece.field: piece.level for piece in known.evidence}["phone"] == "same"
    assert known.weight > match(one, other).weight
