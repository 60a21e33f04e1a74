"""Finds the JSON object in a model's text: past thoughts, fences and boxes; of one cut off, the whole entries."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

KEYS = ("project", "sound", "proposals")
"""Keys of a reply."""
LARGEST = 200_000
"""Characters of a reply that are still read."""
_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>|<\|(?:begin|end)_of_box\|>", re.S)
_THOUGHT_ENDS = re.compile(r"</think(?:ing)?>")
_BEGIN = re.compile(rf'\{{\s*"(?:{"|".join(KEYS)})"')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|["{}\[\],]', re.S)
_CLOSER = {"{": "}", "[": "]"}


class Found(NamedTuple):
    """The object, or None with the sentence that says why; `cut` where it ended before its end."""

    value: dict[str, Any] | None
    fault: str = ""
    cut: bool = False


def find_object(text: str) -> Found:
    """The reply's object in the text."""
    if len(text) > LARGEST:
        return Found(None, f"答复超过 {LARGEST} 字，没有读：请只输出所要求的 JSON。")
    bare = _THOUGHT_ENDS.split(_THOUGHT.sub("", text))[-1]
    if "{" not in bare:
        return Found(None, "答复里没有 JSON 对象：请只输出一个 JSON 对象。")
    fault = ""
    try:
        for start in _starts(bare):
            try:
                value, end = json.JSONDecoder(parse_constant=_no_constant).raw_decode(bare, start)
            except ValueError as error:
                fault = fault or f"答复不是有效的 JSON（{error}）：请只输出一个完整的 JSON 对象。"
                continue
            if "{" in bare[end:]:
                return Found(None, "答复里有不止一个 JSON 对象：请只输出一个。")
            return Found(value)
        return _whole_entries(bare) or Found(None, fault)
    except RecursionError:
        return Found(None, "答复的 JSON 嵌套过深：请只输出所要求的 JSON 对象。")


def _starts(bare: str) -> Iterator[int]:
    """Where the object may begin: what looks like a reply, the last first, since a model may think aloud before it."""
    begins = [found.start() for found in _BEGIN.finditer(bare)]
    first = bare.find("{")
    yield from reversed(begins[-3:])
    if first not in begins[-3:]:
        yield first


def _whole_entries(bare: str) -> Found | None:
    """What of an object that was cut off is whole; None where none was begun, or it is wrong in another way."""
    begun = _BEGIN.search(bare)
    if begun is None:
        return None
    start = begun.start()
    stack: list[str] = []
    end, closers = start, ""
    for token in _TOKEN.finditer(bare, start):
        mark = token[0]
        if mark == '"':
            break
        if mark in _CLOSER:
            stack.append(mark)
        elif mark in ("}", "]"):
            if not stack or _CLOSER[stack.pop()] != mark or not stack:
                return None
            if len(stack) <= 2:
                end, closers = token.end(), _closing(stack)
        elif mark == "," and (len(stack) == 1 or stack[1:] == ["["]):
            end, closers = token.start(), _closing(stack)
    if end == start:
        return Found({}, cut=True)
    try:
        value = json.loads(bare[start:end] + closers, parse_constant=_no_constant)
    except ValueError:
        return None
    return Found(value, cut=True) if isinstance(value, dict) else None


def _closing(stack: list[str]) -> str:
    return "".join(_CLOSER[mark] for mark in reversed(stack))


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def listed(value: Any) -> Any:
    """A list that a model wrote as text; anything else as it is."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
