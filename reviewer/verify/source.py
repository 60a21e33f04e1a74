"""A project's text in reading order: where a quote stands, and what each number in it speaks of."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reviewer.domain.document import Document
from reviewer.domain.project import Project
from reviewer.verify.number import Mention, half_width, mentions

CELL = "\x1f"
"""Stands between two cells; a quote may cross it, a number may not."""
CLAUSE = re.compile(r"[。；;，,、！？!?\n\x1f]")
LABELS = re.compile(
    r"项目名称[：:]?|预算规模及资金用途|预算规模[：:]?|预算总额[：:]?|预算数[：:]?|(?:其中[：:]?)?(?:财政资金|财政拨款)[：:]?|其他资金[：:]?"
    r"|^资金用途[：:]?|^绩效目标[：:]?|^(?:总)?预算[：:]?|^资金支出计划(?:（%）)?[：:]?"
)
"""Labels of the form that a quote of the head may carry; they stand in the document, not in a cell that is read."""
HAN = re.compile(r"[\u4e00-\u9fff]")
ENUMERATED = re.compile(r"\d{1,2}[.、)）](?!\d)")
STARTS = ("", "\n", "；", "。", "（", "(", ";")
"""What stands before the number of an item in a list: 1.发放补助."""
THIN = 5
"""A clause of at most so many characters beside the number leans on the one before."""
MONEY_WORD = re.compile(r"(?:万元|亿元|元|万)$")


class Piece(NamedTuple):
    """One cell or paragraph."""

    field: str
    """name, total, fiscal, other, plan, purpose, goal, prose, or a field of a row."""
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


class Text:
    """The pieces of one project (or of the prose) joined, to look quotes and numbers up in."""

    def __init__(self, pieces: list[Piece], unit: str = "") -> None:
        self.pieces = [p._replace(text=half_width(p.text)) for p in pieces if p.text]
        self.unit = unit
        joined, starts = "", []
        for piece in self.pieces:
            starts.append(len(joined))
            joined += "".join(piece.text.split()) + CELL
        self.joined, self.starts = joined, starts
        self.facts = tuple(self._facts())

    def find(self, quote: str) -> tuple[tuple[int, int], ...]:
        """Spans of `joined` where the quote stands, white space apart; a number is never found inside a longer one."""
        words = "".join(half_width(quote).split())
        if not words:
            return ()
        pattern = f"{CELL}?".join(map(re.escape, words))
        if words[0].isdigit():
            pattern = r"(?<![\d.])(?<!\d,)" + pattern
        if words[-1].isdigit():
            pattern += r"(?!\d|[.,]\d)"
        return tuple(m.span() for m in re.finditer(pattern, self.joined))

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
        digits = re.match(r"\d[\d.,]*", fact.number.text)
        size = digits.end() if digits else fact.number.end - fact.number.start
        return self.starts[fact.place] + fact.number.start + size

    def _facts(self) -> Iterator[Fact]:
        for place, piece in enumerate(self.pieces):
            text = "".join(piece.text.split())
            for number in mentions(text):
                if ENUMERATED.match(text, number.start) and text[number.start - 1 : number.start] in STARTS:
                    continue
                if piece.field in ("total", "fiscal", "other"):
                    number = mentions(f"{text}{self.unit}")[0]
                elif piece.field == "plan":
                    number = number._replace(unit="%")
                left = [m.end() for m in CLAUSE.finditer(text, 0, number.start) if not _comma(text, m.start())]
                right = next((m.start() for m in CLAUSE.finditer(text, number.end)), len(text))
                start = left[-1] if left else 0
                about = self._row_words(piece) if piece.field == "target" else text[start:right]
                fact = Fact(number, piece, about, text[start : number.start], text[number.end : right], place)
                yield self._widened(fact, text, left) if piece.field != "target" else fact

    def _widened(self, fact: Fact, text: str, left: list[int]) -> Fact:
        """The fact with the clause before, where its own is a few words and that one has no number of the same unit."""
        if len(HAN.findall(fact.before + fact.after)) > THIN or not left:
            return fact
        start = left[-2] if len(left) > 1 else 0
        before = text[start : left[-1]]
        if any(m.unit == fact.number.unit for m in mentions(before)):
            return fact
        return fact._replace(clause=before + fact.clause, thin=True)

    def _row_words(self, piece: Piece) -> str:
        """What a row's target is the figure of: its name, definition and basis."""
        return "，".join(
            p.text for p in self.pieces if p.row == piece.row and p.field in ("name", "definition", "basis")
        )


def _comma(text: str, at: int) -> bool:
    """Whether the comma at this place groups the digits of one number."""
    return text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 4].isdigit()


def pieces(project: Project) -> list[Piece]:
    """Every text of the project in reading order."""
    made = [
        Piece("name", None, project.name),
        Piece("total", None, project.budget.total or ""),
        Piece("fiscal", None, project.budget.fiscal or ""),
        Piece("other", None, project.budget.other or ""),
        Piece("purpose", None, project.purpose or ""),
        *(Piece("plan", None, share or "") for share in project.spending_plan),
        *(Piece("goal", None, goal) for goal in project.goals),
    ]
    for row in project.indicators:
        made += [Piece(field, row.row, text) for field, text in row.text().model_dump().items()]
        made += [Piece("extra", row.row, text) for _heading, text in row.extra]
    return made


def project_text(project: Project) -> Text:
    """The project's own text."""
    return Text(pieces(project), project.amount_unit or "万元")


def prose_text(document: Document) -> Text:
    """The department's prose outside the tables."""
    return Text([Piece("prose", None, f"{s.title}\n{s.text}") for s in document.sections])


def bare(quote: str) -> str:
    """A quote of the head without its label and money unit: 预算数：22.00万元 -> 22.00."""
    return MONEY_WORD.sub("", LABELS.sub("", quote.strip())).strip()
