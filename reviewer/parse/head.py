"""The facts at the head of a project's table: labels and what stands beside or under them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.domain.grid import Cell, address_of, texts_of
from reviewer.domain.project import PERSONAL, Budget, amount
from reviewer.parse.goals import goals_of
from reviewer.parse.indicator import joined
from reviewer.parse.vocabulary import AMOUNT_UNITS, GOALS, head_field, listed_label, money_unit

_CODED = re.compile(r"(\d{3,}[\d.]*)[\s\-_—]*(?=[^\d\s\-_—.])(.+)", re.S)
_CODE_NAME = re.compile(r"((?=(?:[A-Z]*\d){8})[0-9A-Z]{12,})[\s\-_—]+(\D.*)", re.S)
_INLINE = re.compile(r"([^:：]{1,24})[:：]\s*(.*)", re.S)
_AMOUNT = re.compile(r"([-+]?[\d,，]+(?:\.\d+)?)\s*(亿元|万元|千元|百元|元|万|亿)?(?:人民币|整)?")
_MONEY_FIELDS = frozenset(("total", "project_total", "fiscal", "other"))
_PLAN = ("plan_3", "plan_6", "plan_10", "plan_12")
_TEXTS = frozenset(("purpose", *GOALS))
_UNDER = frozenset((*_TEXTS, "ignored"))
"""Labels whose text may stand in the row below them although an empty cell stands beside them."""
_CELL_NAMES = (
    {"total": "budget.total", "fiscal": "budget.fiscal", "other": "budget.other"}
    | dict.fromkeys(GOALS, "goals")
    | {field: f"spending_plan.{rank}" for rank, field in enumerate(_PLAN)}
    | dict.fromkeys(("ignored", "section", "plan"), "")
)
"""What a field's cell is called in a project's `cells`; "" where it has none."""
_SHOWN = frozenset((*_TEXTS, *_PLAN, "total", "name", "code", "unit_name", "unit_code", "department", "amount_unit"))
"""Fields that a project has a place of its own for."""
_NO_VALUE = frozenset(("section", "plan"))
_TASK = re.compile("任务|主要内容|工作内容")
_KNOWN = re.compile(r"[(（].*[)）]|附[表件]\d*|(?:20\d\d年.*)|[-—/\\]+|备注")
"""What stands beside labels and says nothing of the project: the year in brackets, a stroke."""
_SUM = re.compile("(?:金额|任务|预算|资金)?(?:合计|总计|小计)(?:金额)?")


def _matrix(row: Sequence[Cell], fields: Sequence[str | None]) -> list[tuple[str, Cell]]:
    """The amounts among a row of headings: several of them, or one beside 任务名称."""
    money = [(field, row[rank]) for rank, field in enumerate(fields) if field in _MONEY_FIELDS]
    if len(money) > 1 or not money:
        return money
    label = money[0][1]
    return money if any(_TASK.search(cell.text) for cell in row if cell is not label) else []


def _many(labels: Sequence[str]) -> bool:
    """Whether a row of labels alone is a line of them whose values stand below: many, or some behind a blank corner."""
    return len(labels) - labels.count("") >= (3 if labels and not labels[0] else 5)


def _many_amounts(following: Sequence[str]) -> bool:
    """Whether a row goes on with several amounts and no label before them."""
    texts = [text for text in following if text][:2]
    return len(texts) == 2 and all(_AMOUNT.fullmatch(text.rstrip("%")) for text in texts)


def _beyond(following: Sequence[str], field: str, *, headed: bool) -> bool:
    """Whether the next text behind blank cells is the value of the label before them: no second value follows it.

    `headed` says that a line of labels stands over the row, so that amounts may follow each other.
    """
    texts = [text for text in following if text]
    if not texts or head_field(texts[0]) is not None or _INLINE.fullmatch(texts[0]):
        return False
    if field in _MONEY_FIELDS and not _AMOUNT.fullmatch(joined(texts[0])):
        return False
    if field in _MONEY_FIELDS and len(texts) > 1:
        return headed or not _AMOUNT.fullmatch(joined(texts[1]).rstrip("%"))
    return len(texts) == 1 or head_field(texts[1]) is not None


def _is_value(field: str, text: str, label: str, following: Sequence[str]) -> bool:
    """A word of the vocabulary behind a label that stands as a value: 项目名称 | 资金 | …, 其他资金 | 其他."""
    if label not in _NO_VALUE and listed_label(text) is None:
        return True
    if label not in ("name", "code", "ignored", "unit_name"):
        return False
    after = next((text for text in following if text), None)
    return field in ("section", "ignored", "total", "other", "purpose") and (
        after is None or head_field(after) is not None
    )


class Fact(NamedTuple):
    """One label's value as printed, with the address of its cell."""

    text: str
    address: str
    label: str = ""
    """The form's word beside or over it."""


class Head:
    """The head of one project, filled row by row."""

    def __init__(self) -> None:
        self.facts: dict[str, list[Fact]] = {}
        self.amount_unit: str | None = None
        self.problems: list[tuple[str | None, str, str]] = []
        """(field, place, reason) of what could not be read for certain."""
        self._pending: list[tuple[str, int]] = []
        """Labels of the last row of them that have no value yet: the field, and the rank of the cell."""
        self._over: Sequence[Cell] = ()
        """That row."""
        self._matrix: list[tuple[str, Cell]] = []
        """Amounts that stand as headings over rows of tasks; the row of their sum counts."""
        self.strays: list[Cell] = []
        """Cells that belong to no label."""
        self._headed = False
        """A line of labels stands over the rows."""
        self._section: str | None = None
        self._last: str | None = None

    def read(self, row: Sequence[Cell], texts: Sequence[str], *, unmerged: bool = False) -> bool:
        """Take up a row, whose cells hold these texts; False where it holds nothing of a head.

        `unmerged` says that the file has no merged cells: what is blank behind a label may be a part of it.
        """
        if self._matrix and self._in_matrix(row, unmerged):
            return True
        if self._pending and texts and self._repeated(texts):
            return self._under(row[1:], texts[1:], [])
        labelled = False
        label, beside = "", -1  # the field of the last label that has no value yet, and its rank
        pending: list[tuple[str, int]] = []
        loose: list[int] = []
        fields = list(map(head_field, texts))
        valued = fields.count(None) > texts.count("")
        bare = not valued and _many(texts)
        self._headed = bare or (self._headed and bool(texts) and (not texts[0] or row[0].column > 0))
        for rank, text in enumerate(texts):
            field = fields[rank]
            if not text:
                if not label or label in _NO_VALUE or beside != rank - 1:
                    continue
                if not (unmerged and _beyond(texts[rank:], label, headed=self._headed)):
                    self._put(label, "", address_of(row, rank))
                    if label in _MONEY_FIELDS and _many_amounts(texts[rank:]):
                        said = f"“{joined(texts[beside])}”后面并排有几个数，不能确定取哪一个"
                        self.problems.append((f"budget.{label}", address_of(row, rank), said))
                    if label in _UNDER:
                        pending.append((label, beside))
                    label = ""
                continue
            if field is not None and (bare or not label or not _is_value(field, text, label, texts[rank + 1 :])):
                labelled = True
                self.amount_unit = self.amount_unit or money_unit(text)
                if label:
                    pending.append((label, beside))
                if rank == 0:
                    self._section = field
                label, beside = field, rank
            elif (":" in text or "：" in text) and self._inline(row, rank, text):
                labelled = True
            elif label:
                self._put(label, text, address_of(row, rank), texts[beside])
                label = label if label in _NO_VALUE else ""
            else:
                self.amount_unit = self.amount_unit or money_unit(text)
                loose.append(rank)
        if label:
            pending.append((label, beside))
        if labelled:
            self._pending, self._over = pending, row
            self._matrix = [] if valued else _matrix(row, fields)
            self._unlabelled(row, texts, loose)
            return True
        return self._under(row, texts, loose)

    def _repeated(self, texts: Sequence[str]) -> bool:
        """Whether a row of values begins with the label over them once more, as where merged cells were taken apart."""
        at = self._pending[0][1]
        again = texts[0] == texts_of(self._over)[at].strip() and self._over[at].column == 0
        return again and not any(head_field(text) for text in texts[1:])

    def _put(self, field: str, text: str, address: str, label: str = "") -> None:
        if field in ("amount_unit", "unit_name") and (bare := joined(text).strip("()（）")) in AMOUNT_UNITS:
            self.amount_unit = {"万": "万元", "亿": "亿元"}.get(bare, bare)
            return
        if field == "name" and not text and "name" in self.facts:
            return
        if field in _MONEY_FIELDS and (nested := _INLINE.fullmatch(text)) and (inner := _AMOUNT.search(nested[2])):
            text = inner[0]
        # Without the call that fills in defaults, which takes longer than the rest.
        self.facts.setdefault(field, []).append(tuple.__new__(Fact, (text, address, label)))
        self._last = field

    def _inline(self, row: Sequence[Cell], rank: int, text: str) -> bool:
        """`标签：值` within one cell."""
        found = _INLINE.fullmatch(text)
        if found is None:
            return False
        label, value = "".join(found[1].split()), found[2].strip()
        if label.endswith("单位") and (bare := "".join(value.split()).strip("()（）")) in AMOUNT_UNITS:
            self.amount_unit = {"万": "万元", "亿": "亿元"}.get(bare, bare)
            return True
        field = "unit_name" if label == "单位" else head_field(label)
        if field is None or field in _NO_VALUE or (field in GOALS and len(value) < 2):
            return False
        if value:
            self._put(field, value, address_of(row, rank), label)
        return True

    def _unlabelled(self, row: Sequence[Cell], texts: Sequence[str], loose: Sequence[int]) -> None:
        """323001定州市…本级: the unit with its code stands without a label."""
        for rank in loose:
            text = texts[rank]
            found = _CODED.fullmatch(text)
            if found is not None and "unit_name" not in self.facts and len(found[2]) > 3 and found[2][0] not in "年月":
                self._put("unit_name", text, address_of(row, rank))
            elif text and self.facts and not _KNOWN.fullmatch(text):
                self.strays.append(row[rank])

    def _in_matrix(self, row: Sequence[Cell], unmerged: bool) -> bool:
        """A row of amounts under headings: the sum's are taken, a single task's passed over."""
        amounts = [cell for cell in row if amount(cell.text) is not None]
        if not amounts:
            return False
        found = [
            (field, cell)
            for field, label in self._matrix
            for cell in amounts
            if label.column <= cell.column < label.column + label.width
        ]
        if unmerged and (len(found) < len(self._matrix) or len(found) < len(amounts)):
            in_order = zip(self._matrix, amounts, strict=False)
            found = [(f, c) for (f, _), c in in_order] if len(amounts) == len(self._matrix) else []
        if any(_SUM.fullmatch("".join(cell.text.split())) for cell in row):
            for field, cell in found:
                self._put(field, cell.text.strip(), cell.address)
            if not found:
                self.problems.append(("budget.total", row[0].address, "合计这一行的金额分不清各属哪一栏，没有读入"))
        return bool(found) or unmerged

    def _under(self, row: Sequence[Cell], texts: Sequence[str], loose: Sequence[int]) -> bool:
        """A row without labels: values of the labels above it, or a further piece of the text above."""
        over = self._over
        wide = [p for p in self._pending if p[0] != "plan" and (p[0] != self._section or over[p[1]].column)]
        count, first = len(texts), 0
        while first < count and not texts[first] and (count - first > max(len(wide), 1) or row[first].width > 1):
            first += 1
        if wide and count - first == len(wide):
            labels = texts_of(over)
            for rank, (field, at) in enumerate(wide, first):
                if field != "section":
                    self._put(field, texts[rank], address_of(row, rank), labels[at])
            self._pending = [p for p in self._pending if p[0] != "plan" and p not in wide]
            return True
        filled = [rank for rank, text in enumerate(texts) if text]
        if wide and filled:
            matched = False
            for label, field in [(over[at], field) for field, at in wide if field != "section"]:
                for rank in filled:
                    if label.column <= row[rank].column < label.column + label.width:
                        self._put(field, texts[rank], address_of(row, rank), label.text)
                        matched = True
            if matched:
                self._pending = []
                return True
        target = self._section if self._section in _TEXTS else self._last if self._last in _TEXTS else None
        if len(filled) == 1 and target:
            self._put(target, texts[filled[0]], address_of(row, filled[0]))
            self._pending = []
            return True
        self._unlabelled(row, texts, loose)
        return False

    def forget(self, addresses: set[str]) -> None:
        """Drop what was read from cells that turn out to be headings."""
        kept = {field: [f for f in facts if f.address not in addresses] for field, facts in self.facts.items()}
        self.facts = {field: facts for field, facts in kept.items() if facts}

    def text(self, field: str) -> str | None:
        """The first value that stands beside a label."""
        for fact in self.facts.get(field, ()):
            if fact.text:
                return joined(fact.text)
        return None

    def cells(self) -> dict[str, str]:
        """Where each fact stands."""
        out: dict[str, str] = {}
        for field, facts in self.facts.items():
            name = _CELL_NAMES.get(field, field)
            if name and name not in out:
                first = facts[0]
                out[name] = (first if first.text else next((f for f in facts if f.text), first)).address
        return out

    def named(self) -> tuple[str | None, str | None]:
        """Code and name of the project, also where the code stands before the name in one cell."""
        code, name = self.text("code"), self.text("name")
        if name and not code and (found := _CODE_NAME.fullmatch(name)):
            return found[1], found[2]
        return "".join((code or "").split()) or None, name

    def unit(self) -> tuple[str | None, str | None]:
        """Code and name of the unit that carries the project out; the competent department where it alone is named."""
        above = [joined(f.text) for f in self.facts.get("department", ()) if f.text]
        text = self.text("unit_name") or (above[-1] if above else None)
        code = self.text("unit_code")
        if text and (found := _CODED.fullmatch(text)):
            return code or found[1], found[2].strip()
        return code, text

    def goals(self) -> tuple[str, ...]:
        """Long-term goals before annual ones, each by its own number."""
        period = [g for f in self.facts.get("goal_period", ()) for g in goals_of(f.text)]
        rest = [g for field in ("goal", "goal_annual") for f in self.facts.get(field, ()) for g in goals_of(f.text)]
        return tuple(period + rest)

    def plan(self) -> tuple[str | None, ...]:
        return tuple([self.text(field) for field in _PLAN])

    def extra(self) -> tuple[tuple[str, str], ...]:
        """Label and value of every other fact: dates, funds of other sources, sums of the whole period."""
        return tuple(
            (joined(f.label), joined(f.text))
            for field, facts in self.facts.items()
            if field not in _SHOWN or (field == "department" and "unit_name" in self.facts)
            for f in (facts[:-1] if field in ("fiscal", "other") else facts)
            if f.text and f.label
        )

    def budget(self) -> Budget:
        """The year's amounts; the period's stand only where the form gives no other."""
        total = self._money("total")
        period = self._money("project_total")
        both = bool(total and period)
        if both and total != period:
            place = self.facts["total"][0].address
            self.problems.append(
                ("budget.total", place, f"印有两个总额：{period}与{total}，此处取年度数{total}，两个数请核对")
            )
        printed = [f.text for f in self.facts.get("total", ()) if f.text]
        if len(printed) > 1 and len(set(printed)) > 1:
            numbers = "、".join(printed)
            self.problems.append(("budget.total", self.facts["total"][0].address, f"年度金额印了不同的数：{numbers}"))
        self._add_up(total, both)
        if total and not period and (upper := self.text("upper")):
            place = self.facts["upper"][0].address
            self.problems.append(("budget.total", place, f"另印有上级资金“{upper}”，没有印总额，此处只取{total}"))
        return Budget(
            total=total or period, fiscal=self._money("fiscal", last=both), other=self._money("other", last=both)
        )

    def _add_up(self, total: str | None, both: bool) -> None:
        """A total that is less than its parts, or more than all the parts that the form prints."""
        whole, fiscal = amount(total), amount(self._printed("fiscal", last=both))
        if whole is None or fiscal is None:
            return
        other = amount(self._printed("other", last=both))
        given = fiscal + (other or 0)
        if given > whole or (given < whole and other is not None and not self._further()):
            more = f"、其他资金{self._printed('other', last=both)}" if other is not None else ""
            reason = f"总额{total}与财政资金{self._printed('fiscal', last=both)}{more}对不上，请核对"
            self.problems.append(("budget.total", self.facts["fiscal"][0].address, reason))

    def _further(self) -> bool:
        """Whether the form prints amounts of other sources."""
        beside = [f for field in ("ignored", "upper") for f in self.facts.get(field, ())]
        return any(amount(f.text) and not PERSONAL.search(f.label) for f in beside)

    def _printed(self, field: str, *, last: bool) -> str | None:
        fact = self._stated(field, last=last)
        return fact.text if fact else None

    def _stated(self, field: str, *, last: bool) -> Fact | None:
        """The first or the last value that stands beside a label."""
        facts = self.facts.get(field, ())
        for fact in reversed(facts) if last else facts:
            if fact.text:
                return fact
        return None

    def _money(self, field: str, *, last: bool = False) -> str | None:
        """The amount as printed without its unit; of the period's and the year's beside each other the year's."""
        fact = self._stated(field, last=last)
        if fact is None:
            return None
        text = joined(fact.text)
        found = _AMOUNT.fullmatch(text)
        if found is None:
            self.problems.append((f"budget.{field}", fact.address, f"金额“{text}”读不成一个数"))
            return text
        if found[2]:
            unit = {"万": "万元", "亿": "亿元"}.get(found[2], found[2])
            if self.amount_unit and unit != self.amount_unit:
                reason = f"格内写“{text}”，表上的金额单位却是{self.amount_unit}，不能确定"
                self.problems.append((f"budget.{field}", fact.address, reason))
                return text
            if self.amount_unit:
                reason = f"格内写“{text}”，与表上的金额单位{self.amount_unit}重复，按{found[1]}{unit}读"
                self.problems.append((f"budget.{field}", fact.address, reason))
            self.amount_unit = unit
        return found[1]
