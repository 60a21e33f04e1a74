"""What a well-formed entry of a reply still gets wrong."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from reviewer.domain.project import ROW_FIELDS
from reviewer.domain.proposal import BLANK, RowProposal

CODE = re.compile(r"[VMTBDPX]0\d")


def shape_faults(proposal: RowProposal, rows: Collection[int]) -> Iterator[str]:
    """What an entry gets wrong though every key has its type; `rows` are those it may speak of."""
    where = f"第 {proposal.row} 行" if proposal.row is not None else "要补的行"
    if proposal.action == "add":
        if proposal.row is not None:
            yield f"{where}：action 为 add 时 row 写 null。"
        empty = [f for f in ("level1", "level2", "name", "target") if not getattr(proposal, f)]
        if empty:
            yield f"{where}：add 要写全 {'、'.join(empty)}。"
    elif proposal.row is None:
        yield f"action 为 {proposal.action} 的条目缺行号。"
    elif proposal.row not in rows:
        yield f"第 {proposal.row} 行不在本次负责的行里，请去掉这一条。"
    told = vars(proposal)
    texts = {f: told[f] for f in ROW_FIELDS if told[f] is not None}
    if proposal.action == "remove" and texts:
        yield f"{where}：remove 的条目里 {'、'.join(texts)} 应为 null。"
    if proposal.action == "replace" and not texts:
        yield f"{where}：replace 没有改任何字段；可用的行请写进 sound。"
    if proposal.action == "move" and not (proposal.level1 or proposal.level2):
        yield f"{where}：move 要写出移到哪个一级、二级指标。"
    for code in proposal.resolves:
        if not CODE.fullmatch(code):
            yield f"{where}：resolves 里没有 {shortened(code)} 这个代码。"
    if any(BLANK in text for text in texts.values()) and not (proposal.question or "").strip():
        yield f"{where}：写了{BLANK}却没有 question，请写给部门的问题。"


def shortened(value: Any) -> str:
    """A value of a reply as it may stand in a sentence."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(c for c in text if c.isprintable())
    return f"“{text[:40]}”"
