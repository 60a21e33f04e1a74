"""Whether a definition says how its row is counted, and counts the kind of thing that name and target speak of."""

import re

from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.target import parse_target
from reviewer.domain.units import scale
from reviewer.domain.verdict import Check
from reviewer.verify.measure import BODIES, KNOWN, SHARE, SPAN, WHOLE, measure
from reviewer.verify.number import DATE, half_width

ALIKE = {
    "人": ("人", "人次"),
    "人次": ("人", "人次", "次"),
    "次": ("次", "人次"),
    "起": ("起", "件", "次"),
    "件": ("件", "起"),
    **dict.fromkeys(BODIES, BODIES),
}
"""Units that a definition does not tell from the target's."""
RATIO = SHARE | {"倍"}
"""Units of a quotient of like things."""
PERSON_DAYS = {"人": ("人天", "人月")}
ECHO = re.compile("指标|情况|的|\\W")
"""What a definition may add to the name without saying more."""
ASIDE = re.compile(r"（(?!套)[^（）]*）|\((?!套)[^()]*\)")
CLAUSE = re.compile("[。；;，,：:\n]")
OVER = re.compile("[÷/]|除以")
OF = re.compile("占.*(?:比例|比重|百分)")
PERCENT = re.compile(r"[×*]\s*100\s*%")
SHARED = re.compile("[÷/]|除以|占(?!地)|之比|[比较](?:[上去往前]|同期|基[期年]|计划|原|实施)|同比|环比|分之")
"""Words of a definition that sets one quantity against another."""
SURVEYED = re.compile("满意(?:度|率|程度)|好评率|认可[度率]|知晓[度率]")
"""Shares of those who are asked, which a definition may tell by the questionnaire alone."""
BESIDE = re.compile("以|同一|不超过|不少于|不低于|含|不含|其中|只计|包括|统计|截至|不计|四舍五入|扣除")
"""Begins a clause that says something beside what is counted."""
MONEYED = re.compile("预算|经费|金额|标准|资金|单价|元")
ASKED = re.compile("满意|问卷|测评|评价|好评|调查")
FELT = re.compile("满意|体验|认可|获得感|幸福感|安全感|好评|认同|测评|评价|评分")
TIMES = re.compile("[×*]|乘")
FOR_SO_MANY = re.compile("万人|千人|百人|万户")
"""Below the line of what is counted for so many."""
HOLLOW = re.compile(
    "(?:基本|非常|很|比较|对?工作|对?服务|表示|评价|选择|满意|[人份票]?数|人次|人|总|的|占|为|和|及|与|[比之]|比例|比重|比率|百分|率|度|100|\\W)+"
)
"""A share of the content that says neither whom nor how anybody is asked."""
SERVING = re.compile("满意的?[^，。；÷/占]{0,8}(?:(?:工作|经办|管理|窗口|执法|办事)人员|经办人|干部|领导)")
"""Those who serve as the ones who are content."""
SERVED_BY = re.compile("工作人员|经办|干部|领导|职工|员工|部门|机构|单位|内部")
"""Names them as those who are asked."""
ONE_EACH = re.compile("一((?!次)[\u4e00-\u9fff])计一\\1")
"""Says in so many words what is counted: 一本计一本."""
RATE = re.compile("(辍学|退学|流失|升学|毕业|投诉|死亡|失业|返贫|合格|参保|参训|参与)率$")
TERM = re.compile("按([日周月季年])(?![终末底初])")
FATES = tuple(
    map(re.compile, ("就业|上岗|在岗|创业", "辍学|退学|流失|离岗|离职", "升学", "投诉|信访|上访", "获奖", "死亡|伤亡"))
)
"""What becomes of people; a definition that speaks of one defines no name that speaks of another."""


def definition(proposal: Proposal, after: RowText) -> Check:
    """Whether a new definition counts what name and target say, and not only repeats the name."""
    if proposal.definition is None or not proposal.definition.strip():
        return Check(check="definition", result="pass", reason="没有改描述。")
    words, name = ("".join(half_width(text).split()) for text in (after.definition, after.name))
    if ECHO.sub("", words) == ECHO.sub("", name):
        return _fail(f"描述“{words[:20]}”只把名称再写一遍，没有说怎么数")
    if "满意" in name and not ASKED.search(words):
        return _fail(f"“{name}”问的是满意与否，描述却没有说")
    if "满意" in name and HOLLOW.fullmatch(words):
        return _fail(f"描述“{words[:20]}”没有说问的是谁、怎么问")
    if (asked := SERVING.search(words)) and not SERVED_BY.search(name):
        return _fail(f"“{name}”问的是服务对象，描述里满意的却是“{asked[0][2:]}”")
    if "满意" in words and not FELT.search(name):
        return _fail(f"描述算的是满意与否，名称却是“{name}”")
    named, told = ({n for n, fate in enumerate(FATES) if fate.search(text)} for text in (name, OVER.split(words)[0]))
    if named and told and not named & told:
        return _fail(f"“{name}”与描述说的不是同一件事")
    if per := _other_divisor(words, after.target):
        return _fail(f"目标值是每{per}的数，描述除以的却是另一种量")
    if wrong := _upside_down(name, words) or _other_term(name, words):
        return _fail(wrong)
    unit = _unit(after.target)
    if (one := ONE_EACH.search(words)) and unit in KNOWN and one[1] in KNOWN and one[1] not in ALIKE.get(unit, (unit,)):
        return _fail(f"目标值以“{unit}”计，描述却是“{one[0]}”")
    if unit == "%" and not SURVEYED.search(name) and not SHARED.search(words):
        return _fail(f"目标值是比率，描述“{words[:20]}”没有说什么比什么")
    if unit in KNOWN and not counts(words, unit):
        return _fail(f"目标值以“{unit if unit != DATE else '日期'}”计，描述数的却是另一种量")
    return Check(check="definition", result="pass", reason="描述与名称、目标值说的是一件事。")


def _upside_down(name: str, words: str) -> str | None:
    """Why a rate's quotient is the wrong way round: what the rate is of stands below the line alone."""
    rate, (above, *below) = RATE.search(name), OVER.split(PERCENT.sub("", words))
    if rate is None or len(below) != 1 or rate[1] in above or rate[1] not in below[0]:
        return None
    return f"“{name}”的分子分母颠倒了"


def _other_term(name: str, words: str) -> str | None:
    """Why the definition reckons by another term than the name: 按季 for 按月."""
    named, told = (set(TERM.findall(text)) for text in (name, words))
    return f"“{name}”与描述说的不是同一个期限" if named and told and not named & told else None


def counts(words: str, unit: str) -> bool:
    """Whether what a definition counts can be in this unit; true where it does not say what it counts.

    A quotient of like things is a share; one of unlike things is counted as its dividend is.
    """
    units = ALIKE.get(unit, (unit,))
    if any(re.search(f"[计算][为作]?[一1]?个?{re.escape(name)}(?:$|[，。；;）)])", words) for name in units):
        return True
    if re.search(f"同一?{re.escape(unit)}[^，。；]{{0,8}}(?:计|算)一次", words):
        return True
    for clause in filter(None, CLAUSE.split(ASIDE.sub("", PERCENT.sub("", words)))):
        if OF.search(clause):
            return unit in SHARE
        if TIMES.search(clause) or FOR_SO_MANY.search(words):
            return True
        above, *below = map(measure, OVER.split(clause))
        if len(below) == 1 and above and (one := below[0]):
            alike = above.units == one.units or above.sort == one.sort == "whole"
            return one.sort == "price" or (alike and unit in RATIO) or (above != one and any(map(above.fits, units)))
        if below:
            return unit not in WHOLE or bool(MONEYED.search(clause))
        if above and not BESIDE.match(clause):
            return any(map(above.fits, units))
    return True


def _other_divisor(words: str, target: str) -> str | None:
    """The thing that the target is for one of, where the definition divides by things counted in another unit."""
    per = scale(parse_target(target).unit or "").unit.partition("/")[2]
    things = [part for part in per.split("·") if part and part not in SPAN]
    divisors = [OVER.split(clause)[1:] for clause in CLAUSE.split(ASIDE.sub("", words))]
    below = [measure(d[0]) for d in divisors if len(d) == 1]
    if len(things) != 1 or len(below) != 1 or (one := below[0]) is None or one.sort != "whole":
        return None
    fits = any(one.fits(name) for name in (*ALIKE.get(things[0], things), *PERSON_DAYS.get(things[0], ())))
    return None if fits or things[0] not in KNOWN else things[0]


def _unit(target: str) -> str | None:
    """The unit of a target without what it is divided by; DATE for a day; None where it has none."""
    read = parse_target(target)
    if read.kind == "date":
        return DATE
    if read.kind not in ("quantity", "blank") or not read.unit:
        return None
    return re.split("[/（(]", scale(read.unit).unit)[0]


def _fail(reason: str) -> Check:
    return Check(check="definition", result="fail", reason=f"{reason}。")
