"""Conditions that people write in CEL over declared fields: checked when saved, compiled once, never able to run away.

The language is cut down to comparisons, logic, arithmetic and text tests; there are no loops. This module is the only
one that knows the CEL library.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final, Literal, Protocol

from cel_expr_python import cel  # type: ignore[import-untyped]
from pydantic import Field

from crm_platform.values import LongText

Fact = str | int | float | bool
Seen = Fact | None
Known = Mapping[str, Fact]
"""What is known of the thing that is judged; a field that is not known is absent."""

FieldType = Literal["text", "int", "number", "flag"]

Expression = Annotated[
    LongText,
    Field(min_length=1, max_length=500, examples=["source == 'exhibition' && company_size >= 200"]),
]
"""A condition in CEL, of at most 500 characters."""

_MAX_LENGTH: Final = 500
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_TYPES = {"text": cel.Type.STRING, "int": cel.Type.INT, "number": cel.Type.DOUBLE, "flag": cel.Type.BOOL}
_COMPARISONS = {"_<_": "less", "_<=_": "less_equals", "_>_": "greater", "_>=_": "greater_equals"}
_SUBSET = """
name: conditions
stdlib:
  include_macros: [has]
  include_functions:
"""
_FUNCTIONS = (
    "_&&_", "_||_", "!_", "_?_:_", "_==_", "_!=_", "@in", "_+_", "_-_", "_*_", "_/_", "_%_", "-_",
    "size", "contains", "startsWith", "endsWith", "matches", "int", "double", "string",
)  # fmt: skip


class ExpressionRefused(Exception):
    """The text is no condition over the declared fields (`code`, and the reason in both languages)."""

    def __init__(self, code: str, detail: str, detail_zh: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.detail_zh = detail_zh


@dataclass(frozen=True, slots=True)
class NotJudged:
    """The condition has no answer for what is known, and why."""

    reason: str


Verdict = bool | int | NotJudged


class _Result(Protocol):
    def value(self) -> object: ...

    def plain_value(self) -> object: ...


class _Program(Protocol):
    def eval(self, activation: object) -> _Result: ...


class Condition:
    """One compiled condition. `kind` is what it yields; `fields` the declared fields that its text names."""

    def __init__(
        self, text: str, program: _Program, kind: Literal["flag", "int"], fields: tuple[str, ...]
    ) -> None:
        self.text = text
        self.kind = kind
        self.fields = fields
        self._program = program

    def seen(self, known: Known) -> tuple[Seen, ...]:
        """What is known of each of `fields`."""
        return tuple([known.get(field) for field in self.fields])

    def judge(self, bound: object, known: Known) -> Verdict:
        """The answer for `known`, which `Vocabulary.bind` has bound; an error of the library is no answer."""
        try:
            value = self._program.eval(bound).value()
        except RuntimeError as error:
            return NotJudged(_first_line(error))
        # The library hands errors over as values, as text: what was compiled to a flag or a whole number is an answer.
        if isinstance(value, bool | int):
            return value
        unknown = [field for field in self.fields if field not in known]
        return NotJudged(f"not known: {', '.join(unknown)}" if unknown else _first_line(value))


class Vocabulary:
    """The fields a condition may ask about, with their types and an example value each."""

    def __init__(self, fields: Mapping[str, FieldType], example: Known) -> None:
        self.fields = dict(fields)
        self._example = example
        config = cel.NewEnvConfigFromYaml(_SUBSET + "".join(f'    - name: "{name}"\n' for name in _FUNCTIONS))
        self._env = cel.NewEnv(
            config=config,
            variables={name: _TYPES[kind] for name, kind in fields.items()},
            functions=[_comparison(name, operator) for operator, name in _COMPARISONS.items()],
        )
        self.compile = lru_cache(maxsize=4096)(self._compile)

    def bind(self, known: Known) -> object:
        """`known` in the library's own form, to be judged by several conditions."""
        activation: object = self._env.Activation(known)
        return activation

    def check(self, text: str) -> Condition:
        """Compile for saving: also refuses what fails although every field is known.

        Raises ExpressionRefused.
        """
        condition = self.compile(text)
        trial = condition.judge(self.bind(self._example), self._example)
        if isinstance(trial, NotJudged):
            raise ExpressionRefused(
                "expression-fails", f"Always fails: {trial.reason}", f"表达式无法求值：{trial.reason}"
            )
        return condition

    def together(self, conditions: Sequence[Condition]) -> _Program | None:
        """One program that yields the numbers of all `conditions` as a list; None when they do not fit into one."""
        # A line break ends a comment that a condition may close with.
        parts = (f"({c.text}\n) ? 1 : 0" if c.kind == "flag" else f"({c.text}\n)" for c in conditions)
        try:
            program: _Program = self._env.compile(f"[{', '.join(parts)}]")
        except RuntimeError:
            return None
        return program

    def _compile(self, text: str) -> Condition:
        if len(text) > _MAX_LENGTH:
            raise ExpressionRefused(
                "expression-too-long",
                f"Must be at most {_MAX_LENGTH} characters",
                f"不能超过 {_MAX_LENGTH} 个字符",
            )
        try:
            program = self._env.compile(text)
        except RuntimeError as error:
            reason = _first_line(error)
            raise ExpressionRefused("expression-invalid", reason, f"表达式有误：{reason}") from None
        kind = program.return_type()
        if kind not in (cel.Type.BOOL, cel.Type.INT):
            raise ExpressionRefused(
                "expression-type", "Must yield true or false, or a whole number", "结果必须是真假或整数"
            )
        names = set(_NAME.findall(text))
        used = tuple(field for field in self.fields if field in names)
        return Condition(text, program, "flag" if kind == cel.Type.BOOL else "int", used)


class Conditions:
    """Several conditions that are judged at once, in one evaluation wherever what is known allows it."""

    def __init__(self, vocabulary: Vocabulary, conditions: Sequence[Condition]) -> None:
        self._vocabulary = vocabulary
        self._conditions = list(conditions)
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def judge(self, known: Known) -> list[Verdict]:
        """One verdict per condition, in order; a flag may come as 1 or 0."""
        pattern = tuple(known)
        plan = self._plans.get(pattern)
        bound = self._vocabulary.bind(known)
        if plan is None:
            if len(self._plans) >= 1024:
                self._plans.clear()
            plan = self._plans[pattern] = self._plan(bound, known)
        verdicts = plan.fixed.copy()
        answers = plan.together.eval(bound).plain_value() if plan.together else None
        if isinstance(answers, list) and len(answers) == len(plan.joined):
            for at, answer in zip(plan.joined, answers, strict=True):
                verdicts[at] = answer
        else:
            for at in plan.joined:
                verdicts[at] = self._conditions[at].judge(bound, known)
        for at in plan.single:
            verdicts[at] = self._conditions[at].judge(bound, known)
        return verdicts

    def _plan(self, bound: object, known: Known) -> "_Plan":
        """How to judge everything of which the same fields are known."""
        fixed: list[Verdict] = [False] * len(self._conditions)
        joined, single = [], []
        for at, condition in enumerate(self._conditions):
            unknown = [field for field in condition.fields if field not in known]
            if not unknown:
                joined.append(at)
            elif len(unknown) == len(condition.fields):
                fixed[at] = condition.judge(bound, known)
            else:
                single.append(at)
        together = self._vocabulary.together([self._conditions[at] for at in joined]) if joined else None
        return _Plan(fixed, joined, single, together)


@dataclass(slots=True)
class _Plan:
    fixed: list[Verdict]
    joined: list[int]
    single: list[int]
    together: _Program | None


def _comparison(name: str, operator: str) -> cel.FunctionDecl:
    """The operator also between whole and other numbers (`budget >= 100000`), which plain CEL refuses."""
    whole, number, text = cel.Type.INT, cel.Type.DOUBLE, cel.Type.STRING
    pairs = ((whole, whole), (number, number), (number, whole), (whole, number), (text, text))
    return cel.FunctionDecl(
        operator, [cel.Overload(f"{name}_{i}", cel.Type.BOOL, list(pair)) for i, pair in enumerate(pairs)]
    )


def _first_line(error: object) -> str:
    """The library's message without its status, source excerpt and position marks."""
    line = str(error).partition("\n")[0].partition(": ")[2] or str(error)
    return re.sub(r"^ERROR: <input>:-?\d+:-?\d+: | \(in container ''\)| \[[A-Z_]+\]$", "", line)[:160]
