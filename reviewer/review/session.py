"""ReviewSession: what a reviewer can see and do, without a screen."""

import json
import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import get_args

from reviewer.domain.decision import CONCLUSIONS, Decision, DecisionAction, RejectReason
from reviewer.domain.project import RowText
from reviewer.domain.proposal import Proposal
from reviewer.domain.row import ASKS, PROPOSED, STATE, UNDECIDED, VERIFIED, Key
from reviewer.domain.verdict import Verdict
from reviewer.errors import CommandError
from reviewer.language import _
from reviewer.review.item import Item
from reviewer.review.queue import View
from reviewer.review.reading import Reading
from reviewer.review.summary import Choice, Preview

PLACE = {"project", "row", "addition", "filter", "sort"}
"""What is kept of where a reviewer left off."""
REASONS: tuple[str, ...] = get_args(RejectReason)


class ReviewSession(Reading):
    """One reviewer's session on a review: reads it, and decides.

    Every decision is one committed journal entry (a bulk step one transaction) before a method returns. A row that
    another process decided meanwhile is not overwritten: the method returns False and the queue shows the new state.
    Raises StorageError where the journal does.
    """

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

    def removals(self, preview: Preview) -> int:
        """How many rows the step would take out of their tables."""
        return self._review.queue.removals(preview.take.numbers) if preview.action == "accept" else 0

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

    def remember(self, key: Key, filter_line: str = "", sort: str = "document") -> None:
        """Keep where the reviewer is, for the next start."""
        place = {"project": key.project, "row": key.row, "addition": key.addition, "filter": filter_line, "sort": sort}
        self._review.journal.remember(self.who, json.dumps(place, ensure_ascii=False))

    def resume(self) -> tuple[Key | None, str, str]:
        """Where the reviewer left off: row, filter line, sort; the first undecided row at a first start."""
        if stored := self._review.journal.place(self.who):
            # A place that cannot be read back is none: nothing that counts hangs on it.
            place = None
            with suppress(ValueError):
                place = json.loads(stored)
            if isinstance(place, dict) and place.keys() >= PLACE:
                key = Key(place["project"], place["row"], place["addition"])
                return (key if self.item(key) else None), place["filter"], place["sort"]
        first = self._review.queue.first_open()
        return (None if first is None else self.load([first])[0].key), "", "document"
