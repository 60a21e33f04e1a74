"""An answer as both stores keep it: the model's text as it came, in a column of its own, and the rest as JSON."""

from collections.abc import Mapping
from typing import Any

from reviewer.domain.exchange import Answer, Usage


def without_text(answer: Answer) -> dict[str, Any]:
    """All of an answer but its text, ready for JSON."""
    return {"model": answer.model, "usage": answer.usage._asdict(), "finish": answer.finish, "called": answer.called}


def with_text(text: str | None, rest: Mapping[str, Any]) -> Answer:
    """The answer again; a text of None stands in `rest`, where earlier versions of reviewer kept it."""
    return Answer(
        rest["text"] if text is None else text,
        rest.get("model"),
        Usage(**rest.get("usage", {})),
        rest.get("finish"),
        rest.get("called", False),
    )
