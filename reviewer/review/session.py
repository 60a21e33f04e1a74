"""ReviewSession: what a reviewer can see and do, without a screen."""

import gc
import json
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import get_args

from reviewer.domain.decided import DecidedRow
from reviewer.domain.decision import CONCLUSIONS, Conclusion, Decision, DecisionAction, RejectReason
from reviewer.domain.document import Document
from reviewer.domain.entry import Entry, Judged
from reviewer.domain.finding import Finding, Findings
from reviewer.domain.project import Indicator, Project, RowText, amount
from reviewer.domain.proposal import Proposal
from reviewer.domain.verdict import Verdict
from reviewer.errors import CommandError
from reviewer.language import _
from reviewer.review import queue
from reviewer.review.filter import EVERYTHING, Filter
from reviewer.review.history import History
from reviewer.review.item import RANK, Item, Key
from reviewer.review.queue import Line
from reviewer.review.revising import newly_found, revised_project
from reviewer.review.summary import Choice, Keeps, Preview, Progress, Standing, count, tally

REASONS: tuple[str, ...] = get_args(RejectReason)
LONG = 5_000
"""Rows from which on the collector is told to leave the loaded review alone."""
Check = Callable[[Project], Findings]


class ReviewSession:
    """One reviewer's session on a review.

    Every decision is one committed journal entry (a bulk step one transaction) before a method returns. A row that
    another process decided meanwhile is not overwritten: the method returns False and the queue shows the new state.
    Raises StorageError where the journal does.
    """

    def __init__(
        self,
        journal: Keeps,
        documents: Iterable[Document],
        *,
        who: str,
        clock: Callable[[], datetime] | None = None,
        check: Check | None = None,
        since: Mapping[str, int] | None = None,
    ) -> None:
        """`since`: for projects of a later submission, the entry after which their own begin (ReviewFile.since)."""
        self.journal = journal
        self.documents = tuple(documents)
        self.who = who
        self.check = check
        self._clock = clock or (lambda: datetime.now().astimezone())
        self._since = since or {}
        self._homes: dict[str, tuple[Document, Project, int]] = {}
        for document in self.documents:
            for project in document.projects:
                self._homes[project.key] = (document, project, len(self._homes))
        self._found: dict[str, int] = {}
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._additions: dict[str, Key] = {}
        self.conclusions: dict[str, Conclusion] = {}
        """What was concluded about projects as a whole, by key; the last word counts."""
        self._items: dict[Key, Item] = {}
        self._of: dict[str, dict[Key, Item]] = {}
        self._sorted: list[Item] | None = None
        self._names: dict[str, list[Item]] | None = None
        self._progress: Progress | None = None
        self._history = History(who)
        self._seq = 0
        self._rows = lru_cache(maxsize=64)(self._rows_of)
        self._judged = lru_cache(maxsize=512)(journal.proposal)
        self._findings = lru_cache(maxsize=256)(journal.findings)
        with _uncollected():
            self.refresh()
        if len(self._items) > LONG:
            # All of it stays to the end: walking it again and again would double what a key costs.
            gc.freeze()

    # what is there

    def refresh(self) -> list[Item]:
        """Take in what any process wrote since; returns the rows that changed."""
        changed: dict[Key, Item] = {}
        touched: dict[Key, Item] = {}
        for entry in self.journal.entries(self._seq):
            self._seq = entry.seq
            if entry.project not in self._homes or entry.seq <= self._since.get(entry.project, 0):
                continue
            if entry.kind == "findings":
                self._take_findings(entry, changed)
            elif entry.kind == "proposal":
                item = self._take_proposal(entry)
                changed[item.key] = item
            else:
                decision = Decision.model_validate_json(entry.brief)
                if decision.action == "conclude":
                    word, _colon, reason = (decision.reason or "").partition("：")
                    self.conclusions[decision.project] = Conclusion(word, reason)
                    continue
                if decision.action not in ("undo", "redo"):
                    self._at(self._key(decision)).taken.append(decision)
                for d in self._history.take(decision):
                    item = self._at(self._key(d))
                    touched[item.key] = item
        if changed or any(not (i.proposal or i.codes) for i in touched.values()):
            self._sorted = self._names = None
        for item in touched.values():
            item.settle(self._history.undone)
        changed |= touched
        if changed:
            self._progress = None
        return list(changed.values())

    def _key(self, decision: Decision) -> Key:
        if decision.row is None and decision.proposal:
            return self._additions.get(decision.proposal, Key(decision.project, None, "?"))
        return Key(decision.project, decision.row)

    def _at(self, key: Key) -> Item:
        if (item := self._items.get(key)) is None:
            place = self._homes[key.project][2]
            indicator = self.indicator(key)
            level2, _slash, name = key.addition.partition("/")
            if indicator:
                level2, name = indicator.level2, indicator.name
            item = self._items[key] = Item(key, queue.order(key, place), level2, name)
            self._of.setdefault(key.project, {})[key] = item
        return item

    def _take_findings(self, entry: Entry, changed: dict[Key, Item]) -> None:
        self._found[entry.project] = entry.seq
        codes: dict[Key, list[str]] = {}
        worst: dict[Key, int] = {}
        for word in entry.brief.split():
            row, code, severity = word.split(":")
            key = Key(entry.project, None if row == "-" else int(row))
            codes.setdefault(key, []).append(code)
            worst[key] = max(worst.get(key, -1), RANK[severity])
        for key in codes.keys() | self._of.get(entry.project, {}).keys():
            item = self._at(key)
            own = tuple(dict.fromkeys(codes.get(key, ())))
            item.codes = self._shared.setdefault(own, own)
            item.severity = worst.get(key, -1)
            changed[key] = item

    def _take_proposal(self, entry: Entry) -> Item:
        action, known, asks, digest, place = entry.brief.split(":", 4)
        key = Key(entry.project, entry.row, place)
        if entry.row is None:
            self._additions[digest] = key
        item = self._at(key)
        item.proposal, item.action, item.digest = entry.seq, action, digest
        item.verified = None if known == "-" else known == "1"
        item.asks = asks == "1"
        return item

    @property
    def items(self) -> list[Item]:
        """Every row of which something is said, in the documents' order."""
        if self._sorted is None:
            self._sorted = sorted((i for i in self._items.values() if i.stands), key=lambda i: i.order)
        return self._sorted

    def item(self, key: Key) -> Item | None:
        return self._items.get(key)

    def document(self, key: Key) -> Document:
        return self._homes[key.project][0]

    def project(self, key: Key | str) -> Project:
        return self._homes[key if isinstance(key, str) else key.project][1]

    def unit(self, project: str) -> str:
        """The project's budget unit as printed, code first."""
        p = self._homes[project][1]
        return f"{p.unit_code or ''}{p.unit_name or ''}"

    def title(self, project: str) -> str:
        """The project's number, code and name: what a reviewer may type to go there."""
        p = self._homes[project][1]
        return f"{p.no}.{p.name} {p.code or ''}"

    def _rows_of(self, project: str) -> dict[int, Indicator]:
        return {i.row: i for i in self._homes[project][1].indicators}

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

    def after(self, item: Item) -> RowText | None:
        """What stands in the revised table as decided; None for a row that is gone or not yet added."""
        if item.state in ("accepted", "edited") and item.decision:
            return item.decision.after
        return self.before(item)

    def findings(self, item: Item) -> tuple[Finding, ...]:
        """What the checks say of the row (of the project as a whole for its own item)."""
        if item.key.addition or item.key.project not in self._found:
            return ()
        found = self._findings(self._found[item.key.project]).found
        return tuple(f for f in found if f.row == item.key.row)

    def like(self, item: Item) -> list[Item]:
        """The rows with the same name, this one included: pm10 in eight projects."""
        if self._names is None:
            self._names = {}
            for other in self.items:
                if other.name:
                    self._names.setdefault("".join(other.name.split()), []).append(other)
        return self._names.get("".join(item.name.split()), [item])

    def view(self, filter_: Filter = EVERYTHING, sort: str = "document") -> list[Item]:
        """The rows that fit, sorted."""
        kept = self.items
        if filter_ != EVERYTHING._replace(line=filter_.line):
            kept = filter_.keep(kept, unit=self.unit, title=self.title, mentions=self.journal.mentions)
        if sort == "document":
            return kept
        sorters: dict[str, Callable[[Item], object]] = {
            "severity": lambda i: -i.severity,
            "code": lambda i: i.codes or ("~",),
            "state": lambda i: ("open", "deferred", "edited", "accepted", "rejected").index(i.state),
            "amount": lambda i: -self._amount(i.key.project),
        }
        return sorted(kept, key=sorters[sort])  # type: ignore[arg-type]

    def _amount(self, project: str) -> float:
        return float(amount(self._homes[project][1].budget.total) or 0)

    def lines(self, items: Sequence[Item], folded: Collection[str], *, grouped: bool) -> list[Line]:
        """The queue with headings for units and projects; folded ones keep only the heading."""
        return queue.lines(items, self.unit, folded, grouped=grouped)

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

    def conclude(self, project: str, word: str, reason: str = "") -> bool:
        """Set one of CONCLUSIONS for a project; an empty word takes it back. False where that stands already."""
        if word and word not in CONCLUSIONS:
            raise CommandError(
                _("审核结论只能是：{known}；没有“{word}”。").format(known="、".join(CONCLUSIONS), word=word)
            )
        if self.conclusions.get(project, Conclusion()) == (word, reason):
            return False
        self.journal.append(
            Decision(
                project=project,
                row=None,
                proposal="",
                action="conclude",
                who=self.who,
                when=self._now(),
                reason=f"{word}：{reason}" if reason else word,
            )
        )
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

    def _decide(self, *decisions: Decision) -> bool:
        """Commit the decisions unless one of the rows was decided by another process since it was shown here."""
        meanwhile = self.journal.append(*decisions, seen=self._seq)
        self.refresh()
        return not meanwhile

    def _note(self, decision: Decision) -> bool:
        self.journal.append(decision)
        self.refresh()
        return True

    def undo(self) -> list[Item]:
        """Take back one's own newest step; returns its rows, none where nothing is left to undo."""
        return self._turn("undo", self._history.next_undo())

    def redo(self) -> list[Item]:
        """Do again the step undone last."""
        return self._turn("redo", self._history.next_redo())

    def _turn(self, action: DecisionAction, step: str | None) -> list[Item]:
        if step is None:
            return []
        items = [self._at(self._key(d)) for d in self._history.steps[step]]
        self.journal.append(self._decision(items[0], action, step=step))
        self.refresh()
        return items

    # many at once

    def preview(self, items: Iterable[Item], action: DecisionAction, reason: str | None = None) -> Preview:
        """Sort out what a bulk step would take: never a decided row, nor, to accept, an unverified or asking one."""
        take, unverified, asking, decided, empty = [], [], [], [], []
        for item in items:
            if not item.undecided:
                decided.append(item)
            elif action == "accept" and not item.proposal:
                empty.append(item)
            elif action == "accept" and not item.verified:
                unverified.append(item)
            elif action == "accept" and item.asks:
                asking.append(item)
            else:
                take.append(item)
        return Preview(action, tuple(take), tuple(unverified), tuple(asking), tuple(decided), tuple(empty), reason)

    def bulk(self, preview: Preview, *, policy: bool = False) -> bool:
        """Do what was previewed as one step, with one undo."""
        action, reason = preview.action, preview.reason
        choices = (
            Choice(item, action, self.proposed(item) if action == "accept" else None, reason) for item in preview.take
        )
        return self.together(choices, policy=policy)

    def together(self, choices: Iterable[Choice], *, policy: bool = False) -> bool:
        """Decide about several rows as one step: all of it or, where one was decided meanwhile, none."""
        step = uuid.uuid4().hex
        decisions = [
            self._decision(c.item, c.action, after=c.after, reason=c.reason, policy=policy, step=step) for c in choices
        ]
        return self._decide(*decisions) if decisions else False

    # results

    def arrived(self, proposals: Iterable[Proposal], verdicts: Iterable[Verdict] = ()) -> list[Item]:
        """Record proposals that come while the review is under way; returns the rows that changed."""
        self.journal.record_proposals(proposals, verdicts)
        return self.refresh()

    def progress(self, items: Iterable[Item] | None = None) -> Progress:
        """Human decisions on all rows or on these."""
        if items is not None:
            return count(items)
        if self._progress is None:
            self._progress = count(self.items)
        return self._progress

    def decided_of(self, project: str) -> tuple[int, int]:
        """How many rows of a project are decided, and how many there are to decide."""
        items = [i for i in self._of.get(project, {}).values() if i.stands]
        return sum(not i.undecided for i in items), len(items)

    def decided(self, document: Document | None = None) -> Iterator[DecidedRow]:
        """What stands about each row, for export: of one document or of all."""
        for item in self.items:
            if document is None or self.document(item.key) is document:
                yield self.row(item)

    def row(self, item: Item) -> DecidedRow:
        """One row with all that an export needs of it."""
        judged = self.judged(item)
        falls = item.decision is not None and item.decision.reason == "问题不成立"
        changed = item.state in ("accepted", "edited")
        return DecidedRow(
            project=item.key.project,
            row=item.key.row,
            before=self.before(item),
            after=item.decision.after if changed and item.decision else None,
            state=item.state,
            findings=() if falls else self.findings(item),
            proposal=judged.proposal if judged else None,
            verdict=judged.verdict if judged else None,
            decision=item.decision,
            note="；".join(c.reason or "" for c in item.comments),
        )

    def revised(self, key: str, change: Mapping[Key, RowText | None] | None = None) -> Project:
        """The project as decided; with `change`, as it would be with these rows as well."""
        rows = []
        for item in self._of.get(key, {}).values():
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
        open_items = [i for i in self.items if i.undecided]
        new: list[Finding] = []
        if self.check:
            changed = {i.key.project for i in self.items if i.state in ("accepted", "edited")}
            for key in sorted(changed, key=lambda k: self._homes[k][2]):
                new += newly_found(self.check(self.project(key)), self.check(self.revised(key)))
        return Standing(
            len(open_items),
            sum(1 for i in open_items if i.proposal and not i.verified),
            sum(1 for i in open_items if i.asks),
            tally((self.unit(i.key.project), not i.undecided) for i in self.items),
            tally((c, not i.undecided) for i in self.items for c in i.codes),
            tuple(new),
        )

    def remember(self, key: Key, filter_line: str = "", sort: str = "document") -> None:
        """Keep where the reviewer is, for the next start."""
        place = {"project": key.project, "row": key.row, "addition": key.addition, "filter": filter_line, "sort": sort}
        self.journal.remember(self.who, json.dumps(place, ensure_ascii=False))

    def resume(self) -> tuple[Key | None, str, str]:
        """Where the reviewer left off: row, filter line, sort; the first undecided row at a first start."""
        if stored := self.journal.place(self.who):
            place = json.loads(stored)
            key = Key(place["project"], place["row"], place["addition"])
            return (key if key in self._items else None), place["filter"], place["sort"]
        first = next((i.key for i in self.items if i.undecided), None)
        return first, "", "document"


@contextmanager
def _uncollected() -> Iterator[None]:
    """Load without garbage collection: a hundred thousand new rows, all of them kept, cost it more than the loading."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
