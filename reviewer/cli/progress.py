"""A progress bar on stderr, drawn only on a terminal."""

import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """`with Bar(label, total) as bar: bar.step()`; silent where stderr is no terminal."""

    def __init__(self, label: str, total: int) -> None:
        self._label = label
        self._total = total
        self._progress: Progress | None = None
        self._task = 0

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._progress.add_task(self._label, total=self._total)
            self._progress.start()
        return self

    def step(self, label: str | None = None) -> None:
        """One more done; a new label where given."""
        if self._progress is not None:
            self._progress.update(self._task, advance=1, description=label or self._label)  # type: ignore[arg-type]

    def __exit__(self, *_exc: object) -> None:
        if self._progress is not None:
            self._progress.stop()
