"""What becomes of the rows of a file: each makes a lead, changes one, or tells why it does neither."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.context import Context
from crm_platform.errors import DomainError, FieldError, Invalid
from crm_platform.ids import derived_id
from crm_platform.security.scope import Principal, changeable, visible
from crm_platform.values import Ownership
from leads.application.desk import Desk
from leads.application.duplicates import suspected
from leads.application.import_likeness import FileIdentities, Likeness, Resemblance, Resembled
from leads.application.import_queries import ImportRow
from leads.application.service import People
from leads.domain.columns import Columns, LeadRow, UnknownWord, read_row, vocabulary
from leads.domain.duplicates import ChannelPolicy
from leads.domain.errors import DuplicateLead, PossibleDuplicate
from leads.domain.fingerprint import Fingerprint, fingerprints
from leads.domain.identity import Identity, identity_of
from leads.domain.imports import ImportMode, ImportOptions
from leads.domain.lead import Lead, LeadProfile
from leads.domain.merging import given, message
from leads.domain.sources import Origins
from leads.domain.touches import Touch

_AT_A_STRETCH = 100  # rows decided before others get their turn


@dataclass(frozen=True, slots=True)
class _Asked:
    """A row as read; `fault` when it cannot be."""

    number: int
    row: LeadRow | None
    prints: Sequence[Fingerprint] = ()
    fault: Invalid | None = None
    identity: Identity | None = None


class Taking:
    """Decides some rows of an import, one after the other; what they change lies on the desk."""

    def __init__(
        self,
        import_id: UUID,
        columns: Columns,
        options: ImportOptions,
        importer: Principal,
        people: People,
        origins: Origins,
        touch: Touch,
        policy: ChannelPolicy,
        identities: FileIdentities,
        desk: Desk,
        context: Context,
    ) -> None:
        self._import_id = import_id
        self._columns = columns
        self._options = options
        self._importer = importer
        self._people = people
        self._origins = origins
        self._touch = touch
        self._policy = policy
        self._identities = identities
        self._desk = desk
        self._context = context
        self._words = vocabulary(options.values, origins.sources)
        self._owners: Mapping[str, PersonRecorded | None] = {}
        self._looks = options.mode is not ImportMode.UPDATE and (
            policy.likely != "allow" or policy.exact == "warn"
        )
        self._resemblance = Resemblance({}, {}, policy.score)

    async def results(self, rows: Sequence[tuple[int, list[str]]]) -> list[ImportRow]:
        """What becomes of numbered rows, in their order."""
        asked: list[_Asked] = []
        for number, cells in rows:
            if number % _AT_A_STRETCH == 0:
                await asyncio.sleep(0)
            asked.append(self._read(number, cells))
        await self._prepare(asked)
        results: list[ImportRow] = []
        told: dict[int, tuple[UUID, Identity]] = {}
        for each in asked:
            if each.number % _AT_A_STRETCH == 0:
                await asyncio.sleep(0)
            result = self._take(each)
            results.append(result)
            if self._looks and result.lead_id and (result.outcome == "created" or result.changed):
                new = each.identity if result.outcome == "created" else None
                identity = new or identity_of(self._desk.leads[result.lead_id].profile)
                told[each.number] = result.lead_id, identity
                self._resemblance.note(each.number, result.lead_id, identity)
        if self._looks:
            await self._identities.keep_identities(self._import_id, rows[0][0], told)
        return results

    def _read(self, number: int, cells: list[str]) -> _Asked:
        try:
            row = read_row(cells, self._columns, self._words)
        except Invalid as fault:
            return _Asked(number, None, fault=fault)
        return _Asked(number, row, fingerprints(row), identity=self._identity(row))

    def _identity(self, row: LeadRow) -> Identity | None:
        """Who a row is about, where that is looked at; None for one that cannot become a lead."""
        try:
            return identity_of(row.profile()) if self._looks else None
        except Invalid:
            return None

    async def _prepare(self, asked: Sequence[_Asked]) -> None:
        """Have at hand whatever the rows may concern."""
        await self._desk.fetch_claims(one for each in asked for one in each.prints)
        if self._options.mode is not ImportMode.INSERT:
            await self._desk.fetch_leads([id_ for each in asked for id_ in self._candidates(each)])
        if self._policy.exact != "block":
            await self._desk.fetch_leads(self._desk.holders(one for each in asked for one in each.prints))
        if self._looks:
            new = {e.number: e.identity for e in asked if e.identity and not self._candidates(e)}
            found = await self._identities.resembled(self._import_id, asked[0].number, new)
            self._resemblance = Resemblance(new, found, self._policy.score)
        owners = {each.row.owner_id for each in asked if each.row and each.row.owner_id}
        self._owners = {id_: await self._people.person(id_) for id_ in owners}

    def _candidates(self, asked: _Asked) -> set[UUID]:
        """The leads that a row may be about by its key; none where it can only make one."""
        if asked.row is None or self._options.mode is ImportMode.INSERT:
            return set()
        if self._options.key == "id":
            return {id_} if (id_ := _uuid(asked.row.id)) else set()
        keys = (one for one in asked.prints if one.kind == self._options.key)
        return {holder for holder in map(self._desk.holder, keys) if holder}

    def _take(self, asked: _Asked) -> ImportRow:
        number = asked.number
        try:
            if asked.row is None:
                raise asked.fault or Invalid()
            lead = self._existing(asked, asked.row)
            return self._insert(asked, asked.row) if lead is None else self._update(asked, asked.row, lead)
        except DuplicateLead as refused:
            lead_id = UUID(str(refused.params["lead_id"]))
            return ImportRow(row=number, outcome="duplicate", lead_id=lead_id, reasons=[_refusal(refused)])
        except Invalid as refused:
            return ImportRow(row=number, outcome="invalid", reasons=[_told(e) for e in refused.errors])
        except DomainError as refused:
            return ImportRow(row=number, outcome="invalid", reasons=[_refusal(refused)])

    def _existing(self, asked: _Asked, row: LeadRow) -> Lead | None:
        """The lead that a row is about; None when it is about a new one. Raises Invalid when that is not clear."""
        mode, key = self._options.mode, self._options.key
        if mode is ImportMode.INSERT:
            if row.id:
                raise _fault("id-of-new-lead", "A new lead cannot be given an id", "新线索不能指定编号")
            return None
        given = bool(row.id) if key == "id" else any(one.kind == key for one in asked.prints)
        if not given:
            if mode is ImportMode.UPSERT:
                return None
            raise _fault("no-key", "Has nothing to find the lead by", "缺少用于查找线索的内容")
        found = self._candidates(asked)
        if len(found) > 1:
            raise _fault("ambiguous-key", "Belongs to more than one lead", "对应多条线索")
        lead = self._desk.leads.get(found.pop()) if found else None
        if lead is not None and self._may_change(lead):
            return lead
        if lead is None and key != "id" and mode is ImportMode.UPSERT:
            return None
        raise _fault("no-such-lead", "There is no such lead", "没有该线索")

    def _may_change(self, lead: Lead) -> bool:
        """Whether the importer may; a lead that this import made is theirs to change, whoever got it."""
        history = self._desk.histories.get(lead.id)
        if history is None or history[0].metadata["actor"] == self._context.actor:
            return True
        owned = (lead.owner_id, lead.team, lead.region)
        return visible(self._importer, *owned) and changeable(self._importer, *owned)

    def _insert(self, asked: _Asked, row: LeadRow) -> ImportRow:
        profile = row.profile()
        source, campaign = self._origins.recognized(profile.source, profile.campaign)
        origin = {"source": source, "campaign": campaign}
        profile, touch = profile.model_copy(update=origin), self._touch.model_copy(update=origin)
        owner = self._owners.get(row.owner_id) if row.owner_id else None
        if row.owner_id and (owner is None or not self._may_give_to(owner)):
            zh = "负责人不是您范围内的在职人员"
            raise _fault("unknown-person", "The owner is no active person in your scope", zh)
        holders = self._desk.holders(asked.prints)
        if holders and self._policy.exact == "merge":
            return self._come_again(asked, row, self._desk.leads[holders[0]], profile, touch)
        if self._policy.exact == "block":
            self._desk.check(asked.prints)
        alike = self._alike(asked)
        if self._policy.likely == "block" and (similar := [o for o in alike if not o.exact]):
            reasons = [_possible(similar)]
            return ImportRow(
                row=asked.number, outcome="duplicate", lead_id=similar[0].lead_id, reasons=reasons
            )
        lead_id = derived_id(self._context.actor, str(asked.number))
        lead = self._desk.register(lead_id, profile, asked.prints, touch)
        if owner is not None:
            owned = Ownership(owner_id=owner.person_id, team=owner.team, region=owner.region)
            lead.assign(owned, owner.name, reason="named in the file", now=self._context.now)
        reasons = [_warning(one) for one in row.unknown]
        if alike:
            reasons.append(_possible(alike) | {"level": "warning"})
            self._suspect(lead_id, alike)
        return ImportRow(row=asked.number, outcome="created", lead_id=lead_id, reasons=reasons)

    def _alike(self, asked: _Asked) -> list[Likeness]:
        """Whom the policy wants to be told of, as the likely duplicates of a new lead."""
        if not self._looks:
            return []
        certain = [
            Resembled("lead", str(holder), identity_of(self._desk.leads[holder].profile), same=one.kind)
            for one in asked.prints
            if (holder := self._desk.holder(one))
        ]
        alike = self._resemblance.of(asked.number, certain)
        return [o for o in alike if self._policy.likely != "allow" or o.exact]

    def _suspect(self, lead_id: UUID, alike: Sequence[Likeness]) -> None:
        for one in alike:
            if one.lead_id is not None:
                self._desk.add(suspected(lead_id, one.lead_id, one.match, self._context))

    def _come_again(
        self, asked: _Asked, row: LeadRow, lead: Lead, profile: LeadProfile, touch: Touch
    ) -> ImportRow:
        """The policy takes who has a lead's phone, address or tax code for that lead, whoever owns it.

        What the lead did not know it knows from now on, where it is open and the importer may change it; else the
        touch tells it.
        """
        new, reasons = given(lead.profile, profile), [_warning(one) for one in row.unknown]
        changes = new if lead.is_open and self._may_change(lead) else {}
        taken = self._desk.revise_where_free(lead, changes)
        elsewhere = {str(each.params["kind"]) for each in taken}
        changed = changes.keys() - elsewhere
        self._desk.touch(
            lead, touch.model_copy(update={"message": message(profile, sorted(new.keys() - changed))})
        )
        reasons += [_refusal(each) | {"level": "warning"} for each in taken]
        return ImportRow(
            row=asked.number, outcome="merged", lead_id=lead.id, reasons=reasons, changed=sorted(changed)
        )

    def _may_give_to(self, person: PersonRecorded) -> bool:
        return person.active and changeable(self._importer, person.person_id, person.team, person.region)

    def _update(self, asked: _Asked, row: LeadRow, lead: Lead) -> ImportRow:
        said = row.changes(clear=self._options.clear)
        if campaign := said.get("campaign"):
            said["campaign"] = self._origins.spelled(None, str(campaign))[1]
        changes = {
            field: value
            for field, value in said.items()
            if getattr(lead.profile, field) != value
            and not _written_otherwise(self._desk.fingerprints(lead), asked.prints, field)
        }
        reasons = [_warning(one) for one in row.unknown]
        if row.owner_id and row.owner_id != lead.owner_id:
            en, zh = "An update leaves the owner as it is", "更新不会改变负责人"
            reasons.append(_reason("owner-kept", en, zh) | {"level": "warning"})
        if changes:
            self._desk.revise(lead, changes)
        return ImportRow(
            row=asked.number,
            outcome="updated" if changes else "unchanged",
            lead_id=lead.id,
            reasons=reasons,
            changed=sorted(changes),
        )


def _written_otherwise(mine: Sequence[Fingerprint], said: Sequence[Fingerprint], field: str) -> bool:
    """Whether a phone or address only looks different from the lead's own."""
    known = {one for one in mine if one.kind == field}
    return bool(known) and known == {one for one in said if one.kind == field}


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _fault(code: str, en: str, zh: str) -> Invalid:
    return Invalid.at("#", code, en, zh)


def _reason(code: str, en: str, zh: str | None, pointer: str = "#") -> dict[str, Any]:
    return {"pointer": pointer, "code": code, "detail": en, "detail_zh": zh}


def _told(error: FieldError) -> dict[str, Any]:
    return _reason(error.code, error.detail, error.detail_zh, error.pointer)


def _refusal(refused: DomainError) -> dict[str, Any]:
    return {**refused.params, **_reason(refused.code, refused.title(), refused.title("zh-CN"))}


def _possible(alike: Sequence[Likeness]) -> dict[str, Any]:
    """Who may be the same and why: the likeliest in words, all with their evidence."""
    best, more = alike[0], len(alike) - 1
    said = "; ".join(piece.text for piece in best.match.evidence if piece.weight > 0)
    said_zh = "；".join(piece.text_zh for piece in best.match.evidence if piece.weight > 0)
    who = f"{best.other.kind} {best.other.id}"
    who_zh = f"{'线索' if best.other.kind == 'lead' else '客户'} {best.other.id}"
    if best.other.row:
        who, who_zh = f"row {best.other.row}", f"第 {best.other.row} 行"
    others = f" (and {more} more)" if more else ""
    others_zh = f"（另有 {more} 个）" if more else ""
    told = _reason(
        PossibleDuplicate.code,
        f"May be the same as {who}, score {best.match.score}: {said}{others}",
        f"可能与{who_zh}相同，评分 {best.match.score}：{said_zh}{others_zh}",
    )
    return told | {"candidates": [one.told() for one in alike]}


def _warning(unknown: UnknownWord) -> dict[str, Any]:
    en, zh = (
        f"There is no code for “{unknown.text}”; kept as written",
        f"“{unknown.text}”没有对应代码，按原文保留",
    )
    told = _reason(f"unknown-{unknown.field}", en, zh, unknown.pointer)
    return told | {"level": "warning", "field": unknown.field, "value": unknown.text}
