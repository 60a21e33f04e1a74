"""The words that fill an indicator's slots, taken from the project: whom, which payment, what."""

import re
from collections.abc import Iterator

from reviewer.domain.kind import plain_name, without_numbers
from reviewer.domain.kinds import Nouns, ProjectKind
from reviewer.domain.project import Project

CUT = re.compile(r"[，。；：、,.;:!！?？()（）\[\]【】“”\"'\s/%]|\d+(?:年度?)?")
LONGEST_LEAD = 8
"""More characters before a noun than this are a clause, no attribute."""
LEADING = re.compile(r"^(?:\d{4}年度?|[一二三四五六七八九十\d]+[.、])+")
TWICE = re.compile(r"(.{2,})[及和与、]\1")
CONJUNCTION = "以及|(?<!普)(?<!涉)及|(?<![缓饱共温])和|(?<![参赠])与|或|、|(?<![合兼])并"
"""What joins two things; no part of a word such as 普及, 参与 or 合并."""
OPENING, OPEN = re.compile(f"^(?:{CONJUNCTION})"), re.compile(f"(?:{CONJUNCTION})$")
PAYS = re.compile(r"发放|资助|补助|补贴|享受|领取|慰问|救助|工资|培训|待遇|\d[名位人]")
"""A goal that says none of these names people whom the money does not reach (培养高技能人才)."""
VAGUE = frozenset(["人员", "对象", "人口", "家庭", "群众", "居民", "服务对象", "人才", "单位", "机构"])
"""Nouns that say nothing without an attribute."""
BARE = frozenset(["补助", "补贴", "待遇", "津贴", "工资", "薪酬", "奖金"])
JOINTS = (
    "的",
    "了",
    "和",
    "及",
    "与",
    "对",
    "当年",
    "各项",
    "全部",
    "不断",
    "增加",
    "组织",
    "培养",
    "自己",
    "岁以上",
    "学校",
    "大队",
    "中心",
)


def slots(project: Project, kind: ProjectKind, nouns: Nouns) -> dict[str, str]:
    """The fillings of {对象}, {的对象}, {款项} and {事项}; the kind's default words where the project has none."""
    people = _people(project, nouns) if kind.people else ""
    payment = _payment(project, nouns) if kind.item else ""
    return {
        "对象": people or kind.people,
        "的对象": f"的{people}" if people else "",
        "款项": payment or kind.item,
        "事项": _subject(project, kind, nouns) or kind.subject,
    }


def _texts(project: Project) -> Iterator[str]:
    yield plain_name(project)
    if project.purpose:
        yield LEADING.sub("", without_numbers(project.purpose))
    yield from (text for goal in project.goals if PAYS.search(text := LEADING.sub("", without_numbers(goal))))


def _people(project: Project, nouns: Nouns) -> str:
    """Whom the project pays or serves: the last noun of people in name, purpose or goals, with its attribute."""
    stops = (*nouns.payments, *nouns.verbs, *nouns.places, *nouns.levels, *nouns.tails, *JOINTS)
    for text in _texts(project):
        for piece in reversed(CUT.split(text)):
            for tail in nouns.tails:
                piece = piece.removesuffix(tail)
            if found := _last(piece, nouns.people):
                at, word = found
                whole = _attribute(piece[:at], stops) + word
                if whole not in VAGUE:
                    return _beside(piece[: at + len(word)], whole, nouns, stops)
    return ""


def _beside(piece: str, whole: str, nouns: Nouns, stops: tuple[str, ...]) -> str:
    """The people with those named beside them: 企业离休工人及抗战前老工人."""
    before = piece.removesuffix(whole)
    joint = next((j for j in ("以及", "及", "和", "与") if before.endswith(j)), "")
    first = _last(before.removesuffix(joint), nouns.people) if joint else None
    if first is None or first[0] + len(first[1]) != len(before) - len(joint):
        return whole
    return f"{_attribute(before[: first[0]], stops)}{first[1]}{joint}{whole}"


def _payment(project: Project, nouns: Nouns) -> str:
    """What is paid: the last noun of a payment in name, purpose or goals, with its attribute; a bare 补助 last."""
    bare = ""
    stops = (*nouns.people, *nouns.verbs, *nouns.places, *nouns.levels, *JOINTS)
    for text in _texts(project):
        for piece in reversed(CUT.split(text)):
            if found := _last(piece, nouns.payments):
                at, word = found
                whole = _attribute(piece[:at], stops) + word
                if whole not in BARE:
                    return whole
                bare = bare or whole
    return bare


def _last(piece: str, words: tuple[str, ...]) -> tuple[int, str] | None:
    """Where the noun that ends last begins; of those that end together the longest."""
    found = [(at + len(w), len(w), w) for w in words if (at := piece.rfind(w)) >= 0]
    if not found:
        return None
    end, size, word = max(found)
    return end - size, word


def _attribute(before: str, stops: tuple[str, ...]) -> str:
    """The words directly before a noun, from the last stop on; nothing where they are a whole clause."""
    start = max((before.rfind(stop) + len(stop) for stop in stops if stop in before), default=0)
    lead = before[start:]
    return lead if len(lead) <= LONGEST_LEAD else ""


def _subject(project: Project, kind: ProjectKind, nouns: Nouns) -> str:
    """What the project is about: its name without level of funds and the endings that say nothing.

    Nothing where an ending was the second of two things joined (路面修复及日常养护): the first alone would misname it.
    """
    text = plain_name(project)
    if project.purpose and kind.words and not any(p.search(project.name) for p, _weight in kind.patterns):
        text = LEADING.sub("", without_numbers(project.purpose))
    tails = sorted({*kind.tails, *nouns.tails}, key=len, reverse=True)
    changed = True
    while changed:
        changed = False
        for level in nouns.levels:
            if text.startswith(level) and len(text) > len(level) + 1:
                text, changed = OPENING.sub("", text[len(level) :]), True
        for tail in tails:
            if text.endswith(tail) and len(text) > len(tail) + 1:
                text, changed = text[: -len(tail)], True
                break
    text = text.strip('的“”"，,')
    if OPEN.search(text):
        return ""
    text = TWICE.sub(r"\1", text)
    return text if 2 <= len(text) <= 16 and re.search(r"[\u4e00-\u9fff]{2}", text) and not CUT.search(text) else ""


def fill(text: str, words: dict[str, str]) -> str:
    """`text` with its slots filled; a word that stands twice in a row is written once (补贴补贴标准)."""
    for slot, word in words.items():
        text = text.replace(f"{{{slot}}}", word)
    return re.sub(r"([\u4e00-\u9fff]{2,6})\1", r"\1", text)
