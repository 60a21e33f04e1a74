"""Errors by who must act, one exit code each.

    ReviewerError
    ├── CommandError         2  the user retypes the command
    ├── InputError           3  the document must be mended or another named
    ├── ConfigurationError   4  a setting, key or permission must be mended
    ├── ServiceError         5  the endpoint is unreachable, out of quota or balance
    ├── ModelError           6  the model never answered validly, or a filter blocked it
    ├── StorageError         7  disk, folder or review file
    └── LimitError         8  a limit that the user set stopped the run; resumable

Each message is one sentence or two: what, where (which file or setting), what to do.
"""

INTERNAL = 70
"""Exit code after an error of the program's own, as sysexits.h names it: 1 says that the checks found something."""

INTERRUPTED = 130
"""Exit code after Ctrl-C."""


class ReviewerError(Exception):
    """Something that a person can act on; never shown with a traceback."""

    exit_code = INTERNAL


class CommandError(ReviewerError):
    """The command line does not fit together."""

    exit_code = 2


class InputError(ReviewerError):
    """A document cannot be read."""

    exit_code = 3


class ConfigurationError(ReviewerError):
    """A setting, a key or a permission is missing or refused."""

    exit_code = 4


class ServiceError(ReviewerError):
    """The endpoint cannot be reached or has no quota or balance left."""

    exit_code = 5


class ModelError(ReviewerError):
    """The model did not answer validly, or a content filter blocked the project."""

    exit_code = 6


class StorageError(ReviewerError):
    """The review file, the cache or an output folder cannot be used."""

    exit_code = 7


class LimitError(ReviewerError):
    """A limit that the user set was reached; the same command resumes."""

    exit_code = 8
