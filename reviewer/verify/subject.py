"""Whether the thing that a new row counts, or pays, is one that the project has to do with."""

import re

from reviewer.domain.kind import choose_kind, own_entries
from reviewer.domain.kinds import Library, ProjectKind
from reviewer.domain.project import Project, RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Check
from reviewer.verify.fit import dimension_of
from reviewer.verify.role import BUYING, PRICED, SORTS, grams
from reviewer.verify.source import CELL, Text

DONE = re.compile(
    r"发放|新增|参加|检测|检查|安装|种植|培育|更新|慰问|领取|享受|受益|提供|办理|完成|投入|(?:纳|列|计)入|补贴|补助|经费|服务|受理|处理|处置|达标|满意|投诉|"
    r"开办|开展|使用|运行|群众|对象|人员|资金|覆盖|提高|降低|增加|减少|及时|打击|整治|治理|在[校籍编岗]|准确|足额|[按如]期|平均|任务|总体"
)
"""What is done with anything, and words for anybody."""
OWN = ("数量", "质量", "时效", "成本")
"""Dimensions of what a project itself does; what comes of it may be called by other words."""
SHORT = re.compile("(?=([\u4e00-\u9fff])[\u4e00-\u9fff]([\u4e00-\u9fff])[\u4e00-\u9fff])")
SUM = re.compile("[上下定]限|限额|结算|决算|[月年季]度|控制|合理|变动|变化|压减|公用|三公|课时|[单每][\u4e00-\u9fff]")
"""Words for a sum of money, whatever it pays."""
WELL = re.compile(
    "[开竣完停]工|交付|故障|响应|结算|到[户账位卡岗]|频[次率]|差错|错误|偏差|监督|检验|抽检|验收|完整|完好|周期|时[限长]|办结|"
    "审[核批]|核[验算]|拨付|支付|归档|录入|记录|反馈|整改|合规|规范|质量|安全|事故|责任|制度|档案|"
    "公文|信息|数据|报送|公[示开]|资格|认定|真实|有效|一次|返工|达到|误"
)
"""Words for how well or when anything is done."""
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
    """Whether what the project does is called by a word that the project, or its kind, has.

    Of a cost both are: whom or what it is for, and what is paid (退役士兵人均安家补助).
    How well and when may be said of things of a sort (设备验收合格率).
    """
    where = dimension_of(after)
    judged = proposal.name is not None and proposal.origin != "provided" and after.name != "不适用"
    well = where in ("质量", "时效")
    if not judged or where not in OWN or (well and SORTS.search(after.name)):
        return Check(check="subject", result="pass", reason="不是本项目的产出或支出。")
    words = BUYING.sub(" ", DONE.sub(" ", COUNTED.sub("", after.name)))
    words = WELL.sub(" ", words) if well else words
    parts = PRICED.split(SUM.sub(" ", words)) if where == "成本" else [PRICED.sub(" ", words)]
    things = ({pair for pair in grams(part) if len(pair) > 1} for part in parts)
    if any(thing and not thing & known for thing in things):
        return Check(check="subject", result="fail", reason=f"项目里没有一处说到“{after.name}”所量之物。")
    return Check(check="subject", result="pass", reason="所量之物与本项目有关。")
