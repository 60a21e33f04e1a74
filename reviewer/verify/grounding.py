"""Each number of a proposal: quoted in its right role, computed, a norm of the library, or 【待填】 with a question."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from reviewer.domain.kinds import Library, Norm
from reviewer.domain.project import RowText
from reviewer.domain.proposal import BLANK, Proposal
from reviewer.domain.target import chinese_number, parse_target
from reviewer.domain.verdict import Check
from reviewer.verify.bound import turned
from reviewer.verify.counting import same_unit
from reviewer.verify.day import same_date, same_day
from reviewer.verify.formula import sums
from reviewer.verify.gram import cover, grams
from reviewer.verify.ground import Ground
from reviewer.verify.number import DATE, VAGUE, YEAR, Mention, half_width, mentions
from reviewer.verify.role import MANY, measures, misfit, named
from reviewer.verify.source import Fact

STRUCTURE = re.compile(
    r"[（(]\d[）)](?=型)|[×*xX]\s*100\s*%|PM\s*\d+(?:\.\d+)?"
    r"|(?:^|(?<=[\n；;。：:，,]))\s*[（(]?\d{1,2}(?:[)）、]|\.(?!\d))"
    r"|(?:计|算|按|为|以|每|同|限|记|作|只)\s*1\s*(?=[人次件户个家台套天份名])"
    r"|(?<![满足于])(?:12|十二)个月(?!以上|及以上|后)|[4四]个季度|近[两三二五235]年(?=[^，。；]{0,8}(?:平均|均值|年均|同期|实际|数据|水平|统计|历史|趋势))|前[两三二235]年|(?<!\d年)(?:12月31日|12月底|12月末|十二月底)|(?<!\d)1月1日(?=[至到起—~-])|[次当每本该]月1日(?=[至到起—~-])"
    r"|[两二2][期项场类个][^，。；]{0,6}(?:计|算)[两二2][次人]?"
    r"|[两二2]次(?:及以上|以上)?(?:的|只|仅|按|均|都|也|仍|合并)*(?:计|算)|(?<=【待填】).{0}"
)
RINGED = re.compile("[①-⑳]")
"""Number of an item; where a count is meant, the wording is refused."""
LIMIT = re.compile(
    r"(?:\d|【待填】|年底|月底|月末|季末|期末|当日|当天|次日|当月|次月|当年).{0,12}(?:日|天|前|内|月|时)|(?:年底|月底|月末|季末|当日|当天|当月|次月)(?!工资|待遇|补[助贴]|津贴|养老金|应)"
)
NATIONAL = re.compile(r"(?<!非)(?:国家(?:统一)?(?:规定|标准|要求)|全国统一(?!规定)|行业标准|国标)")


OVER = re.compile("[÷/×*]|除以|乘以")
"""Stands in a definition that tells the formula, whose numbers are judged with it."""
SATISFIED = re.compile("满意(?:率|程度)")
THING = re.compile("[村校站院店厂社县乡镇班区楼井]|[\u4e00-\u9fff]{2}")
"""What stands behind a number that counts it."""
FEAST = re.compile("春节|元旦|中秋|国庆|五一|七一|端午|清明|教师节")
"""A day before which a project of that very day does its work: 春节前 for 春节期间走访."""
SPANS = ("日", "天", "周", "月", "季", "半年", "年", "学期")
ORDINAL, TURNS = re.compile("第([二三四五六七八九十])$"), frozenset(["次", "期", "轮", "批"])
AGES = frozenset(["岁", "周岁"])
SORTS = frozenset("项种类")
UNTOLD = frozenset(["", DATE, YEAR, VAGUE, "%"])
EARLIER = re.compile(
    "[较比]|同期|上年|基[期数年]|增|降|减|学年|[届级底末]|以来|起|招|入学|毕业|历史|20\\d\\d[^\\d]{0,3}20\\d\\d"
)
"""What is compared with an earlier year, or began in it."""
PASSED = re.compile(r"(20\d\d)年(?:年?底|末|12月31日|12月底)(?:之?前|以前)")
"""A limit that lay in the year before."""
JOINT, CLAUSE = re.compile("[、和及与]"), re.compile("[，,；;。\n]")
NONE = re.compile("零|杜绝|不发生|不出现|未发生|无[\u4e00-\u9fff]")


def printed(fact: Fact) -> Decimal | None:
    """The number of a fact as it is printed, without the multiple of its unit."""
    found = re.match(r"\d[\d,]*(?:\.\d+)?", fact.number.text)
    return Decimal(found[0].replace(",", "")) if found else None


def numbers(proposal: Proposal, after: RowText, before: RowText, ground: Ground) -> Check:
    """Whether each number of the new name, definition, target and basis is grounded."""
    wrong = next(_ungrounded(proposal, after, before, ground), None)
    if wrong:
        return Check(check="number", result="fail", reason=wrong)
    blanks = sum((getattr(after, f) or "").count(BLANK) for f in ("name", "definition", "target", "basis"))
    if blanks and not (proposal.question or "").strip():
        return Check(check="number", result="fail", reason=f"有{BLANK}，却没有给部门的问题。")
    if proposal.origin == "ask" and not blanks:
        return Check(check="number", result="fail", reason=f"来历写作“待填”，却没有{BLANK}。")
    return Check(
        check="number", result="pass", reason="各处数字都有出处，或留待部门填写。" if blanks else "各处数字都有出处。"
    )


def _ungrounded(proposal: Proposal, after: RowText, before: RowText, ground: Ground) -> Iterator[str]:
    if proposal.origin == "provided" and proposal.proposer.kind == "person":
        # The words were judged when they asked; the figures in them are the department's own.
        return
    target = parse_target(after.target)
    touched = proposal.target is not None or proposal.name is not None
    if touched and not (proposal.target is None and same_words(after.name, before.name)):
        yield from _target(proposal, after, before, ground)
    granted = {(m.value, m.unit, m.per) for m in target_numbers(after.target)} if target.kind != "blank" else set()
    operands = {(m.value, m.unit, m.per) for m in mentions(_solid(proposal.formula or ""))}
    granted |= operands
    evidence = ground.quoted(proposal.evidence)
    for field, words in (("name", "指标名"), ("definition", "描述"), ("basis", "依据")):
        text = getattr(proposal, field)
        if text is None:
            continue
        text = "".join(text.split()) if field != "definition" else text
        if field == "basis":
            text = _beside_entries(text, ground.library)
        for number in mentions(free(text)):
            clause = _clause(text, number)
            if number.value in _sorts_added(proposal) and (number.worded or number.unit in SORTS | {"个"}):
                continue
            if field != "basis" and _stale(number, clause, ground):
                yield f"{words}里的“{number.text}年”是上一年。"
            key = (number.value, number.unit, number.per)
            restated = number.unit != DATE and key in granted
            if restated and key in operands and OVER.search(clause):
                continue
            shared = number.unit != "%" or measures(clause) & measures(after.name)
            if restated and (field != "definition" or (shared and cover(after.name, clause) > 0)):
                continue
            why = _support(number, after.name, clause, evidence or (), ground)
            if why:
                yield f"{words}里的“{number.text}”没有出处：{why}。"


def _beside_entries(basis: str, library: Library) -> str:
    """The basis without the entries of the bureau's own library that it names: 本局库第3条 where there is one."""
    for entry in library.entries:
        basis = basis.replace("".join(entry.indicator.origin.split()), "") if entry.indicator.origin else basis
    return basis


def _sorts_added(proposal: Proposal) -> frozenset[int]:
    """How many things the formula adds up, or the quotes give: 三类 of three that are added."""
    made = {len(parts) for parts in sums(proposal.formula or "")} | {len(proposal.evidence)}
    return frozenset(made - {0, 1})


def _stale(number: Mention, clause: str, ground: Ground) -> bool:
    """Whether it is the year before, of which the project says nothing, and is none that the row is compared with."""
    if (limit := PASSED.search(clause)) and number.unit == DATE:
        year = int(limit[1])
        return year in ground.years and year < max(ground.years) and limit[1] not in ground.spoken.head
    return (
        number.unit == YEAR
        and number.value in ground.years
        and number.value < max(ground.years)
        and not EARLIER.search(clause)
        and str(number.value) not in ground.spoken.head
    )


def _clause(text: str, number: Mention) -> str:
    left = max((text.rfind(mark, 0, number.start) for mark in "。；;，\n"), default=-1)
    right = min((at for mark in "。；;，\n" if (at := text.find(mark, number.end)) >= 0), default=len(text))
    return text[left + 1 : right]


def _support(number: Mention, name: str, words: str, evidence: tuple[Fact, ...], ground: Ground) -> str | None:
    """Why no fact of the document supports this number, or None."""
    if ground.of_the_year(number):
        return None
    if number.unit == VAGUE:
        feast = FEAST.match(number.text)
        said = any(f.number.unit == VAGUE and f.number.text == number.text for f in ground.facts)
        said = said or _in_turn(number, ground)
        said = said or (len(number.text) > 1 and number.text in ground.own.joined)
        return None if said or (feast and feast[0] in ground.spoken.head) else "原文没有这个说法"
    if number.unit in SORTS and _listed(number, ground):
        return None
    if number.unit == DATE:
        dates = {f.number.text for f in ground.facts if f.number.unit == DATE}
        # A day may be told without its year, not with one that the text does not give.
        dates |= {day for date in dates if (day := date.partition("年")[2])}
        monthly = {
            f"{f.number.value:f}日" for f in ground.own.facts if (f.piece.field, f.number.unit) == ("target", "日")
        }
        said = number.text in dates or number.text.partition("月")[2] in monthly
        return None if said else "原文没有这个日期"
    if number.unit == "日" and any(f.number.text == f"每月{number.value:f}日" for f in ground.facts):
        return None
    same = [f for f in (*evidence, *ground.facts) if f.number.value == number.value]
    if not same:
        return "原文没有这个数"
    fits = [f for f in same if same_unit(number, f, forms=ground.forms)]
    if not fits:
        return f"原文里这个数的单位是“{same[0].number.text}”"
    reasons = [
        None
        if number.unit in AGES or _same_thing(number, words, f)
        else _row_misfit(number, words, f) or misfit(words, "", f, ground.own.facts, ground.parts())
        if f.piece.field == "target"
        else _other_group(number, words, f, ground)
        or _aside(number, name, words, f)
        or misfit(name, words, f, ground.own.facts, ground.parts())
        for f in fits
    ]
    return None if None in reasons else reasons[0]


def _in_turn(number: Mention, ground: Ground) -> bool:
    """Whether the project does as often what the words count off: 第二轮 of 检查2次."""
    nth = ORDINAL.match(number.text)
    value = chinese_number(nth[1]) if nth else None
    return value is not None and any(f.number.value >= value and f.number.unit in TURNS for f in ground.own.facts)


def _listed(number: Mention, ground: Ground) -> bool:
    """Whether the project's own words list as many things: 两类仪器 for 购置电梯检测仪和超声波测厚仪.

    Or count as many, in one unit, beside their whole: 抽检800批次：食用农产品500批次，加工食品300批次.
    """
    counted = Counter((f.place, f.number.unit) for f in ground.own.facts if f.piece.field in ("purpose", "goal"))
    if any(number.value in (count, count - 1) for (_place, unit), count in counted.items() if unit not in UNTOLD):
        return True
    head = ground.spoken.head
    return any(len(JOINT.findall(clause)) + 1 == number.value for clause in CLAUSE.split(head))


def _same_thing(number: Mention, words: str, fact: Fact) -> bool:
    """Whether the same thing stands behind the number in both: 6个村 of 在刘庄等6个村."""
    thing = THING.match(half_width(words).partition(number.text)[2])
    return thing is not None and fact.after.startswith(thing[0])


def _row_misfit(number: Mention, words: str, fact: Fact) -> str | None:
    """Why a row's target is no source for a share that the words give: they speak of another rate, or of none."""
    if number.unit != "%" or measures(words) & measures(fact.clause):
        return None
    return f"那是“{fact.clause[:24]}”的目标值"


def _other_group(number: Mention, words: str, fact: Fact, ground: Ground) -> str | None:
    """Why the people that the words count are none that the text counts with this number: 5名家属 for 5名退役士兵."""
    found = re.search(rf"{re.escape(number.text)}(?![在应实])([\u4e00-\u9fff]{{2,4}})", half_width(words))
    if number.unit != "人" or found is None or fact.piece.row is not None:
        return None
    crowd = grams(found[1])
    if not crowd or crowd & (grams(fact.clause) | grams(f"{fact.before}{fact.after}") | grams(ground.subject)):
        return None
    return f"原文说的是“{fact.clause[:24]}”"


def _aside(number: Mention, name: str, words: str, fact: Fact) -> str | None:
    """Why the text's number is none of what a clause says beside the name: 每季度开展2次回访 is not 组织演练2次."""
    own = grams(half_width(words).replace(number.text, "，")) - grams(name)
    if (
        fact.piece.field in ("total", "fiscal", "other")
        or len(own) < MANY
        or own & (grams(fact.clause) | grams(fact.after))
        or grams(words) & grams(name)
    ):
        return None
    return f"原文说的是“{fact.clause[:24]}”"


def _target(proposal: Proposal, after: RowText, before: RowText, ground: Ground) -> Iterator[str]:
    target = parse_target(after.target)
    if target.kind == "blank":
        return
    evidence = ground.quoted(proposal.evidence)
    quoted = any(f.number.unit == DATE for f in evidence)
    found = [n for n in target_numbers(after.target) if not ground.of_the_year(n)]
    if quoted and (late := _unquoted_day(after.target, evidence)):
        yield f"目标值里的“{late.text}”没有出处：引文里是另一天。"
        return
    if not found:
        return
    origin = proposal.origin
    if origin == "norm":
        why = norm_fault(after, ground.library)
        if why:
            yield why
        return
    if origin == "derived":
        return
    if origin == "ask" and BLANK in after.target:
        yield f"目标值已写{BLANK}，不能再写数字。"
        return
    if origin in ("provided", "ask"):
        yield "目标值写了数字，来历却不是原文、计算或惯例。"
        return
    if not evidence and origin is None and norm_fault(after, ground.library) is None:
        return
    kept_target = proposal.target is None or (origin is None and same_words(after.target, before.target))
    if not evidence and _none_is_said(found, proposal):
        return
    if not evidence and not kept_target:
        yield f"目标值“{after.target}”没有引文。"
        return
    for number in found:
        pool = evidence or ground.own.facts
        if origin == "stated" and "M04" not in proposal.resolves and turned(target.operator, number, evidence, ground):
            yield f"目标值“{after.target}”的方向与引文相反"
            return
        kept = proposal.name is None or bool(measures(after.name) & measures(before.name))
        why = _in_quotes(number, after, pool, ground, proposal.row, kept=kept)
        if why:
            yield f"目标值里的“{number.text}”没有出处：{why}。"


def _unquoted_day(target: str, evidence: tuple[Fact, ...]) -> Mention | None:
    """A day of the target that is none of the quoted ones, be it the year's last."""
    days = [m for m in mentions("".join(target.split())) if m.unit == DATE]
    told = [f.number.text for f in evidence if f.number.unit == DATE]
    return next((d for d in days if not any(same_date(d.text, other) for other in told)), None)


def _none_is_said(found: list[Mention], proposal: Proposal) -> bool:
    """Whether the target is none at all, and a quote says so of the thing in words (零增长, 杜绝)."""
    thing = grams(f"{proposal.name or ''}，{proposal.definition or ''}")
    said = [q for q in proposal.evidence if NONE.search(q) and (not thing or grams(q) & thing)]
    return bool(said) and all(n.value == 0 for n in found)


def _in_quotes(
    number: Mention, after: RowText, pool: tuple[Fact, ...], ground: Ground, row: int | None, *, kept: bool
) -> str | None:
    """Why the quotes do not hold this number for the row; `kept`: its name, or its rate, stays."""
    if number.unit == DATE:
        days = [f for f in pool if f.number.unit == DATE and same_date(f.number.text, number.text)]
        if not days:
            return "引文里没有这个日期"
        return None if any(same_day(after, f, ground.own.facts) for f in days) else f"原文说的是“{days[0].clause[:24]}”"
    if number.value == 1 and any(f.number.unit == VAGUE and _once(number, f.number.text) for f in pool):
        return None
    same = [f for f in pool if f.number.value == number.value]
    if not same:
        return "引文里没有这个数"
    if not (same := [f for f in same if not named(f)]):
        return "那是名称里的数字"
    fits = [f for f in same if same_unit(number, f, forms=ground.forms)]
    if not fits:
        return f"引文里是“{same[0].number.text}”，单位不同"
    if kept and row is not None and any(f.piece.row == row for f in fits):
        return None
    reasons = [
        (_of_no_rate(after.name, f) if f.piece.row != row else None)
        or misfit(after.name, after.definition, f, ground.beside(f), ground.parts(), subject=ground.subject)
        for f in fits
    ]
    return None if None in reasons else reasons[0]


def _once(number: Mention, told: str) -> bool:
    """Whether the words tell of one in each such time: 每季度随访1次."""
    return any(f"每{span}" in told for span in number.per or SPANS)


def _of_no_rate(name: str, fact: Fact) -> str | None:
    """Why another row's share is none of the rate that the name speaks of: that row names no rate (健康体检 ≥90%)."""
    told = f"{fact.clause}，{fact.before}，{fact.after}"
    if fact.piece.field != "target" or fact.number.unit != "%" or not measures(name) or measures(told):
        return None
    return f"那是“{fact.clause[:24]}”的目标值"


def norm_fault(after: RowText, library: Library) -> str | None:
    """Why the target is no norm of the library, or None where it is one."""
    target = parse_target(after.target)
    name = SATISFIED.sub("满意度", after.name)
    fitting: list[Norm] = [n for n in library.norms if n.fits(name)]
    if not fitting:
        return f"惯例清单里没有适用于“{after.name}”的惯例。"
    limited = next((n for n in fitting if n.needs_limit), None)
    for norm in fitting:
        units = (norm.unit, *library.nouns.units.get(norm.unit, ()))
        operators = (norm.operator, "≤") if norm.value == 0 else (norm.operator,)
        if target.number == norm.value and target.operator in operators and target.unit in units:
            if limited and not LIMIT.search(after.definition + after.name):
                return f"“{limited.name}”的惯例须与时限一起成立，描述里没有时限。"
            if NATIONAL.search(after.basis):
                return "惯例只是本局习惯，不能写成国家或行业的规定。"
            return None
    norm = fitting[0]
    return f"惯例“{norm.name}”是 {norm.operator}{norm.value:f}{norm.unit}，不是 {after.target}。"


def target_numbers(target: str) -> list[Mention]:
    """The numbers of a target, those of its structure left out."""
    return list(mentions(free("".join(target.split()))))


def free(text: str) -> str:
    """The text with what only looks like a number blanked out, places kept."""
    plain = half_width(RINGED.sub(" ", text))
    return STRUCTURE.sub(lambda m: "\x00" * len(m[0]), plain)


def _solid(formula: str) -> str:
    return re.sub(r"[*/()+×÷（）-](?=\s*\d)", "；", formula)


def same_words(one: str, other: str) -> bool:
    return "".join(half_width(one).split()) == "".join(half_width(other).split())


__all__ = ["free", "norm_fault", "numbers", "printed", "same_words", "target_numbers"]
