"""ReviewSession: what a reviewer can see and do, without a screen."""

import json
import uuid
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import get_args
from weakref import WeakValueDictionary

from reviewer.domain.decided import DecidedRow
from reviewer.domain.decision import CONCLUSIONS, Conclusion, Decision, DecisionAction, RejectReason
from reviewer.domain.document import Document
from reviewer.domain.entry import Judged
from reviewer.domain.finding import Finding
from reviewer.domain.project import Indicator, Project, RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.row import A_FILE, A_PROJECT, ASKS, PROPOSED, STATE, STATES, UNDECIDED, VERIFIED, Filter, Head, Key
from reviewer.domain.verdict import Verdict
from reviewer.errors import CommandError
from reviewer.language import _
from reviewer.review.filter import EVERYTHING
from reviewer.review.item import Item
from reviewer.review.keeping import Check, Keeps
from reviewer.review.queue import Lines, View
from reviewer.review.revising import newly_found, revised_project
from reviewer.review.summary import Choice, Preview, Progress, Standing, count, tally

REASONS: tuple[str, ...] = get_args(RejectReason)
HELD = 2_000
"""Rows that are kept in memory after they were last looked at."""


class ReviewSession:
    """One reviewer's session on a review; reads of it only what is looked at.

    Every decision is one committed journal entry (a bulk step one transaction) before a method returns. A row that
    another process decided meanwhile is not overwritten: the method returns False and the queue shows the new state.
    Raises StorageError where the journal does.
    """

    def __init__(
        self, review: Keeps, *, who: str, clock: Callable[[], datetime] | None = None, check: Check | None = None
    ) -> None:
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
        known = [n for n, _flags, said in touched if n in self._items and said]
        if self._flags is not None and len(known) == len(touched):
            self._flags.subtract(self._items[n].row.flags for n in known)
            self._flags.update(flags for _n, flags, _said in touched)
        else:
            self._flags = None
        for row in self._review.queue.page([n for n, _flags, _said in touched if n in self._items]):
            self._items[row.id].row = row
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
        """The project's budget unit as printed, code first."""
        return self.head(project).unit

    def seek(self, words: str) -> Head | None:
        """The project with this number or code, else the first whose number, name or code holds the words."""
        return self._review.projects.seek(words)

    def names(self) -> dict[str, str]:
        """The name of every project, by key."""
        return self._review.projects.names()

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

    def count(self, filter_: Filter) -> int:
        """How many rows fit."""
        return self._review.queue.count(filter_)

    def lines(self, view: View, folded: Collection[str] = (), *, grouped: bool) -> Lines:
        """The queue with headings for units and projects; folded ones keep only the heading."""
        return Lines(view, self._units, self.head_at, folded, grouped=grouped)

    @cached_property
    def _units(self) -> dict[int, str]:
        return dict(self._review.projects.units())

    # deciding

    def accept(self, item: Item, *, policy: bool = False) -> bool:
        """Take the proposal over; without one, take over that the findings hold."""
        return self._decide(self._accepting(item, policy))

    def _accepting(self, item: Item, policy: bool = False) -> Decision:
        after = self.proposed(item) if item.proposal else self.before(item)
        return self._decision(item, "accept", after=after, policy=policy)

    def reject(self, item: Item, reason: str | None = None) -> bool:
        """Leave the row as it is, with a RejectReason."""
        if reason is not None and reason not in REASONS:
            raise CommandError(
                _("不用的理由只能是：{reasons}；没有“{reason}”。").format(reasons="、".join(REASONS), reason=reason)
            )
        return self._decide(self._decision(item, "reject", reason=reason))

    def edit(self, item: Item, after: RowText | None) -> bool:
        """Decide with the reviewer's own text; None removes the row."""
        return self._decide(self._decision(item, "edit", after=after))

    def defer(self, item: Item) -> bool:
        return self._decide(self._decision(item, "defer"))

    def flag(self, item: Item) -> bool:
        """Set or take off the mark for a second look; the decision stays."""
        return self._note(self._decision(item, "flag"))

    def comment(self, item: Item, words: str) -> bool:
        return self._note(self._decision(item, "comment", reason=words))

    @property
    def conclusions(self) -> dict[str, Conclusion]:
        """What was concluded about projects as a whole, by key; the last word counts."""
        return {key: _conclusion(said) for key, said in self._review.projects.conclusions().items()}

    def conclude(self, project: str, word: str, reason: str = "") -> bool:
        """Set one of CONCLUSIONS for a project; an empty word takes it back. False where that stands already."""
        if word and word not in CONCLUSIONS:
            raise CommandError(
                _("审核结论只能是：{known}；没有“{word}”。").format(known="、".join(CONCLUSIONS), word=word)
            )
        said = f"{word}：{reason}" if reason else word
        if self._review.projects.conclusions().get(project, "") == said:
            return False
        concluded = Decision(
            project=project, row=None, proposal="", action="conclude", who=self.who, when=self._now(), reason=said
        )
        self._review.journal.append(concluded)
        self.refresh()
        return True

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")

    def _decision(
        self,
        item: Item,
        action: DecisionAction,
        *,
        after: RowText | None = None,
        reason: str | None = None,
        policy: bool = False,
        step: str = "",
    ) -> Decision:
        return Decision(
            project=item.key.project,
            row=item.key.row,
            proposal=item.digest,
            action=action,
            who=self.who,
            when=self._now(),
            before=self.before(item),
            after=after,
            reason=reason,
            step=step or uuid.uuid4().hex,
            policy=policy,
        )

    def _decide(self, *decisions: Decision, seen: int | None = None) -> bool:
        """Commit the decisions unless one of the rows was decided by another process since it was shown here."""
        kept = self._review.journal.append(*decisions, seen=self._seq if seen is None else seen)
        self.refresh()
        return kept

    def _note(self, decision: Decision) -> bool:
        self._review.journal.append(decision)
        self.refresh()
        return True

    def undo(self) -> View:
        """Take back one's own newest step; returns its rows, none where nothing is left to undo."""
        return self._turn("undo", self._review.queue.next_undo(self.who))

    def redo(self) -> View:
        """Do again the step undone last."""
        return self._turn("redo", self._review.queue.next_redo(self.who))

    def _turn(self, action: DecisionAction, step: str | None) -> View:
        numbers = self._review.queue.step(step) if step else []
        if step and numbers:
            self._review.journal.append(self._decision(self.load(numbers[:1])[0], action, step=step))
            self.refresh()
        return View([(n, 0) for n in numbers], self.load)

    # many at once

    def preview(self, rows: View, action: DecisionAction, reason: str | None = None) -> Preview:
        """Sort out what a bulk step would take: never a decided row, nor, to accept, an unverified or asking one."""

        def kind(flags: int) -> str:
            if flags & STATE >= UNDECIDED:
                return "decided"
            if action != "accept":
                return "take"
            if not flags & PROPOSED:
                return "empty"
            return "unverified" if not flags & VERIFIED else "asking" if flags & ASKS else "take"

        fresh = View(self._review.queue.fresh(rows.numbers), self.load)
        parts = {
            name: fresh.where(lambda flags, name=name: kind(flags) == name)  # type: ignore[misc]
            for name in ("take", "unverified", "asking", "decided", "empty")
        }
        return Preview(action, **parts, seen=self._seq, reason=reason)

    def bulk(self, preview: Preview, *, policy: bool = False) -> bool:
        """Do what was previewed as one step, with one undo."""
        action, reason = preview.action, preview.reason
        choices = (
            Choice(item, action, self.proposed(item) if action == "accept" else None, reason) for item in preview.take
        )
        return self.together(choices, policy=policy, seen=preview.seen)

    def together(self, choices: Iterable[Choice], *, policy: bool = False, seen: int | None = None) -> bool:
        """Decide about several rows as one step: all of it or, where one was decided meanwhile, none."""
        step = uuid.uuid4().hex
        decisions = [
            self._decision(c.item, c.action, after=c.after, reason=c.reason, policy=policy, step=step) for c in choices
        ]
        return self._decide(*decisions, seen=seen) if decisions else False

    # results

    def arrived(self, proposals: Iterable[Proposal], verdicts: Iterable[Verdict] = ()) -> View:
        """Record proposals that come while the review is under way; returns the rows that changed."""
        self._review.journal.record_proposals(proposals, verdicts)
        return self.refresh()

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
            self._decided_of[place] = self._review.queue.decided_of(place, place)
        return self._decided_of[place]

    def decided_between(self, first: int, last: int) -> tuple[int, int]:
        """The same for all projects from one place to another."""
        return self._review.queue.decided_of(first, last)

    def decided(self, document: Document | None = None) -> Iterator[DecidedRow]:
        """What stands about each row, for export: of one document or of all."""
        files = [d.file for d in self.papers]
        for item in self.items:
            if document is None or files[item.number // A_PROJECT // A_FILE - 1] == document.file:
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

    def standing(self) -> Standing:
        """The closing page's figures; runs the checks on every project with a change."""
        new: list[Finding] = []
        if self.check:
            for key in self._review.queue.changed():
                new += newly_found(self.check(self.project(key)), self.check(self.revised(key)))
        left = Counter({flags: n for flags, n in self._all_flags().items() if flags & STATE < UNDECIDED})
        return Standing(
            left.total(),
            sum(n for flags, n in left.items() if flags & PROPOSED and not flags & VERIFIED),
            sum(n for flags, n in left.items() if flags & ASKS),
            sum(n for flags, n in self._all_flags().items() if flags & ASKS and STATES[flags & STATE] == "accepted"),
            {unit: (done, total) for unit, done, total in self._review.queue.by_unit()},
            tally(self._review.queue.by_codes()),
            tuple(new),
        )

    def remember(self, key: Key, filter_line: str = "", sort: str = "document") -> None:
        """Keep where the reviewer is, for the next start."""
        place = {"project": key.project, "row": key.row, "addition": key.addition, "filter": filter_line, "sort": sort}
        self._review.journal.remember(self.who, json.dumps(place, ensure_ascii=False))

    def resume(self) -> tuple[Key | None, str, str]:
        """Where the reviewer left off: row, filter line, sort; the first undecided row at a first start."""
        if stored := self._review.journal.place(self.who):
            place = json.loads(stored)
            key = Key(place["project"], place["row"], place["addition"])
            return (key if self.item(key) else None), place["filter"], place["sort"]
        first = self._review.queue.first_open()
        return (None if first is None else self.load([first])[0].key), "", "document"


def _conclusion(said: str) -> Conclusion:
    word, _colon, reason = said.partition("：")
    return Conclusion(word, reason)
