"""Files that fail while others go on."""

import sys
from pathlib import Path

from reviewer.errors import ReviewerError


class Failures:
    """Prints a line a file that failed; the highest exit code of them is the command's."""

    def __init__(self) -> None:
        self.code = 0

    def __call__(self, path: Path, error: ReviewerError) -> None:
        print(error, file=sys.stderr)
        self.code = max(self.code, error.exit_code)
