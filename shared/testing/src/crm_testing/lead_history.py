"""What the leads context says of leads, in the order of their time: for histories that consumers are fed with."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from crm_contracts.leads import v1, v1_follow_ups
from crm_contracts.registry import Contract
from crm_contracts.values import Ownership
from crm_platform.ids import derived_id

METHODS = ["call", "visit", "wechat", "email"]
RESULTS = ["no_answer", "replied", "interested", "appointment", "not_interested"]


class Saying(Protocol):
    """A history: its time, how many contracts it has, and how one more is said."""

    now: datetime
    said: list[Any]

    def say(self, aggregate: UUID, content: Contract) -> Any: ...


class LeadHistory:
    """Says what happened to leads at the history's time. `people` are those who can own one."""

    def __init__(self, history: Saying, people: dict[str, Ownership]) -> None:
        self._history = history
        self._people = people

    def register(
        self,
        name: str = "lead",
        *,
        source: str | None = "fair",
        campaign: str | None = None,
        region: str | None = "south",
        channel: str | None = None,
    ) -> UUID:
        """A lead with a first touch where a channel is given."""
        history = self._history
        id_ = derived_id("lead", name, str(len(history.said)))
        touch = channel and v1.Touch(
            channel=channel, source=source, campaign=campaign, occurred_at=history.now
        )
        known = {"name": name, "source": source, "campaign": campaign, "region": region}
        history.say(id_, v1.LeadRegistered(**known, touch=touch or None, registered_at=history.now))
        return id_

    def touch(self, id_: UUID, source: str, campaign: str | None = None) -> Any:
        touch = v1.Touch(channel="web-form", source=source, campaign=campaign, occurred_at=self._history.now)
        return self._history.say(id_, v1.LeadTouched(touch=touch))

    def revise(self, id_: UUID, **known: Any) -> None:
        self._history.say(id_, v1.LeadRevised(**{"name": "revised", **known}, changed=[*known]))

    def score(self, id_: UUID, grade: Any = "A", score: int = 80) -> None:
        self._history.say(id_, v1.LeadScored(score=score, grade=grade, model_version=1, factors=[]))

    def override(self, id_: UUID, grade: Any, score: int) -> None:
        said = v1.LeadScoreOverridden(score=score, grade=grade, reason="known", by="li")
        self._history.say(id_, said)

    def lift(self, id_: UUID) -> None:
        self._history.say(id_, v1.LeadScoreOverrideLifted(overridden_score=1, why="lifted"))

    def assign(self, id_: UUID, owner: str = "li") -> None:
        to = self._people[owner].model_dump()
        self._history.say(id_, v1.LeadAssigned(**to, owner_name=owner, reason="rule"))

    def release(self, id_: UUID) -> None:
        self._history.say(id_, v1.LeadReleased(reason="no time", released_at=self._history.now))

    def follow_up(
        self,
        id_: UUID,
        method: str = "call",
        result: str = "no_answer",
        *,
        author: str = "li",
        minutes: int | None = None,
        occurred_at: datetime | None = None,
    ) -> UUID:
        """A contact; its id."""
        follow_up_id = derived_id("follow-up", str(id_), str(len(self._history.said)))
        told = self._told(follow_up_id, method, result, author, occurred_at)
        self._history.say(
            id_,
            v1_follow_ups.LeadFollowedUp(**told, owner_id=author, minutes_since_assignment=minutes),
        )
        return follow_up_id

    def correct(
        self, id_: UUID, follow_up_id: UUID, method: str, result: str, occurred_at: datetime | None = None
    ) -> Any:
        told = self._told(follow_up_id, method, result, "li", occurred_at)
        corrected = v1_follow_ups.LeadFollowUpCorrected(
            **told, changed=["result"], reason="misheard", corrected_by="li"
        )
        return self._history.say(id_, corrected)

    def _told(
        self, follow_up_id: UUID, method: str, result: str, author: str, occurred_at: datetime | None
    ) -> dict[str, Any]:
        return {
            "follow_up_id": str(follow_up_id),
            "attempt": 1,
            "method": method,
            "result": result,
            "replied": result != "no_answer",
            "occurred_at": occurred_at or self._history.now,
            "recorded_at": self._history.now,
            "entered_late": False,
            "author_id": author,
            "author_name": author,
        }

    def convert(self, id_: UUID, owner: str = "li") -> Any:
        converted = v1.LeadConverted(
            **self._people[owner].model_dump(),
            opportunity_id=str(derived_id("of", str(id_))),
            company="Acme",
            title="Acme",
            product_ids=[],
            converted_at=self._history.now,
        )
        return self._history.say(id_, converted)

    def reopen(self, id_: UUID) -> None:
        said = v1.LeadReopened(number=1, reason="too early", reopened_at=self._history.now)
        self._history.say(id_, said)

    def revoke_reopening(self, id_: UUID) -> None:
        """It was converted, and reopened, and is converted after all."""
        said = v1.LeadReopeningRevoked(
            number=1,
            opportunity_id=str(derived_id("of", str(id_))),
            reason="worked on",
            revoked_at=self._history.now,
        )
        self._history.say(id_, said)

    def disqualify(self, id_: UUID) -> Any:
        lost = v1.LeadDisqualified(reason="no budget", disqualified_at=self._history.now)
        return self._history.say(id_, lost)

    def withdraw(self, id_: UUID) -> None:
        said = v1.LeadWithdrawn(reason="import undone", withdrawn_at=self._history.now)
        self._history.say(id_, said)

    def merge(self, survivor: UUID, absorbed: UUID) -> None:
        """The first takes in the second."""
        history = self._history
        history.say(survivor, v1.LeadMerged(name="merged", absorbed_lead_id=str(absorbed), taken=[]))
        said = v1.LeadAbsorbed(
            survivor_lead_id=str(survivor), survivor_name="merged", absorbed_at=history.now
        )
        history.say(absorbed, said)

    def unmerge(self, survivor: UUID, absorbed: UUID, status: str = "open") -> None:
        """The first gives the second back, which has its status again."""
        history = self._history
        given = v1.LeadUnmerged(name="apart", absorbed_lead_id=str(absorbed), restored=[], kept=[])
        history.say(survivor, given)
        back = v1.LeadRestored(survivor_lead_id=str(survivor), status=status, restored_at=history.now)
        history.say(absorbed, back)

    def define_sources(self, **names: tuple[str, str]) -> None:
        """The sources by code, each with its English and Chinese name."""
        sources = [
            v1.LeadSource(code=code, name_en=en, name_zh=zh, active=True, order=order)
            for order, (code, (en, zh)) in enumerate(names.items())
        ]
        self._history.say(derived_id("sources"), v1.LeadSourcesDefined(sources=sources))

    def plan_campaign(self, code: str, source: str, cost: Any = None) -> None:
        said = v1.CampaignDefined(code=code, name=f"Campaign {code}", source=source, cost=cost, active=True)
        self._history.say(derived_id("campaign", code), said)

    def anything(self, dice: random.Random, ids: list[UUID]) -> None:
        """One random event of a random lead, which may be a new one; `ids` are those that there are."""
        if len(ids) < 3 or dice.random() < 0.25:
            source, channel = dice.choice(["fair", "web", None]), dice.choice([None, "api"])
            ids.append(self.register(source=source, channel=channel, region=dice.choice(["south", "north"])))
            return
        id_, who = dice.choice(ids), dice.choice([*self._people])
        match dice.choice(["score", "assign", "contact", "contact", "touch", "terms", "end", "merge"]):
            case "score":
                grade, score = dice.choice(["A", "B", "C"]), dice.randint(0, 100)
                dice.choice([self.score, self.score, self.override])(id_, grade, score)
                if dice.random() < 0.1:
                    self.lift(id_)
            case "assign":
                self.assign(id_, who) if dice.random() < 0.8 else self.release(id_)
            case "contact":
                method, result = dice.choice(METHODS), dice.choice(RESULTS)
                contact = self.follow_up(id_, method, result, author=who, minutes=dice.choice([None, 7]))
                if dice.random() < 0.3:
                    self.correct(id_, contact, dice.choice(METHODS), dice.choice(RESULTS))
            case "touch":
                self.touch(id_, dice.choice(["fair", "phone"]))
            case "terms":
                self.revise(id_, source=dice.choice(["fair", "web"]), region=dice.choice(["south", "north"]))
            case "merge":
                self._merge_any(dice, ids)
            case _:
                dice.choice([self.convert, self.disqualify, self.reopen])(id_)

    def _merge_any(self, dice: random.Random, ids: list[UUID]) -> None:
        survivor, absorbed = dice.sample(ids, 2)
        self.merge(survivor, absorbed)
        if dice.random() < 0.4:
            self.unmerge(survivor, absorbed)
        else:
            ids.remove(absorbed)
