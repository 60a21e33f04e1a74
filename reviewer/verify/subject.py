"""Whether the thing that a new row counts is one that the project has to do with."""

import re

from reviewer.domain.kind import choose_kind, own_entries
from reviewer.domain.kinds import Library, ProjectKind
from reviewer.domain.project import Project, RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.fit import dimension_of
from reviewer.verify.role import BUYING, PRICED, grams
from reviewer.verify.source import CELL, Text

DONE = re.compile(
    r"发放|新增|参加|检测|检查|安装|种植|培育|更新|慰问|领取|享受|受益|提供|办理|完成|投入|补贴|补助|经费|服务|受理|处理|处置|达标|满意|投诉|"
    r"开办|开展|使用|运行|群众|对象|人员|资金|覆盖|提高|降低|增加|减少|及时|打击|整治|治理|在[校籍编岗]|准确|足额|[按如]期|平均|任务|总体"
)
"""What is done with anything, and words for anybody."""
SHORT = re.compile("(?=([\u4e00-\u9fff])[\u4e00-\u9fff]([\u4e00-\u9fff])[\u4e00-\u9fff])")
COUNTED = re.compile("(?:数量|[\u4e00-\u9fff]数|率|额|度|长度|面积|时间)$")


def spoken(project: Project, own: Text, library: Library) -> frozenset[str]:
    """Pairs of characters of the project's own words, and of those in which its kind of project is spoken of."""
    kind = choose_kind(project, library)
    entries = (name for i in own_entries(project, kind, library) for name in (i.name, i.definition))
    words = (own.joined.replace(CELL, "，"), project.unit_name or "", _about(kind), *entries)
    return frozenset().union(*map(grams, words), *map(_shortened, words))


def _shortened(text: str) -> frozenset[str]:
    """The first characters of two words of two characters, by which both are called: 超限治理 is 治超."""
    return frozenset(short for m in SHORT.finditer(text) for short in (m[1] + m[2], m[2] + m[1]))


def _about(kind: ProjectKind) -> str:
    told = (w for i in kind.indicators for w in (i.name, i.definition, i.ask, i.source, *i.like))
    return "，".join((kind.about, kind.people, kind.item, kind.subject, *kind.words, *told))


def subject(proposal: Proposal, after: RowText, known: frozenset[str]) -> Check:
    """Whether what is counted as the project's own output is called by a word that the project, or its kind, has."""
    words = PRICED.sub(" ", BUYING.sub(" ", DONE.sub(" ", COUNTED.sub("", after.name))))
    thing = {pair for pair in grams(words) if len(pair) > 1}
    bought = proposal.name is not None and proposal.origin != "provided" and dimension_of(after) == "数量"
    if not bought or not thing or thing & known:
        return Check(check="subject", result="pass", reason="所量之物与本项目有关。")
    return Check(check="subject", result="fail", reason=f"项目里没有一处说到“{after.name}”所量之物。")
