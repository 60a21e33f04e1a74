"""What a person (or a policy) decided about a proposal; append-only."""

from typing import Literal, NamedTuple

from pydantic import field_serializer

from reviewer.domain.project import RowText
from reviewer.domain.value import Value

DecisionAction = Literal["accept", "reject", "edit", "defer", "flag", "comment", "conclude", "undo", "redo"]

RejectReason = Literal["问题不成立", "建议不合适", "上级文件规定", "系统必填", "上年已批", "单位已说明"]
"""问题不成立: the finding falls too; 建议不合适: the finding stands and goes into the opinion without the text."""


CONCLUSIONS: tuple[str, ...] = ("通过", "修改后通过", "退回")
"""What a reviewer may conclude about a project as a whole."""


class Conclusion(NamedTuple):
    """A project's conclusion and the main reason given for it; both empty where the reviewer set none."""

    word: str = ""
    reason: str = ""


class Decision(Value):
    """One entry of the journal."""

    project: str
    row: int | None
    proposal: str
    """Digest of the proposal decided on."""
    action: DecisionAction
    who: str
    when: str
    """ISO 8601 with offset."""
    before: RowText | None = None
    after: RowText | None = None
    reason: str | None = None
    """A RejectReason, the words of a comment, or for `conclude` one of CONCLUSIONS and the main reason after a `：`."""
    step: str = ""
    """All decisions of one bulk step share it; an undo names the step that it takes back."""
    policy: bool = False
    """Decided by `reviewer decide`, not by a person on the screen."""

    @field_serializer("before", "after")
    def _by_name(self, text: RowText | None) -> dict[str, str] | None:
        return text and text._asdict()
