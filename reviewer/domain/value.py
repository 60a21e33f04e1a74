"""The base of the values that are read back from a model, a journal or a file: frozen, unknown fields refused."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; a misspelt field is an error, not a silent extra.

    Validators are built at a class's first use: a command uses few of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
