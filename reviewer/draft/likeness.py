"""Whether a row that stays measures what a candidate counts, so that the candidate's definition may explain it."""

import re

from reviewer.draft.candidate import Candidate

STEMS = tuple(
    re.compile(word)
    for word in (
        "及时|按时|准时|按期|如期|时限|时间",
        "准确|正确|精准",
        "足额",
        "合格|通过|达标",
        "覆盖",
        "完成(?:率|情况)",
        "满意",
        "就业",
        "辍学|流失",
        "结案|办结",
        "参保|续保",
        "帮扶",
    )
)
"""What a rate says of its object."""
IDLE = re.compile(
    r"[（(][^（）()]*[）)]|资金|经费|工作|项目|任务|业务|开展|完成|发放|支付|拨付|到位|下达|核拨|规定|服务对象|群众|公众|"
    r"人员|对象|程度|情况|指标|本年|全年|待遇|补助|补贴|工资|奖金|人均|生均|水平|标准|总额|成本|金额|[的在率度性]"
)
"""Words that name no object of their own."""
MONEY = re.compile("资金|经费|款|工资|待遇|奖金|金发放|助学金")
PAID = re.compile("发放|支付|拨付|缴纳|上解|到账|记入|领取")
SHARE = re.compile(r"率$|[率度](?:[（(][^（）()]*[）)])?$|占比|比重|比例|性$")


def fits(name: str, candidate: Candidate) -> bool:
    """Whether a row of this name counts what the candidate's definition says: one sort of measure, of one object."""
    name = name.removesuffix("指标")
    if bool(SHARE.search(name)) != candidate.indicator.unit.startswith(("%", "‰")):
        return False
    mine, theirs = ({n for n, stem in enumerate(STEMS) if stem.search(text)} for text in (name, candidate.name))
    if mine and not mine & theirs:
        return False
    told = candidate.name + candidate.definition
    if MONEY.search(name) and not PAID.search(told):
        return False
    pairs = objects(name)
    return not pairs or any(pair in told for pair in pairs)


def objects(name: str) -> set[str]:
    """The pairs of neighbouring characters by which a name tells its object."""
    for pattern in (*STEMS, IDLE):
        name = pattern.sub(" ", name)
    return {part[i : i + 2] for part in name.split() for i in range(max(1, len(part) - 1))}
