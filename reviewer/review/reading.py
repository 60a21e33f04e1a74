"""What is in a review and what its decisions come to: rows, texts, figures, the revised tables."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from weakref import WeakValueDictionary

from reviewer.domain.decided import DecidedRow
from reviewer.domain.decision import Conclusion, Decision
from reviewer.domain.document import Document
from reviewer.domain.entry import Judged
from reviewer.domain.finding import Finding
from reviewer.domain.passage import Passage
from reviewer.domain.project import Indicator, Project, RowText
from reviewer.domain.row import (
    A_FILE,
    A_PROJECT,
    ASKS,
    FLAGGED,
    PROPOSED,
    STATE,
    STATES,
    UNDECIDED,
    VERIFIED,
    Filter,
    Head,
    Key,
)
from reviewer.review.filter import EVERYTHING
from reviewer.review.item import Item
from reviewer.review.keeping import Check, Keeps, Locate, Passages
from reviewer.review.queue import Lines, View
from reviewer.review.revising import newly_found, revised_project
from reviewer.review.summary import Closing, Progress, count, tally

HELD = 2_000
"""Rows that are kept in memory after they were last looked at."""


class Reading:
    """A review as one reviewer sees it; of the file only what is looked at is read. StorageError where that fails."""

    def __init__(
        self,
        review: Keeps,
        *,
        who: str,
        clock: Callable[[], datetime] | None = None,
        check: Check | None = None,
        passages: Passages | None = None,
    ) -> None:
        """`check` runs the checks on a project, `passages` tells where a project's quotes stand."""
        self._review = review
        self.who = who
        self.check = check
        self._clock = clock or (lambda: datetime.now().astimezone())
        self._items: WeakValueDictionary[int, Item] = WeakValueDictionary()
        self._held: deque[Item] = deque(maxlen=HELD)
        self._flags: Counter[int] | None = None
        self._seq = review.journal.last()
        self.project_at = lru_cache(maxsize=64)(review.projects.project)
        self._rows = lru_cache(maxsize=64)(lambda key: {i.row: i for i in self.project_at(key).indicators})
        self.head_at = lru_cache(maxsize=4096)(review.projects.head)
        self._place = lru_cache(maxsize=4096)(review.projects.place)
        self._passages = passages
        self._locate = lru_cache(maxsize=16)(self._locating)
        self._judged = lru_cache(maxsize=512)(review.journal.proposal)
        self._findings = lru_cache(maxsize=256)(review.journal.findings)
        self._decision_at = lru_cache(maxsize=512)(review.journal.decision)
        self._decided_of: dict[int, tuple[int, int]] = {}

    # what is there

    def refresh(self) -> View:
        """Take in what any process wrote since; returns the rows that changed."""
        last = self._review.journal.last()
        if last == self._seq:
            return View([], self.load)
        touched = self._review.queue.touched(self._seq)
        self._seq = last
        known = {n: item for n, _flags, _said in touched if (item := self._items.get(n)) is not None}
        if self._flags is not None and all(said and n in known for n, _flags, said in touched):
            self._flags.subtract(item.row.flags for item in known.values())
        else:
            self._flags = None
        for row in self._review.queue.page(list(known)):
            known[row.id].row = row
        if self._flags is not None:
            self._flags.update(item.row.flags for item in known.values())
        for number, _flags, _said in touched:
            self._decided_of.pop(number // A_PROJECT, None)
        return View([(n, flags) for n, flags, said in touched if said], self.load)

    def load(self, numbers: Sequence[int]) -> list[Item]:
        """The rows of these numbers, in their order."""
        # Held from here on, so that none that is wanted goes while the others are read.
        known = {n: item for n in numbers if (item := self._items.get(n)) is not None}
        for row in self._review.queue.page([n for n in numbers if n not in known]):
            known[row.id] = self._items[row.id] = Item(row)
        out = [known[n] for n in numbers]
        self._held.extend(out)
        return out

    @property
    def items(self) -> View:
        """Every row of which something is said, in the documents' order."""
        return self.view()

    def item(self, key: Key) -> Item | None:
        place = self._place(key.project)
        number = None if place is None else self._review.queue.number(place, key)
        return None if number is None else self.load([number])[0]

    def of(self, project: str) -> list[Item]:
        """A project's rows of which something is said."""
        place = self._place(project)
        return [] if place is None else self.load(self._review.queue.of(place))

    def among(self, project: str) -> View:
        """The same as a view."""
        return View([(i.number, i.row.flags) for i in self.of(project)], self.load)

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document with all its projects."""
        return self._review.documents

    @property
    def papers(self) -> tuple[Document, ...]:
        """Every document without its projects."""
        return self._review.papers

    def document(self, key: Key) -> Document:
        """The document of a row, without its projects."""
        return self.papers[self.head(key.project).place // A_FILE - 1]

    def project(self, key: Key | str) -> Project:
        return self.project_at(key if isinstance(key, str) else key.project)

    def head(self, project: str) -> Head:
        place = self._place(project)
        if place is None:
            raise KeyError(project)
        return self.head_at(place)

    def unit(self, project: str) -> str:
        """The project's budget unit, code first."""
        return self.head(project).unit

    def seek(self, words: str) -> Head | None:
        """The project with this number or code, else the first whose number, name or code holds the words."""
        return self._review.projects.seek(words)

    def names(self) -> dict[str, str]:
        """The name of every project, by key."""
        return self._review.projects.names()

    def locate(self, key: Key, quote: str) -> Passage | None:
        """Where a quote of a row's proposal stands; None where nowhere."""
        return self._locate(key.project)(quote)

    def _locating(self, project: str) -> Locate:
        if self._passages is None:
            return lambda _quote: None
        return self._passages(self.project(project), self.document(Key(project, None)))

    def indicator(self, key: Key) -> Indicator | None:
        return self._rows(key.project).get(key.row) if key.row is not None else None

    def before(self, item: Item) -> RowText | None:
        """The row as the document states it; None for an added row and for the project as a whole."""
        indicator = self.indicator(item.key)
        return indicator.text() if indicator else None

    def judged(self, item: Item) -> Judged | None:
        """The newest proposal with its verdict."""
        return self._judged(item.proposal) if item.proposal else None

    def proposed(self, item: Item) -> RowText | None:
        """The row as proposed; None where nothing is proposed or the row is to go."""
        judged = self.judged(item)
        return judged.proposal.text(self.before(item) or RowText()) if judged else None

    def decision(self, item: Item) -> Decision | None:
        """The decision in force, after undo and redo."""
        return self._decision_at(item.row.decision) if item.row.decision else None

    def taken(self, item: Item) -> list[tuple[Decision, bool]]:
        """Every decision ever taken about the row, oldest first, and whether it was undone."""
        return [(self._decision_at(seq), undone) for seq, undone in self._review.queue.taken(item.number)]

    def note(self, item: Item) -> str:
        """Why the model has nothing to say of the row (a content filter, no valid answer); empty where it has."""
        return self._review.journal.note(item.row.note) if item.row.note else ""

    def comments(self, item: Item) -> list[Decision]:
        return [d for d, undone in self.taken(item) if d.action == "comment" and not undone]

    def outdated(self, item: Item) -> bool:
        """Whether the decision was taken on an earlier proposal than the one shown."""
        decision = self.decision(item)
        return bool(decision and decision.proposal and decision.proposal != item.digest)

    def after(self, item: Item) -> RowText | None:
        """What stands in the revised table as decided; None for a row that is gone or not yet added."""
        decision = self.decision(item)
        if item.state in ("accepted", "edited") and decision:
            return decision.after
        return self.before(item)

    def findings(self, item: Item) -> tuple[Finding, ...]:
        """What the checks say of the row (of the project as a whole for its own item)."""
        seq = 0 if item.key.addition else self._review.journal.found(item.key.project)
        return tuple(f for f in self._findings(seq).found if f.row == item.key.row) if seq else ()

    def like(self, item: Item) -> View:
        """The rows with the same name, this one included: pm10 in eight projects."""
        name = "".join(item.name.split())
        return self.view(Filter(same=name)) if name else View([(item.number, item.row.flags)], self.load)

    def alike(self, item: Item) -> Progress:
        """What was decided about the other rows of the same name, counted up to MANY."""
        flags = Counter(self._review.queue.alike("".join(item.name.split()))) if item.name else Counter[int]()
        flags.subtract([item.row.flags])
        return count({bits: n for bits, n in flags.items() if n > 0})

    def view(self, filter_: Filter = EVERYTHING, sort: str = "document") -> View:
        """The rows that fit, sorted."""
        view = View(self._review.queue.select(filter_, sort), self.load)
        if self._flags is None and not any(filter_[:-1]):
            self._flags = view.counts()
        return view

    def lines(self, view: View, folded: Collection[str] = (), *, grouped: bool) -> Lines:
        """The queue with headings for units and projects; folded ones keep only the heading."""
        return Lines(view, self._units, self.head_at, folded, grouped=grouped)

    @cached_property
    def _units(self) -> dict[int, str]:
        return dict(self._review.projects.units())

    @property
    def conclusions(self) -> dict[str, Conclusion]:
        """What was concluded about projects as a whole, by key; the last word counts."""
        return {key: _conclusion(said) for key, said in self._review.projects.conclusions().items()}

    # what it comes to

    def progress(self, rows: View | None = None) -> Progress:
        """Human decisions on all rows or on these."""
        return count(self._all_flags() if rows is None else rows.counts())

    def _all_flags(self) -> Counter[int]:
        if self._flags is None:
            self._flags = Counter(self._review.queue.flags())
        return self._flags

    def decided_of(self, place: int) -> tuple[int, int]:
        """How many rows of the project at a place are decided, and how many there are to decide."""
        if place not in self._decided_of:
            self._decided_of[place] = self._review.queue.decided_of(place)
        return self._decided_of[place]

    def decided(self, position: int | None = None) -> Iterator[DecidedRow]:
        """What stands about each row, for export: of the document at a position, from 1, or of all."""
        for item in self.items:
            if position is None or item.number // A_PROJECT // A_FILE == position:
                yield self.row(item)

    def row(self, item: Item) -> DecidedRow:
        """One row with all that an export needs of it."""
        judged = self.judged(item)
        decision = self.decision(item)
        falls = decision is not None and decision.reason == "问题不成立"
        changed = item.state in ("accepted", "edited")
        return DecidedRow(
            project=item.key.project,
            row=item.key.row,
            before=self.before(item),
            after=decision.after if changed and decision else None,
            state=item.state,
            findings=() if falls else self.findings(item),
            proposal=judged.proposal if judged else None,
            verdict=judged.verdict if judged else None,
            decision=decision,
            note="；".join(c.reason or "" for c in self.comments(item)),
        )

    def revised(self, key: str, change: Mapping[Key, RowText | None] | None = None) -> Project:
        """The project as decided; with `change`, as it would be with these rows as well."""
        rows = []
        for item in self.of(key):
            row = self.row(item)
            if change and item.key in change:
                row = row.model_copy(update={"state": "edited", "after": change[item.key]})
            rows.append(row)
        return revised_project(self.project(key), rows)

    def try_text(self, item: Item, text: RowText) -> tuple[Finding, ...]:
        """What the checks would say of the row with this text, as one types; empty without checks."""
        if self.check is None:
            return ()
        revised = self.revised(item.key.project, {item.key: text})
        rows = {i.row for i in revised.indicators if i.text() == text}
        return tuple(f for f in self.check(revised).found if f.row in rows)

    def closing(self) -> Closing:
        """The closing page's figures; runs the checks on every project with a change."""
        new: list[Finding] = []
        if self.check:
            for key in self._review.queue.changed():
                new += newly_found(self.check(self.project(key)), self.check(self.revised(key)))
        left = Counter({flags: n for flags, n in self._all_flags().items() if flags & STATE < UNDECIDED})
        accepted = STATES.index("accepted")
        taken = Counter({flags: n for flags, n in self._all_flags().items() if flags & STATE == accepted})
        return Closing(
            left.total(),
            sum(n for flags, n in left.items() if flags & PROPOSED and not flags & VERIFIED),
            sum(n for flags, n in left.items() if flags & ASKS),
            sum(n for flags, n in self._all_flags().items() if flags & ASKS and flags & STATE >= UNDECIDED),
            sum(n for flags, n in taken.items() if flags & PROPOSED and not flags & VERIFIED),
            sum(n for flags, n in self._all_flags().items() if flags & FLAGGED),
            {unit: (done, total) for unit, done, total in self._review.queue.by_unit()},
            tally(self._review.queue.by_codes()),
            tuple(new),
        )


def _conclusion(said: str) -> Conclusion:
    word, _colon, reason = said.partition("：")
    return Conclusion(word, reason)
