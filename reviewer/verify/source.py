"""A project's text in reading order: where a quote stands, and what each number in it speaks of."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from reviewer.domain.document import Document, Section
from reviewer.domain.project import PERSONAL, Project
from reviewer.verify.number import DATE, VAGUE, Mention, half_width, mentions

CELL = "\x1f"
"""Stands between two cells; a quote may cross it, a number may not."""
SENTENCE = re.compile(r"[。！？!?\n\x1f]")
CLAUSE = re.compile(r"[。；;，,、！？!?\n\x1f]")
OPENED = re.compile(r"[。；;，,、！？!?\n\x1f（(：]")
BRACKETED = re.compile(r"[（(][^（）()]*\d[^（）()]*[\u4e00-\u9fff%][^（）()]*[）)]")
"""Numbers that stand in brackets beside what they part or explain: 27所学校（小学18所、初中9所）."""
HOLE = "\x00"
"""Stands for a character of what is said beside, in brackets, so that places hold."""
LABELS = re.compile(
    r"项目名称[：:]?|预算规模及资金用途|预算规模[：:]?|预算数[：:]?|(?:其中[：:]?)?(?:财政资金|财政拨款)[：:]?|其他资金[：:]?"
    r"|(?:^|(?<=\x1f))(?:资金用途|绩效目标|(?:总)?预算|资金支出计划(?:（%）)?)[：:]?"
    r"|(?:3|6|10|12)月底(?=\s*\d+(?:\.\d+)?\s*%)"
)
"""Labels of the form that a quote of the head may carry; they stand in the document, not in a cell that is read."""
PLAN_LABELS = "3月底6月底10月底12月底"
SAID_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
ISSUED = re.compile(r"[〔\[【(](20\d\d)[〕\]】)]")
"""The year in a document number."""
SPACE = re.compile(r"[^\S\x1f]+")
"""White space but CELL, which Python counts among it."""
DIGITS = re.compile(r"[\d.,]+")
NUMERAL = frozenset("0123456789.,")
HAN = re.compile(r"[\u4e00-\u9fff]")
ENUMERATED = re.compile(r"\d{1,2}[.、)）](?!\d)")
COMMA = re.compile(r"(?:[，；;。:：]|,(?!\d{3}))+")
ROW_NUMBER = re.compile(r"^\s*\d{1,3}\s*[｜|]")
BAR = re.compile(r"[｜|]")
"""Stands between the cells of a row where a model reads it."""
SAME_SIGN = str.maketrans("，；：！？（）【】〔〕［］“”‘’\"'—－", ',;:!?()[][][]""""""--')
"""Signs that differ between keyboards only."""
PART = re.compile(r"\d$|\d[.,]$")
ITEM = re.compile(r"(?:.*[\n;。(])?\d{1,2}[.,、)]")
STARTS = ("", "\n", "；", "。", "（", "(", ";")
"""What stands before the number of an item in a list: 1.发放补助."""
THIN = 5
"""A clause of at most so many characters beside the number leans on the one before."""
EACH = re.compile("每(?:平方米|公里|工作日|批次|人次|学期|[\u4e00-\u9fff])(?:每?[年月天日])?")
"""Says of a price what it is for each of, and no thing: 每公里5000元."""
SPANS = frozenset(["日", "月", "年", "周", "学期"])
BARELY = 2
"""An item of so few characters says nothing but which of a list it is: 一级1240人, 100周岁以上12人."""
LEANING = re.compile("每|单价|[户人]均|全年按|按")
"""Begins a clause that says how often or at what price, and not of what."""
RATED = re.compile("(?:标准|补差|单价|造价|均价)$")
"""Before a sum of money that says another thing than the sum before it: 月人均补差420元，保障标准650元."""
SUMMED = re.compile("^(?:全年|年内)?(?:(?:共|共计|合计|总计|总共|累计)[\u4e00-\u9fff]{0,2}|全年)$")
"""Before a number that sums up what is said before it: 各配备1台，共12台."""
FUNDS = re.compile("资金|拨款|预算|金额|补助|投资")
"""Labels whose value is a sum."""
BARE = re.compile(r"\d(?:万|亿)?$")


class Piece(NamedTuple):
    """One cell or paragraph."""

    field: str
    """label (words of the form), head (another fact of the form's head, behind its label), name, total, fiscal, other,
    plan, purpose, goal, prose, sibling (the budget of another project of the policy), or a field of a row."""
    row: int | None
    text: str


class Fact(NamedTuple):
    """A number of the document with the words around it."""

    number: Mention
    piece: Piece
    clause: str
    before: str
    after: str
    place: int
    """Index of the piece."""
    thin: bool = False
    """The clause says too little by itself: `clause` holds the one before it too."""
    head: str = ""
    """What stands before the list that the number is an item of, where its clause does not hold it."""


class Text:
    """The pieces of one project (or of the prose) joined, to look quotes and numbers up in."""

    def __init__(self, pieces: list[Piece], unit: str = "") -> None:
        self.printed = ["".join(p.text.split()) for p in pieces if p.text]
        """The pieces as the document prints them, white space apart."""
        self.pieces = [p._replace(text=half_width(p.text)) for p in pieces if p.text]
        self.unit = unit
        joined, starts = "", []
        for piece in self.pieces:
            starts.append(len(joined))
            joined += "".join(piece.text.split()) + CELL
        self.joined, self.starts = joined, starts
        self.plain = joined.translate(SAME_SIGN)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every number with the words around it."""
        return tuple(self._facts())

    def find(self, quote: str) -> tuple[tuple[int, int], ...]:
        """Spans of `joined` where the quote stands, white space and the width of signs apart.

        It may cross cells, also as the form prints them (预算数：22.00万元) or as a row is shown to a
        model (1｜产出指标｜…).
        A number is never found inside a longer one.
        """
        return next((spans for words in readings(quote, self.unit) if (spans := self._spans(words))), ())

    def alone(self, quote: str) -> bool:
        """Whether the quote is digits alone that stand inside of cells, at several places: it does not say which."""
        if not DIGITS.fullmatch(half_width(quote).strip()):
            return False
        spans = self.find(quote)
        whole = any(start in self.starts and self.joined[end : end + 1] == CELL for start, end in spans)
        return len(spans) > 1 and not whole

    def _spans(self, quote: str) -> tuple[tuple[int, int], ...]:
        words = SPACE.sub("", half_width(quote)).translate(SAME_SIGN)
        if not words.strip(CELL):
            return ()
        pattern = re.escape(words[0])
        for before, char in pairwise(words):
            pattern += (
                "" if (before in NUMERAL and char in NUMERAL) or CELL in (before, char) else f"{CELL}?"
            ) + re.escape(char)
        if words[-1].isdigit():
            pattern += r"(?!\d|[.,]\d)"
        found = re.finditer(pattern, self.plain)
        return tuple(
            m.span()
            for m in found
            if (not words[0].isdigit() or self._begins(m.start())) and not self._half_named(*m.span())
        )

    def _half_named(self, start: int, end: int) -> bool:
        """Whether words from within a name stand before a sum: what the sum is of says the whole name."""
        place = bisect(self.starts, start) - 1
        within = self.pieces[place].field == "name" and self.pieces[place].row is None and start > self.starts[place]
        return within and end > self.starts[place] + len("".join(self.pieces[place].text.split())) + 1

    def _begins(self, place: int) -> bool:
        """Whether a number begins here, and not inside a longer one; the number of a list's item is none (1.2021年)."""
        before = self.plain[self.plain.rfind(CELL, 0, place) + 1 : place]
        return not PART.search(before) or bool(ITEM.fullmatch(before))

    def inside(self, spans: tuple[tuple[int, int], ...]) -> tuple[Fact, ...]:
        """The facts whose number lies within one of the spans."""
        return tuple(
            fact
            for fact in self.facts
            if any(
                start <= self.starts[fact.place] + fact.number.start and self._end(fact) <= end for start, end in spans
            )
        )

    def _end(self, fact: Fact) -> int:
        digits = re.match(r"\d[\d.,]*", fact.number.text) if fact.number.unit != DATE else None
        size = digits.end() if digits else fact.number.end - fact.number.start
        return self.starts[fact.place] + fact.number.start + size

    def _facts(self) -> Iterator[Fact]:
        goals, numbered = 0, self._numbers_goals()
        for place, piece in enumerate(self.pieces):
            if piece.field == "label":
                continue
            text = "".join(piece.text.split())
            if piece.field == "goal":
                goals += 1
                item = f"{goals}."
                text = HOLE * len(item) + text.removeprefix(item) if numbered else text
            for number in mentions(text):
                if ENUMERATED.match(text, number.start) and text[number.start - 1 : number.start] in STARTS:
                    continue
                if piece.field in ("total", "fiscal", "other", "sibling"):
                    number = mentions(f"{text}{self.unit}")[0]
                elif piece.field == "plan":
                    number = number._replace(unit="%")
                clear, right = _clear(text, number)
                left = [m.end() for m in OPENED.finditer(clear, 0, number.start) if not _comma(clear, m.start())]
                start = left[-1] if left else 0
                before, after = _printed(clear[start : number.start]), _printed(clear[number.end : right])
                words = f"{before}{text[number.start : number.end]}{after}"
                about = self._row_words(piece) if piece.field == "target" else words
                if piece.field == "head":
                    about = self.pieces[place - 1].text + about
                fact = Fact(number, piece, about, before, after, place)
                if piece.field != "target":
                    fact = self._widened(fact, clear, left)
                    fact = fact._replace(head=_heading(clear[: number.start], fact))
                yield fact

    def _numbers_goals(self) -> bool:
        """Whether every goal begins with its number, so that 1.65岁以上 is the first goal, and no 1.65."""
        goals = [p.text.lstrip() for p in self.pieces if p.field == "goal"]
        return len(goals) > 1 and all(goal.startswith(f"{n}.") for n, goal in enumerate(goals, 1))

    def _widened(self, fact: Fact, text: str, left: list[int]) -> Fact:
        """The fact with the clauses before it that say what it is of, where its own is a few words.

        It reaches back to the first that says a thing, and not past a number of the same unit: 疫木清理28000株 for
        126万元 in 疫木清理28000株，每株45元，126万元.
        """
        if len(HAN.findall(EACH.sub("", fact.before) + fact.after)) > THIN:
            return fact
        for start, end in pairwise(reversed([0, *left])):
            before = _printed(text[end:start])
            if before[-1:] not in ("，", ",", "、", "（", "(", "："):
                break
            counted = mentions(before)
            asides = bool(counted) and all((m.unit == "元" and m.per) or m.unit in SPANS for m in counted)
            priced = any(m.unit in fact.number.per for m in counted)
            if counted and before.endswith("、") and not (priced or asides) and HAN.search(EACH.sub("", fact.before)):
                # One of a list of things, each with its own number: 轮椅100辆、助听器150台.
                break
            listed = priced and text[end - 1 : end] == "、"
            alike = any((m.unit, m.per) == (fact.number.unit, fact.number.per) for m in counted)
            if (
                alike
                and not SUMMED.search(fact.before)
                and not (fact.number.unit == "元" and RATED.search(fact.before))
            ):
                break
            fact = fact._replace(clause=before + fact.clause, thin=True)
            leaning = asides or listed or LEANING.match(before) or SUMMED.match(worded(before[:-1]))
            if not leaning and HAN.search(EACH.sub("", worded(before))):
                break
        return fact

    def _row_words(self, piece: Piece) -> str:
        """What a row's target is the figure of: its name, definition and basis."""
        return "，".join(
            p.text for p in self.pieces if p.row == piece.row and p.field in ("name", "definition", "basis")
        )


def _heading(before: str, fact: Fact) -> str:
    """What stands ahead of the list that a number is an item of: 发放津贴：80至89周岁6820人；90至99周岁910人."""
    said, _colon, items = SENTENCE.split(before)[-1].rpartition("：")
    own = HAN.findall(worded(fact.clause))
    return (
        ""
        if len(own) > BARELY or "：" in fact.clause or not said or not items
        else _printed(OPENED.split(said)[-1]) + "："
    )


def _clear(text: str, number: Mention) -> tuple[str, int]:
    """The text as the number is told in it, and where its clause ends.

    What stands in brackets beside it is blanked out; within brackets of its own the clause begins and ends with them.
    """
    clear = BRACKETED.sub(lambda m: m[0] if m.start() < number.start < m.end() else HOLE * len(m[0]), text)
    inside = next((m for m in BRACKETED.finditer(text) if m.start() < number.start < m.end()), None)
    ends = [*(m.start() for m in OPENED.finditer(clear, number.end)), len(clear)]
    # What is counted may be two things: 63台学校、医院电梯.
    right = next(end for end, after in pairwise([*ends, len(clear)]) if not _goes_on(clear, end, after))
    if inside:
        clear = f"{clear[: inside.start()]}（{clear[inside.start() + 1 :]}"
        right = min(right, inside.end() - 1)
    return clear, right


def _goes_on(text: str, end: int, after: int) -> bool:
    """Whether a list of things without numbers of their own goes on at this place."""
    return text[end : end + 1] == "、" and after > end and not mentions(text[end:after])


def _printed(text: str) -> str:
    return text.replace(HOLE, "")


def worded(text: str) -> str:
    """The text without its numbers and their units."""
    for number in (m for m in reversed(mentions(text)) if m.unit != VAGUE):
        text = text[: number.start] + text[number.end :]
    return text


def _comma(text: str, at: int) -> bool:
    """Whether the comma at this place groups the digits of one number."""
    return text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()


def pieces(project: Project) -> list[Piece]:
    """Every text of the project in reading order."""
    unit = project.amount_unit or "万元"
    made = [
        Piece("name", None, project.name),
        Piece("total", None, project.budget.total or ""),
        Piece("fiscal", None, project.budget.fiscal or ""),
        Piece("other", None, project.budget.other or ""),
        Piece("purpose", None, project.purpose or ""),
        Piece("label", None, PLAN_LABELS if any(project.spending_plan) else ""),
        *(Piece("plan", None, share or "") for share in project.spending_plan),
        *(Piece("goal", None, goal) for goal in project.goals),
    ]
    for label, value in project.extra:
        if PERSONAL.search(label):
            continue
        made += [Piece("label", None, label), Piece("head", None, _money(label, value, unit))]
    for row in project.indicators:
        made += [Piece(field, row.row, text) for field, text in row.text()._asdict().items()]
        made += [Piece("extra", row.row, text) for _heading, text in row.extra]
    return made


def _money(label: str, value: str, unit: str) -> str:
    """The value of a fact of the head; a sum that is printed without its unit gets it."""
    if not FUNDS.search(label) or not BARE.search(value):
        return value
    return value + ("元" if value.endswith(("万", "亿")) else unit)


def project_text(project: Project) -> Text:
    """The project's own text."""
    return Text(pieces(project), project.amount_unit or "万元")


def years(document: Document) -> frozenset[int]:
    """The budget year and the one before it, as most projects' own words say; else as the latest document number does.

    Naming them states no fact: 2021年度实际发放的人数, 2020年花名册.
    """
    speech = ["\n".join((p.name, p.purpose or "", *p.goals)) for p in document.projects]
    named = Counter(max(map(int, found)) for text in speech if (found := SAID_YEAR.findall(text)))
    if named:
        year = named.most_common(1)[0][0]
        return frozenset([year, year - 1])
    bases = (row.basis or "" for p in document.projects for row in p.indicators)
    issued = [int(y) for text in (*speech, *bases) for y in ISSUED.findall(half_width(text))]
    return frozenset([max(issued) + 1, max(issued)]) if issued else frozenset()


def budget_text(sibling: Project) -> Text:
    """What may be quoted of another project of the same policy: its name and its budget."""
    return Text(
        [Piece("name", None, sibling.name), Piece("sibling", None, sibling.budget.total or "")],
        sibling.amount_unit or "万元",
    )


def prose_text(sections: Iterable[Section]) -> Text:
    """The department's prose outside the tables."""
    return Text([Piece("prose", None, f"{s.title}\n{s.text}") for s in sections])


def readings(quote: str, unit: str) -> Iterator[str]:
    """The quote as it is; as a row of the table; as words of the head without labels and the `unit` of its sums."""
    yield quote
    row = BAR.sub(CELL, ROW_NUMBER.sub("", quote)).strip(CELL)
    if row != quote:
        yield row
    cells = (c.strip() for c in COMMA.sub(CELL, LABELS.sub(CELL, row)).split(CELL))
    if (head := CELL.join(_bare(c, unit) for c in cells if c)) != row:
        yield head


def _bare(cell: str, unit: str) -> str:
    """A sum without the unit that the form prints once for all (22.00万元, 22.00万); anything else as it is."""
    name = next((u for u in (unit, unit.removesuffix("元")) if u and cell.endswith(u)), "")
    number = cell.removesuffix(name)
    return number if number[-1:].isdigit() or number[-1:].isspace() else cell
