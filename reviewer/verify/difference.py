"""What a formula takes away: it is told, and it is nothing that the row counts."""

import re

from reviewer.verify.account import Account, Part
from reviewer.verify.change import CHANGE
from reviewer.verify.gram import marks
from reviewer.verify.likeness import said, whole_of

TOLD = re.compile(
    "扣除|剔除|减|除|以外|其余|剩余|余下|不含|不计|不包括|净|增|提高|提升|扩大|上升|降|压|缩短|差|变化|节约|节省|[-－—]"
)
"""Says of a row that something is taken away, or that it is of a change."""
BEFORE = re.compile("上年|同期|上个")
"""Says that a row sets this year against the last."""
AWAY = re.compile(
    "(?:扣除|剔除|减去|除去|不含|不计|不包括)[^，。；]*?(?:[后外]|(?=[，。；)）]|$))|非[\u4e00-\u9fff]{2,5}|[\u4e00-\u9fff]{2,8}以外|除(?!险|治|草|雪|四害|虫)[^，。；]*?[外后]"
)
"""What a row says is left out of it."""


def taken_away(account: Account) -> str | None:
    """What is subtracted although the row says of nothing that it is left out, or is what the row counts."""
    taken = [p for p in account.parts if p.operand.taken and p.facts]
    if not taken:
        return None
    rested = next((p for p in taken if not _of_a_whole(account, p)), None)
    if rested and not TOLD.search(account.words) and "非" not in account.name:
        return f"描述没有说要减去 {rested.number.text}"
    if CHANGE.search(account.words) and not AWAY.search(account.words):
        return None
    kept = [p for p in account.parts if not p.operand.taken and p.facts]
    mine = marks(AWAY.sub("，", account.name)) - marks(account.ground.project.name)
    rest = frozenset().union(*(marks(said(f)) for p in kept for f in p.facts))
    left = marks("，".join(m[0] for m in AWAY.finditer(account.words)))
    told = {p: [marks(said(f)) for f in p.facts] for p in taken}
    meant = [f for f in account.facts if f.number.unit == taken[0].number.unit and left & marks(said(f))]
    if len(taken) == 1 and meant and not BEFORE.search(account.words) and not any(left & s for s in told[taken[0]]):
        return f"要减去的是“{meant[0].clause[:24]}”"
    own = next((p for p, said_ in told.items() if all(mine & s - rest and not left & s for s in said_)), None)
    return f"减去的 {own.number.text} 正是这一行要数的" if own else None


def _of_a_whole(account: Account, part: Part) -> bool:
    """Whether what is taken away is a part of what it is taken from: the rest is the other part."""
    kept = {p.number.value for p in account.parts if not p.operand.taken}
    wholes = (whole_of(f, account.facts) for f in part.facts)
    total = {f.number.value for f in account.facts if f.piece.field == "total"}
    contained = all(f.before.startswith("含") for f in part.facts)
    return contained or bool(kept & total) or any(w is not None and w.number.value in kept for w in wholes)
