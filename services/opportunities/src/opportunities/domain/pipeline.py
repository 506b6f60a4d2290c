"""The pipeline as data: its stages in order, and which steps between them are allowed."""

from typing import Literal

from pydantic import Field

from crm_platform.values import Code, ShortText, Value
from opportunities.domain.errors import ReasonRequired, StageJump, UnknownStage

WON: Literal["won"] = "won"
LOST: Literal["lost"] = "lost"
WITHDRAWN: Literal["withdrawn"] = "withdrawn"


class Stage(Value):
    """A stage by the code other systems use and the names people read."""

    code: Code
    name_en: ShortText
    name_zh: ShortText


class Pipeline(Value):
    """Forward one stage at a time, back any number with a reason; won from the last stage, lost from any."""

    stages: tuple[Stage, ...] = Field(min_length=1)

    @property
    def first(self) -> str:
        return self.codes[0]

    @property
    def last(self) -> str:
        return self.codes[-1]

    @property
    def codes(self) -> list[str]:
        return [stage.code for stage in self.stages]

    def reachable(self, stage: str) -> list[str]:
        """The stages one step away from `stage`: all before it, and the next."""
        index = self._index(stage)
        return [
            code for position, code in enumerate(self.codes) if position <= index + 1 and position != index
        ]

    def check_step(self, from_stage: str, to_stage: str, reason: str | None) -> None:
        """Raises `UnknownStage`, `StageJump`, `ReasonRequired` when this step is not allowed."""
        forward = self._index(to_stage) - self._index(from_stage)
        if forward > 1 or forward == 0:
            self._refuse(from_stage, to_stage)
        if forward < 0 and reason is None:
            raise ReasonRequired(pointer="#/reason", from_stage=from_stage, to_stage=to_stage)

    def check_win(self, stage: str) -> None:
        """Raises `StageJump` unless `stage` is the last."""
        if stage != self.last:
            self._refuse(stage, WON)

    def _refuse(self, from_stage: str, to_stage: str) -> None:
        raise StageJump(from_stage=from_stage, to_stage=to_stage, allowed=self.reachable(from_stage))

    def _index(self, stage: str) -> int:
        if stage not in self.codes:
            raise UnknownStage(pointer="#/to_stage", stage=stage, stages=self.codes)
        return self.codes.index(stage)


SEED_PIPELINE = Pipeline(
    stages=(
        Stage(code="first_contact", name_en="First contact", name_zh="初步接触"),
        Stage(code="needs_confirmed", name_en="Needs confirmed", name_zh="需求确认"),
        Stage(code="proposal", name_en="Proposal", name_zh="方案报价"),
        Stage(code="negotiation", name_en="Negotiation", name_zh="商务谈判"),
    )
)
"""What every installation starts with."""

OUTCOMES = (
    Stage(code=WON, name_en="Won", name_zh="成交"),
    Stage(code=LOST, name_en="Lost", name_zh="输单"),
)
"""How an opportunity ends; no stages of a pipeline, but shown beside them."""
