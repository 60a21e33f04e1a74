"""Whether what a new row counts, or pays, is something that the project has to do with."""

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.target import parse_target
from reviewer.domain.verdict import Check
from reviewer.verify.figure import borrowed, undone
from reviewer.verify.fit import base_of, dimension_of
from reviewer.verify.gram import ACTS, PRICED, grams
from reviewer.verify.ground import Ground
from reviewer.verify.speech import Speech


def subject(proposal: Proposal, after: RowText, before: RowText, ground: Ground) -> Check:
    """Whether the row speaks of nothing that is known to belong to other projects.

    A word that nobody knows may be another word for the project's own; it is no ground to refuse.
    A row that takes a figure of the text for its own says nothing that the text does not say.
    """
    if proposal.origin == "provided" or after.name == "不适用":
        return Check(check="subject", result="pass", reason="数由单位提供，或写明不适用。")
    strange = _strange(after, ground.spoken) if proposal.name is not None else None
    if strange and strange not in before.name:
        return Check(check="subject", result="fail", reason=f"项目里没有一处与“{strange}”有关。")
    if strange := borrowed(proposal, after, before, ground):
        return Check(check="subject", result="fail", reason=f"目标值是原文的数，而原文说的不是“{strange}”。")
    return Check(check="subject", result="pass", reason="所量之物与本项目有关。")


def _strange(after: RowText, speech: Speech) -> str | None:
    """A word of another industry in what the name speaks of, where it says nothing of the project beside it.

    Of a cost each part is looked at, whom or what it is for, and what is paid: 退役士兵人均丧葬费.
    """
    if dimension_of(after) != "成本":
        return None if grams(ACTS.sub(" ", after.name)) & grams(speech.head) else speech.foreign(after.name)
    parts = PRICED.split(after.name)
    paid = after.name if base_of(parse_target(after.target)).startswith("元") else ""
    return next((word for part in parts if (word := speech.foreign(part))), None) or next(
        undone(paid, "", speech), None
    )
