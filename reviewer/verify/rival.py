"""Whether another row of the revised table measures the same, also under another name."""

import re
from collections import Counter

from reviewer.domain.project import Indicator, Project, RowText
from reviewer.domain.target import Target, amount_of, parse_target, same
from reviewer.domain.verdict import Check
from reviewer.verify.fit import dimension_of, restates
from reviewer.verify.gram import BUYING, bare, cover, grams
from reviewer.verify.likeness import EACH
from reviewer.verify.role import CLEARLY, DEEDS, MANY, SORTS
from reviewer.verify.table import FILLER

SORT = re.compile(
    "(?:(?P<满意>满意(?:度|率|程度))|(?P<率>比率|比例|占比|比重|百分比|率)|(?P<人次>人次数?)"
    "|(?P<人>人员?数量?|(?<=[员生师者兵工民女童])数量?|(?<=家长)数量?|人口)|(?P<户>(?<![商用客])户数)"
    "|(?P<家>(?<=单位|企业|机构|学校|商户|公司|医院)数量?|[家所]数)|(?P<场>[场期班批轮]次数?|[场次期班批轮]数)"
    "|(?P<件>(?:[台套件份册卷辆座盏个项起宗株条张幅头只枚剂支部架]|台套)数|数量|(?<![系指倍天周日月年时钟基额分级位])数)"
    "|(?P<面积>面积)|(?P<容>库容|容量|容积)|(?P<里程>里程|长度|公里数)|(?P<时>时限|期限|时间|天数|时长|用时|耗时|期)|(?P<价>标准|单价|均价)"
    "|(?P<量>重量|吨数|(?<!质)量))$"
)
"""How a name ends, by the sort of measure."""
BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
PUNCTUAL = re.compile("按时|按期|准时|如期")
EXACT = re.compile("正确|精准")
SHARE_OF = re.compile("(?:人数|人员)?(?:占比|比例|比重|比率)$")
AWARDED = re.compile("[受得]奖|获得?奖励|受(?:到)?表彰")
SURVEY = re.compile("(?:问卷|调查|测评)+(?=满意)")
LOOSE = re.compile(
    "^完成|占(?!地)[\u4e00-\u9fff]*$|本项目|总体|综合|平均|(?<=..)对(?!象)[\u4e00-\u9fff]*的?$|享受?|[受被](?![理益])|获得|得到|领取|接受|参[加与]|开展|实施|进行|发放|投放|实际|全部|总|[本当]年度?|全年|年度|人员|人口|对象|指标|的|得"
)
"""Words that make no other thing of a name: 享受补贴的人数 and 补贴发放人数 are one."""
SHARES = ("率", "满意")
EXTENTS = ("面积", "容", "里程", "时", "价", "量")
"""Sorts of which a part goes by nearly the name of the whole: numbers that differ tell them apart."""
MADE = re.compile("受理|印[制刷发]|制[作定]|编[制印]|安装|聘[用请]|新增")
"""What is done to get a thing, beside buying it."""
LISTED = re.compile("[、及和与]")
"""Stands between things, or deeds, that one row counts together."""
RANK = re.compile(
    "[一二三四五甲乙丙][等级类档]|按[时期月季]|及时|准时|足额|准确|体检|筛查|[随探走回]访|认证|新[招聘进增]"
)
"""Tells some of a thing from the others (一等助学金), what is done to it, or how well."""
SEAM = 0.8
"""Share of a word's pairs that the project's own words must hold: one is lost where two of them are put together."""
PASSED = re.compile("合格|达标|通过|结业|完成")
"""What only some of those who are counted do."""
ASKED = "(?:[发问填评满选中的逐，。；、,]|电话|$)"
"""What follows those who are asked: 沿线群众问卷, unlike 学生家长."""
WHOEVER = frozenset(["服务", "受益", "群众", "劳动者", "社会公众", "公众"])
SERVED = frozenset(["", "服务", "受益"])
"""Those whom the project serves, all of them."""
PEOPLE = re.compile("(?:[人员者户生兵友民众工属方]|企业|单位|机构|学校|家长|军人|妇女|儿童|社区|教师|部门)$")


def duplicate(after: RowText, number: int, revised: Project, *, added: bool = False) -> Check:
    """Whether the row measures what no other row of the revised project measures; `added`: the form had no such row."""
    from rapidfuzz import fuzz

    mine = FILLER.sub("", after.name)
    said = "，".join((revised.name, revised.purpose or "", revised.unit_name or "", *revised.goals))
    about = f"{said}，{LOOSE.sub('', said)}"
    for other in revised.indicators:
        if other.row == number or not other.name or after.name == "不适用":
            continue
        if "".join(other.name.split()) == "".join(after.name.split()) or (mine and mine == FILLER.sub("", other.name)):
            return _fail(f"与第 {other.row} 行“{other.name}”重复")
        if (
            _one_measure(after, other, about)
            or _same_count(after, other, said)
            or (added and _asked_already(after, other, about))
            or _spends_all(after, other, revised)
        ):
            return _fail(f"与第 {other.row} 行“{other.name}”计的是同一件事")
        alike = fuzz.ratio(after.name, other.name) >= 92 and len(after.name) > 6
        if alike and same(parse_target(after.target), other.target) and not grams(after.name) ^ grams(other.name):
            return _fail(f"与第 {other.row} 行“{other.name}”几乎相同")
        moved_words = sorted(LOOSE.sub("", mine)) == sorted(LOOSE.sub("", FILLER.sub("", other.name)))
        if moved_words and mine and after.level2 == other.level2 and same(parse_target(after.target), other.target):
            return _fail(f"与第 {other.row} 行“{other.name}”只是词序不同")
        told = "".join((after.definition or "").split())
        if len(told) > 8 and told == "".join((other.definition or "").split()) and other.level2 != after.level2:
            return _fail(f"描述与第 {other.row} 行相同，计的是同一件事")
    return Check(check="duplicate", result="pass", reason="与其他行不重复。")


def _one_measure(after: RowText, other: Indicator, about: str) -> bool:
    """Whether both measure one thing in other words: what one says more is only the project's own subject.

    Satisfaction is one where the other's respondents are asked, by name or in the definition.
    """
    name, another, told = map(_named, (after.name, other.name, other.definition or ""))
    if name and name[0] not in SHARES and name[1] and _plain(after.name) == _plain(other.definition or ""):
        return True
    if name is None or (name[0] in EXTENTS and _unlike(after, other)):
        return False
    if another is None:
        rivals = [other.name, *([told[1]] if told and told[0] == name[0] else [])]
        return name == told or (
            name[0] not in SHARES and any(_of_bare(name[1], rival, after, other, about) for rival in rivals)
        )
    if name[0] != another[0]:
        return False
    things = [another[1], *([told[1]] if told and told[0] == name[0] in EXTENTS else [])]
    return any(_one_thing(name[0], name[1], rival, after, about) for rival in things)


def _one_thing(sort: str, thing: str, rival: str, after: RowText, about: str) -> bool:
    """Whether two names of one sort of measure name one thing."""
    if thing == rival:
        return bool(thing)
    if sort == "满意":
        told = rival not in WHOEVER and re.search(re.escape(rival) + ASKED, after.definition)
        return len(rival) > 1 and (bool(told) or (thing.endswith(rival) and thing.removesuffix(rival) in about))
    short, long = sorted((thing, rival), key=len)
    if sort == "件" and LISTED.search(long):
        return len(short) > len("设备") and Counter(short) <= Counter(long)
    if sort == "时" and not long.endswith(short):
        # The last word says which act has the limit: 放流评估报告提交 is no 放流.
        return False
    if (parts := _added(short, long)) is not None and all(_is_said(p, about) for p in parts):
        return True
    one, two = (sorted(PUNCTUAL.sub("及时", words)) for words in (short, long))
    return one == two or _turned(short, long, about) or _called_alike(thing, rival, about)


def _turned(short: str, long: str, about: str) -> bool:
    """Whether the longer name has both halves of the shorter in the other order: 更新安装警报器 for 警报器更新."""
    for cut in range(MANY, len(short) - MANY + 1):
        found = re.fullmatch(f"(.*){re.escape(short[cut:])}(.*){re.escape(short[:cut])}(.*)", long)
        if found and all(_is_said(more, about) for more in found.groups() if more):
            return True
    return False


def _unlike(after: RowText, other: Indicator) -> bool:
    """Whether both targets are numbers of one unit, and differ."""
    mine, theirs = amount_of(parse_target(after.target)), amount_of(other.target)
    return mine is not None and theirs is not None and mine[1] == theirs[1] and mine != theirs


def _of_bare(thing: str, told: str, after: RowText, other: Indicator, about: str) -> bool:
    """Whether a row beside it names only the thing that this one counts: 防火服 for 防火服购置套数."""
    rival = LOOSE.sub("", _plain(told))
    if after.level2 != other.level2 or len(rival) < MANY or SORTS.fullmatch(rival):
        return False
    mine = "".join(bare(BUYING.sub(" ", MADE.sub(" ", thing))).split())
    return mine.endswith(rival) and (mine == rival or _is_said(mine.removesuffix(rival), about))


def _added(short: str, long: str) -> list[str] | None:
    """What the longer name says more, where it says all of the shorter: 下乡 and 用人 of 下乡稽核用人单位."""
    tail = next(
        (n for n, (a, b) in enumerate(zip(reversed(short), reversed(long), strict=False)) if a != b), len(short)
    )
    left, right = short[: len(short) - tail], long[: len(long) - tail]
    if len(short) < MANY or len(left) == 1 or left not in right:
        return None
    return [part for part in (right.split(left) if left else [right]) if part]


def _is_said(words: str, about: str) -> bool:
    """Whether the words are the project's own, but for a seam between two of them, and tell no some from all."""
    pairs = grams(words)
    said = words in about or words in WHOEVER or len(pairs & grams(about)) >= SEAM * len(pairs) > 0
    return said and not RANK.search(words)


def _called_alike(one: str, other: str, about: str) -> bool:
    """Whether they differ only in how they call the project's own subject, in full or by its first characters.

    中职新生辍学 is 职业学校新生辍学 of a project 中等职业学校免学费.
    """
    end = next((n for n, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b), 0)
    short, long = sorted((one[: len(one) - end], other[: len(other) - end]), key=len)
    initials = (
        1 < len(short) < len(long) and short not in about and re.search(".{0,3}".join(map(re.escape, short)), about)
    )
    return end > 1 and bool(initials) and long in about and bool(set(short) & set(long))


def _same_count(after: RowText, other: Indicator, words: str) -> bool:
    """Whether both count the same things, which one of them tells more about, by the number that they demand.

    `words`: what the project says.
    """
    mine, target = _named(after.name), parse_target(after.target)
    theirs = _named(other.name)
    if mine is None or theirs is None or mine[0] != theirs[0] or mine[0] in SHARES:
        return False
    if not target.number:
        return False
    equal = amount_of(target) == amount_of(other.target)
    if mine[0] in EXTENTS:
        short, long = sorted((mine[1], theirs[1]), key=len)
        return equal and len(short) > MANY and re.search(".*".join(map(re.escape, short)), long) is not None
    names = (after.name, other.name)
    fates, deeds = ([set(sort.findall(name)) for name in names] for sort in (PASSED, DEEDS))
    if fates[0] != fates[1] or (deeds[0] | deeds[1] and not deeds[0] & deeds[1]):
        return False
    if Counter(theirs[1]) <= Counter(mine[1]) and _told_of(theirs[1], target, words):
        return True
    if equal and after.level2 == other.level2 and _stands_once(target, words):
        return True
    return equal and min(len(grams(name)) for name in names) >= MANY and cover(*names) > CLEARLY


def _told_of(thing: str, target: Target, words: str) -> bool:
    """Whether the words tell the number of just this thing: 新购图书4000册."""
    number = re.escape(f"{target.number:f}")
    return len(thing) > MANY and bool(re.search(rf"{re.escape(thing)}{number}(?![\d.])", words))


def _stands_once(target: Target, words: str) -> bool:
    """Whether the words have the number once, and not for each of several things (各2台): both rows take that one."""
    number = re.escape(f"{target.number:f}")
    found = list(re.finditer(rf"(?<![\d.]){number}(?![\d.])", words))
    return len(found) == 1 and not EACH.search(re.split("[，。；、,;]", words[: found[0].start()])[-1])


def _spends_all(after: RowText, other: Indicator, project: Project) -> bool:
    """Whether both keep all of the project's spending within its budget."""
    if not dimension_of(after) == dimension_of(other.text()) == "成本" or not restates(
        parse_target(after.target), project
    ):
        return False
    return restates(other.target, project) or (other.target.kind != "quantity" and "预算" in other.target.raw)


def _asked_already(after: RowText, other: Indicator, about: str) -> bool:
    """Whether a row asks those whom the project serves, while another asks all of them already."""
    name, another = _named(after.name), _named(other.name)
    if name is None or another is None or not name[0] == another[0] == "满意" or another[1] not in SERVED:
        return False
    asked = _plain(after.name)[: -len("满意度")]
    return not PEOPLE.search(asked) or name[1].removesuffix("服务")[-2:] in about


def _named(name: str) -> tuple[str, str] | None:
    """The sort of measure that a name ends in, and of what it is; None for a name of another sort."""
    plain = _plain(name)
    found = SORT.search(plain)
    return (found.lastgroup, LOOSE.sub("", plain[: found.start()])) if found and found.lastgroup else None


def _plain(name: str) -> str:
    name = EXACT.sub("准确", SHARE_OF.sub("率", name))
    return SURVEY.sub("", AWARDED.sub("获奖", BRACKETED.sub("", "".join(name.split()))))


def _fail(reason: str) -> Check:
    return Check(check="duplicate", result="fail", reason=f"{reason}。")
