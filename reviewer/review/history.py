"""Steps done and undone, told from the journal alone, so that undo has no limit and outlives the process."""

from reviewer.domain.decision import Decision


class History:
    """Fed every decision in order; knows which steps stand and which are one's own to take back."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.undone: set[str] = set()
        self.steps: dict[str, list[Decision]] = {}
        """The decisions of every step, in order."""
        self._done: list[str] = []
        self._redo: list[str] = []

    def take(self, decision: Decision) -> list[Decision]:
        """Take one journal entry in; returns the decisions whose standing it changes."""
        step = decision.step
        if decision.action == "undo":
            self.undone.add(step)
            if decision.who == self.who and step in self._done:
                self._done.remove(step)
                self._redo.append(step)
            return self.steps.get(step, [])
        if decision.action == "redo":
            self.undone.discard(step)
            if decision.who == self.who and step in self._redo:
                self._redo.remove(step)
                self._done.append(step)
            return self.steps.get(step, [])
        if step not in self.steps and decision.who == self.who:
            self._done.append(step)
            self._redo.clear()
        self.steps.setdefault(step, []).append(decision)
        return [decision]

    def next_undo(self) -> str | None:
        """The reviewer's own newest step that stands."""
        return self._done[-1] if self._done else None

    def next_redo(self) -> str | None:
        """The reviewer's own step undone last, as long as nothing was decided since."""
        return self._redo[-1] if self._redo else None
