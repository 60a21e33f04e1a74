"""Whether another row of the revised table measures the same, also under another name."""

import re

from reviewer.domain.project import Indicator, Project, RowText
from reviewer.domain.target import parse_target, same
from reviewer.domain.verdict import Check
from reviewer.verify.role import grams
from reviewer.verify.table import FILLER

SORT = re.compile("满意(?:度|率|程度)$|(?:比率|比例|占比|比重|百分比|率)$|人(?:员?数量?)$")
BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
LOOSE = re.compile(
    "本项目|总体|综合|平均|(?<=..)对[\u4e00-\u9fff]*的?$|享受?|[受被](?!理)|获得|得到|领取|发放|实际|全部|总|本年度?|全年|年度|人员|人口|对象|指标|的|得"
)
"""Words that make no other thing of a name: 享受补贴的人数 and 补贴发放人数 are one."""
ASKED = "(?:[发问填评满选中的逐，。；、,]|电话|$)"
"""What follows those who are asked: 沿线群众问卷, unlike 学生家长."""
WHOEVER = frozenset(["服务", "受益", "群众", "社会公众", "公众"])


def duplicate(after: RowText, number: int, revised: Project) -> Check:
    """Whether the row measures what no other row of the revised project measures."""
    from rapidfuzz import fuzz

    mine = FILLER.sub("", after.name)
    about = f"{revised.name}，{revised.purpose or ''}"
    for other in revised.indicators:
        if other.row == number or not other.name or after.name == "不适用":
            continue
        if "".join(other.name.split()) == "".join(after.name.split()) or (mine and mine == FILLER.sub("", other.name)):
            return _fail(f"与第 {other.row} 行“{other.name}”重复")
        if _one_measure(after, other, about):
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
    name, another = _named(after.name), _named(other.name)
    if another is None:
        return name is not None and name == _named(other.definition or "")
    if name is None or name[0] != another[0]:
        return False
    sort, thing, rival = name[0], name[1], another[1]
    if thing == rival:
        return bool(thing)
    if sort == "满意":
        return len(rival) > 1 and rival not in WHOEVER and bool(re.search(re.escape(rival) + ASKED, after.definition))
    short, long = sorted((thing, rival), key=len)
    if len(short) < len(long):
        return len(short) > 1 and short in long and all(p in about for p in long.split(short) if p)
    return sorted(short) == sorted(long)


def _named(name: str) -> tuple[str, str] | None:
    """The sort of measure that a name ends in, and of what it is; None for a name of another sort."""
    plain = BRACKETED.sub("", "".join(name.split()))
    found = SORT.search(plain)
    if found is None:
        return None
    sort = "满意" if "满意" in found[0] else "人" if found[0].startswith("人") else "率"
    return sort, LOOSE.sub("", plain[: found.start()])


def _fail(reason: str) -> Check:
    return Check(check="duplicate", result="fail", reason=f"{reason}。")
