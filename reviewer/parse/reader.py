"""Blocks to projects, one by one: which rows are a head, which are headings, which are indicators."""

import re
from collections.abc import Iterable, Iterator, Sequence

from reviewer.domain.document import Problem, Section
from reviewer.domain.grid import Block, Cell, Grid, Paragraph, texts_of
from reviewer.domain.project import Project
from reviewer.parse.columns import Columns, columns_of, like_headings, refined, unfolded
from reviewer.parse.form import Form, Spans
from reviewer.parse.head import Head
from reviewer.parse.indicator import joined
from reviewer.parse.line_headings import headings_in
from reviewer.parse.listing import Listing
from reviewer.parse.prose import Prose
from reviewer.parse.register import Register
from reviewer.parse.title import TITLE
from reviewer.parse.token import PAGE_LINE
from reviewer.parse.vocabulary import column_field, continues, head_field, level, list_field

Read = Sequence[Project | Section | Problem]
"""What a row brings to an end: the project above it with its problems, for most rows nothing."""

_ENDS = frozenset(("name", "code", "unit_name", "total", "goal_annual", "purpose", "department"))
_BEGINS = frozenset(("name", "code", "unit_name"))


class Reader:
    """Walks the blocks of one file and yields what they hold; nothing of an earlier project is kept."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._prose = Prose()
        self._codes: set[str] = set()
        self._register = Register()
        self._count = 0
        self._begin()

    def _begin(self, title: str = "", address: str = "") -> None:
        self._form = Form(title, address)
        self._columns: Columns | None = None
        self._printed: set[tuple[str, ...]] = set()
        """The lines of headings over the rows, which a page break prints again."""
        self._unread = False
        """The headings were not understood: the rows up to the next head are passed over."""
        self._listing: Listing | None = None

    def read(self, blocks: Iterator[Block]) -> Iterator[Project | Section | Problem]:
        """Everything in the file in reading order."""
        run: list[Paragraph] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                run.append(block)
                continue
            yield from self._run(run)
            run = []
            yield from self._block(block)
        yield from self._run(run)
        yield from self._flush()
        yield from self._prose.flush()
        yield from self._register.left(self._file)

    def _run(self, run: list[Paragraph]) -> Iterator[Project | Section | Problem]:
        """Paragraphs between two grids: prose, or a table that lost its rules."""
        blocks: Iterable[Block] = run
        if headings := headings_in(run):
            from reviewer.parse import lines

            blocks = lines.blocks(run, headings)
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Project | Section | Problem]:
        if isinstance(block, Grid):
            if not _is_record(block):
                yield from self._grid(block)
        elif isinstance(block, Paragraph):
            yield from self._paragraph(block)
        elif self._form.indicators:
            self._form.note(None, block.place, block.reason)
        else:
            yield Problem(file=self._file, place=block.place, reason=block.reason)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Project | Section | Problem]:
        text = paragraph.text.strip()
        if not text:
            return
        if len(text) < 120 and TITLE.fullmatch(text) and not self._turned(text):
            yield from self._next(text, paragraph.address)
            yield from self._prose.flush()
            return
        labelled = (":" in text or "：" in text) and len(text) < 120
        if labelled and self._form.title and not self._form.indicators:
            pieces = re.split(r"\s{2,}|\t|(?<=[^:：])\s(?=[^:：\s]{2,8}[:：])", text)
            cells = tuple(Cell(piece, paragraph.address, rank) for rank, piece in enumerate(pieces))
            if self._form.head.read(cells, [piece.strip() for piece in pieces]):
                return
        yield from self._prose.add(paragraph)

    def _grid(self, grid: Grid) -> Iterator[Project | Section | Problem]:
        if all(len(row) < 2 for row in grid.rows) and not any(
            head_field(c.text.strip()) for row in grid.rows for c in row
        ):
            for row in grid.rows:
                for cell in row:
                    yield from self._paragraph(Paragraph(cell.text, cell.address))
            return
        if listed := self._register.read(grid):
            grid = grid._replace(rows=grid.rows[listed:])
        if written := _indicators_in_text(grid):
            said = f"指标写在“{written.text}”等栏的文字里，不是一行一条，没有读入"
            yield Problem(file=self._file, field="indicators", place=written.address, reason=said)
            return
        ordinal = not grid.merged or all(width == height == 1 for row in grid.rows for _, _, _, width, height in row)
        fresh = True
        spans: list[tuple[int, Cell]] = []
        self._above: Sequence[Cell] = ()
        for row in grid.rows:
            columns = self._columns
            texts = texts_of(row)
            if (
                columns is not None
                and _plainly_indicator(texts, columns, first=not self._form.indicators)
                and not (grid.merged and row[0].column)
            ):
                self._indicator(row, texts, columns, spans)
                fresh = False
            elif any(texts := list(map(str.strip, texts))):
                if read := self._row(row, texts, grid, ordinal, fresh, spans):
                    yield from read
                fresh = False
                self._above = row
            elif self._columns is None:
                self._form.head.read(row, texts)
            if not ordinal:
                spans = [(left - 1, cell) for left, cell in spans if left > 1]
                spans += [(cell.height - 1, cell) for cell in row if cell.height > 1]

    def _row(self, row: Sequence[Cell], texts: list[str], grid: Grid, ordinal: bool, fresh: bool, spans: Spans) -> Read:
        again = self._columns is not None and tuple(texts) in self._printed
        if again and not (fresh and self._titled_anew(grid)):
            return ()
        fields = set(map(column_field, texts))
        found = columns_of(row, ordinal) if len(texts) > 1 and ("name" in fields or "level2" in fields) else None
        if found is not None:
            above = self._headings_above(spans)
            if ordinal and above and (apart := unfolded(above, row)):
                above, row = apart[0], tuple(apart[1])
            found = (columns_of(row, ordinal, above) if above else None) or found
            if not found.flat:
                self._turned(texts_of(row)[0])
            read = self._headed(found, above, row, grid, fresh)
            self._printed = {tuple(texts)}
            if above:
                self._printed.add(tuple([cell.text.strip() for cell in self._above]))
            return read
        first = next(filter(None, texts))
        if texts.count("") == len(texts) - 1 and len(first) < 120:
            if PAGE_LINE.fullmatch(first) or self._turned(first):
                return ()
            if TITLE.fullmatch(first):
                read = self._next() if self._form.indicators or self._form.head.facts else ()
                self._form.title = joined(first)
                self._form.address = grid.address
                return read
        empty = self._columns is not None and self._ends_empty(row)
        if self._columns is not None and not empty:
            beside = sum(column_field(cell.text) is not None for _, cell in spans) > 1
            second = refined(self._columns, row, beside=beside) if beside or not self._form.indicators else None
            if second is not None:
                self._printed.add(tuple(texts))
                self._columns = second
                if self._listing is not None:
                    self._listing.head(second, row)
                return ()
            if self._listing is not None:
                cells = self._placed(row, texts, self._columns)
                self._listing.lost = self._listing.lost or cells is None
                return self._listed(cells or (), spans)
            if not self._form.indicators and ordinal and like_headings(texts, self._columns):
                self._second_line(row)
                return ()
            if not self._ends(row):
                self._indicator(row, texts, self._columns, spans)
                return ()
        elif self._unread and head_field(first) not in _ENDS:
            return ()
        read = ()
        field = head_field(first)
        if empty or (self._form.indicators and field in _ENDS and ordinal | fresh | (field in _BEGINS)):
            read = self._next(address=grid.address)
        self._columns = None
        self._form.address = self._form.address or grid.address
        if not self._form.head.facts and not self._form.title:
            self._form.title = grid.title if TITLE.fullmatch(grid.title) else ""
        self._form.head.read(row, texts, unmerged=ordinal)
        return read

    def _second_line(self, row: Sequence[Cell]) -> None:
        """A second line of headings in words that no list names: its columns, or the table is not read."""
        assert self._columns is not None
        whole = any(len(row) == len(printed) for printed in self._printed)
        second = refined(self._columns, row, beside=True) if whole else None
        self._columns = second
        self._unread = second is None
        if second is None:
            said = "、".join(cell.text.strip() for cell in row if cell.text.strip())
            reason = f"表头有两行，第二行的“{said[:40]}”各在哪一列分不清，这张表的指标没有读入"
            self._form.note("indicators", row[0].address, reason)

    def _titled_anew(self, grid: Grid) -> bool:
        """Whether a table stands under a title of its own, not the one of the project so far."""
        return grid.title != self._form.title and TITLE.fullmatch(grid.title) is not None

    def _headings_above(self, spans: Spans) -> list[Cell]:
        """The headings of the lines above a line of headings: those that span down to it, or a whole row of them."""
        spanning = [cell for _, cell in spans]
        texts = texts_of(self._above)
        own = [n for n, text in enumerate(texts) if text.strip() and not (spans and self._above[n] in spanning)]
        row = [self._above[n] for n in own] if all(_heading(texts[n]) for n in own) else []
        return [*(cell for cell in spanning if _heading(cell.text)), *row]

    def _headed(self, found: Columns, above: Sequence[Cell], row: Sequence[Cell], grid: Grid, fresh: bool) -> Read:
        """A row of headings: the same ones again go on (a page break), else the project's rows begin."""
        read: Read = ()
        if found.flat:
            if self._listing is not None and self._listing.columns == found and not fresh:
                return ()
            headings = [*above, *row]
            given = self._form.head if not self._form.indicators else Head()
            given.forget({cell.address for cell in headings})
            read = self._next(address=grid.address)
            self._listing = Listing(found, headings, given, grid.address)
        elif self._form.indicators and fresh and self._titled_anew(grid):
            read = self._next(grid.title, grid.address)
        if found.ordinal and found.parts and row[-1].column < len(self._above) - 1:
            self._form.note(
                "indicators", self._above[0].address, "表头分两行而没有合并单元格的位置，各列可能对不上，请核对"
            )
        if found.years:
            said = f"并排印有{'、'.join(found.years)}年的指标值，取{max(found.years)}年的，请核对"
            self._form.note("target", (above or row)[0].address, said)
        self._columns, self._unread = self._of_the_year(found), False
        self._form.address = self._form.address or grid.address
        return read

    def _of_the_year(self, found: Columns) -> Columns:
        """Of sets of columns for the period and the year the year's; others are all read."""
        if not found.parts or all(part.level1 for part in found.parts):
            return found
        year = max(part.year for part in found.parts)
        wanted = [part for part in found.parts if part.year == year]
        if len(wanted) > 1 and self._form.head.facts.get("goal_period"):
            wanted = wanted[-1:]
        if len(wanted) > 1:
            return found
        said = f"表内并排印有{len(found.parts)}套指标，只列入年度的一套，中期（实施期）的没有列入"
        self._form.note("indicators", self._form.address or self._above[0].address, said)
        return wanted[0].columns

    def _turned(self, title: str) -> bool:
        """Whether a title within a form heads its indicators of the period or of the year; headings follow."""
        turned = self._form.turned(title)
        if turned:
            self._columns = None
        return turned

    def _ends(self, row: Sequence[Cell]) -> bool:
        """Whether a row under the headings belongs to a head or a foot again."""
        assert self._columns is not None
        first = row[0]
        if first.column > max(self._columns.first("level1"), 0):
            return False
        text = first.text.strip()
        if not text:
            return False
        field = head_field(text)
        if field is None:
            return bool(
                re.match(r"(?:填报人|填表人|注|说明|备注|审核人|制表人|单位负责人|联系人)[:：]", text)
            ) or text in ("总分", "合计", "总计")
        labelled = any(level(cell.text)[0] for cell in row[1:3])
        return field not in ("goal", "goal_period", "section") and level(text) == (False, None) and not labelled

    def _ends_empty(self, row: Sequence[Cell]) -> bool:
        """Whether a form with headings but no row of indicators ends: its head would say the same thing again."""
        if self._form.indicators or self._listing is not None:
            return False
        field = head_field(row[0].text.strip())
        return field in _BEGINS and field in self._form.head.facts and self._ends(row)

    def _placed(self, row: Sequence[Cell], texts: list[str], columns: Columns) -> Sequence[Cell] | None:
        """The row's cells under their headings, None where that is not certain: a problem of the row to come."""
        if not columns.ordinal:
            return row
        whole = columns.pick is not None and len(texts) == len(columns.columns)
        if whole and (texts[-1] or not texts[0] or level(texts[0]) == (True, None)):
            return row
        from reviewer.parse.alignment import placed

        cells, said = placed(row, columns)
        if said:
            self._form.note("level1", row[0].address, said, len(self._form.indicators) + 1 if cells else None)
        return cells

    def _indicator(self, row: Sequence[Cell], texts: list[str], columns: Columns, spans: Spans) -> None:
        if (cells := self._placed(row, texts, columns)) is not None:
            self._form.add(cells, columns, spans)

    def _listed(self, row: Sequence[Cell], spans: Spans) -> Read:
        """A row of a flat list: its project's facts and its indicator stand beside each other."""
        listing, columns = self._listing, self._columns
        assert listing is not None and columns is not None
        entry = listing.read(row, spans)
        if entry is None:
            if row and listing.lost:
                said = "这一行没有印项目，上面又有一行没有读入，分不清属于哪个项目，没有读入"
                self._form.note("indicators", row[0].address, said)
            return ()
        read: Read = ()
        if entry.new:
            printed = self._printed
            read = self._next(address=listing.address)
            self._listing, self._columns, self._printed = listing, columns, printed
        facts = self._form.head.facts
        for field, fact in entry.facts.items():
            if all(f.text != fact.text for f in facts.get(field, ())):
                facts.setdefault(field, []).append(fact)
        for fact in entry.asides:
            if all((f.text, f.label) != (fact.text, fact.label) for f in facts.get("ignored", ())):
                facts.setdefault("ignored", []).append(fact)
        stated = entry.facts.get("amount_unit")
        self._form.head.amount_unit = (
            self._form.head.amount_unit or (stated.text if stated else "") or listing.amount_unit
        )
        if entry.cells:
            self._form.add(entry.cells, columns, spans)
        return read

    def _next(self, title: str = "", address: str = "") -> Read:
        """The project read so far; another one begins."""
        read = self._flush()
        self._begin(title, address)
        return read

    def _flush(self) -> Read:
        """The project read so far; a head whose indicators are missing is only a problem."""
        form = self._form
        form.settle()
        self._register.complete(form.head)
        if not form.indicators:
            if form.head.facts and (name := form.head.text("name")):
                form.note("indicators", form.address, f"“{name}”的表里没有读到指标行")
            return form.problems(self._file, None) if self._unread or form.head.text("name") else ()
        self._count += 1
        project = form.project(self._file, self._count, self._codes)
        return [project, *form.problems(self._file, project.key)]


def _plainly_indicator(texts: list[str], columns: Columns, *, first: bool) -> bool:
    """Under headings: a level-1 label or nothing in the first cell, no heading in the next ones (most rows).

    The `first` row below them may be a second line of headings: it has to show a label of both levels.
    """
    if columns.flat or len(texts) < 3:
        return False
    top, below = texts[0], texts[1]
    if first and not (top and level(below)[1] is not None):
        return False
    if not (top or below) and (not texts[2] or column_field(texts[2])):
        return False
    return continues(top, below)


def _is_record(grid: Grid) -> bool:
    """Whether a sheet is one of those that an export writes beside the revised tables: the record of a review."""
    first = next(iter(texts_of(grid.rows[0])), "") if grid.rows else ""
    return first.startswith("财政审核建议稿 ") and not first.endswith("绩效目标表")


def _indicators_in_text(grid: Grid) -> Cell | None:
    """The first level's label among the headings of a list whose cells hold whole sets of indicators as text."""
    for at, row in enumerate(grid.rows[:4]):
        texts = texts_of(row)
        labels = [text for text in texts if level(text)[0]] if len(texts) > 2 else ()
        if len(labels) < 2:
            continue
        below = {column_field(text) for other in grid.rows[at : at + 3] for text in texts_of(other)}
        if "name" not in below and any(list_field(text) in ("name", "code") for text in texts):
            return row[texts.index(labels[0])]
    return None


def _heading(text: str) -> bool:
    return (head_field(text) or column_field(text)) is not None or level(text) != (False, None)
