"""A proposed change of one row, and the reply in which a model gives proposals."""

import hashlib
from functools import cached_property
from typing import Literal

from reviewer.domain.project import ROW_FIELDS, RowText
from reviewer.domain.target_value import BLANK as BLANK
from reviewer.domain.value import Value

Action = Literal["replace", "remove", "move", "add"]
Origin = Literal["stated", "derived", "norm", "ask", "provided"]
"""Where the number comes from: 文中原句, 计算式, 惯例 (or 本局库), 待填, 单位提供."""

ORIGIN_WORDS: dict[Origin, str] = {
    "stated": "文中原句",
    "derived": "计算式",
    "norm": "惯例",
    "ask": "待填",
    "provided": "单位提供",
}

ACTION_WORDS: dict[Action, str] = {"replace": "修改", "remove": "删去", "move": "调整维度", "add": "新增"}


class Proposer(Value):
    """Who proposed: a model with the digest of its prompt, the built-in drafter (内置起草), or a person."""

    kind: Literal["model", "draft", "person"]
    model: str | None = None
    prompt: str | None = None
    """Digest of the prompt files."""
    source: str | None = None
    """The library entry followed, e.g. "本局库 第12条" or "培训/培训人次"."""


class RowProposal(Value):
    """One entry of a model's reply: every key present, null allowed."""

    row: int | None
    action: Action
    resolves: tuple[str, ...]
    level1: str | None
    level2: str | None
    name: str | None
    definition: str | None
    target: str | None
    basis: str | None
    origin: Origin | None
    evidence: tuple[str, ...]
    formula: str | None
    question: str | None
    reason: str | None


class Reply(Value):
    """What a model answers for one chunk; every row stands in `sound` or has a proposal."""

    project: str
    sound: tuple[int, ...]
    proposals: tuple[RowProposal, ...]


class Proposal(RowProposal):
    """A proposal for one project, with who made it."""

    project: str
    proposer: Proposer

    @cached_property
    def digest(self) -> str:
        """sha256 over the content in canonical JSON; a decision names it, so a changed proposal is a new one."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def text(self, before: RowText) -> RowText | None:
        """The row after this proposal; a null field keeps what stands there; None where the row is removed."""
        if self.action == "remove":
            return None
        return before._replace(**{f: v for f in ROW_FIELDS if (v := getattr(self, f)) is not None})

    @property
    def asks(self) -> bool:
        """Whether a figure is left for the department to give."""
        return any(BLANK in (v or "") for v in (self.name, self.definition, self.target, self.basis))
