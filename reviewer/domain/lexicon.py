"""The field's fixed terms, and words that differ from one of them by a single slip.

A slip is one character that sounds or looks alike, one missing from the middle of a word of two, one written twice, or
two in the wrong order. A stretch that belongs to a term written right is never a slip of another.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from operator import add
from typing import Any, NamedTuple

SHORTEST = 4
"""A shorter term has too many near neighbours that are words of their own."""

KEPT = 8192
"""Characters whose sound is kept."""

LONG = 6
"""Without one of its characters a shorter term is too often the beginning of another word."""


class Slip(NamedTuple):
    """What stands in the text, and the term that was meant."""

    start: int
    written: str
    meant: str
    at: int
    """The first character that is not as it should be."""


class _Term(NamedTuple):
    text: str
    rest: str
    """What follows its first two characters."""
    inner: frozenset[int]
    """Places of characters without which a long term is broken: those of its words of two, first and last excepted."""


class _Pair(NamedTuple):
    heads: list[_Term]
    """The terms that begin with it, the longer first."""
    tails: list[_Term]
    """The terms that end with it."""


class Lexicon:
    """The terms of a file (prompts/library/terms.toml), as read. Raises KeyError, TypeError."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._syllables: str = tables["音"]
        self._shapes: dict[str, str] = {}
        for group in tables["形近"]:
            for c in group:
                self._shapes[c] = self._shapes.get(c, "") + group
        self._sound = lru_cache(maxsize=KEPT)(self._syllable)
        self._pairs: defaultdict[str, _Pair] = defaultdict(lambda: _Pair([], []))
        for term in sorted(map(_term, tables["用语"]), key=lambda term: -len(term.text)):
            if len(term.text) >= SHORTEST:
                self._pairs[term.text[:2]].heads.append(term)
                self._pairs[term.text[-2:]].tails.append(term)

    def slips(self, text: str) -> tuple[Slip, ...]:
        """The slips of a text, from its beginning."""
        known = self._pairs
        hits = [(i, known[pair]) for i, pair in enumerate(map(add, text, text[1:])) if pair in known]
        near: list[Slip] = []
        for i, pair in hits:
            if pair.heads:
                near += self._after(text, i, pair.heads)
            if pair.tails:
                near += self._before(text, i + 2, pair.tails)
        if not near:
            return ()
        right = _right(text, hits)
        found: list[Slip] = []
        for slip in sorted(near, key=lambda slip: -len(slip.written)):
            if not right[slip.at]:
                end = slip.start + len(slip.written)
                right[slip.start : end] = b"\1" * len(slip.written)
                found.append(slip)
        return tuple(sorted(found))

    def _after(self, text: str, start: int, heads: list[_Term]) -> list[Slip]:
        """Slips behind the first two characters of a term."""
        found = []
        for term in heads:
            right = term.text
            behind = text[start + 2 : start + len(right) + 1]
            # With one slip in it, one of a term's last two characters still stands behind its first two.
            if right[-1] in behind or right[-2] in behind:
                if behind.startswith(term.rest):
                    continue
                if (near := self._near(text[start : start + 2] + behind, term)) is not None:
                    found.append(Slip(start, near[0], right, start + near[1]))
        return found

    def _before(self, text: str, end: int, tails: list[_Term]) -> list[Slip]:
        """Slips in the first two characters of a term whose others stand, as far as `end`."""
        found = []
        for term in tails:
            right = term.text
            start = end - len(right)
            if start >= 0:
                a, b = text[start], text[start + 1]
                if a == right[0]:
                    if b == right[1] or not self._alike(b, right[1]):
                        continue
                    at = start + 1
                elif (b == right[1] and self._alike(a, right[0])) or (b == right[0] and a == right[1]):
                    at = start
                else:
                    continue
            elif start == -1 and 1 in term.inner and text[0] == right[0]:
                start, at = 0, 1
            else:
                continue
            if text.endswith(term.rest, 0, end):
                found.append(Slip(start, text[start:end], right, at))
        return found

    def _near(self, window: str, term: _Term) -> tuple[str, int] | None:
        """The beginning of the window that is the term but for one slip, and the place of that slip."""
        right = term.text
        size = len(right)
        k = 0
        while k < size and k < len(window) and window[k] == right[k]:
            k += 1
        if k >= size or k >= len(window):
            return None
        rest = right[k + 1 :]
        if window[k + 1 : size] == rest and len(window) >= size and self._alike(window[k], right[k]):
            return window[:size], k
        if window[k : k + 2] == right[k : k + 2][::-1] and k + 1 < size and window[k + 2 : size] == right[k + 2 :]:
            return window[:size], k
        if k in term.inner and window[k : size - 1] == rest:
            return window[: size - 1], k
        if k and window[k] == right[k - 1] and window[k + 1 : size + 1] == right[k:] and len(window) > size:
            return window[: size + 1], k
        return None

    def _alike(self, written: str, meant: str) -> bool:
        if written in self._shapes.get(meant, ""):
            return True
        sound = self._sound(meant)
        return sound is not None and self._sound(written) == sound

    @cached_property
    def _bounds(self) -> list[bytes]:
        return [c.encode("gb2312") for c in self._syllables]

    def _syllable(self, char: str) -> int | None:
        """The place of a character's syllable; None beyond the characters in common use."""
        try:
            code = char.encode("gb2312")
        except UnicodeEncodeError:
            return None
        return bisect(self._bounds, code) if b"\xb0\xa1" <= code <= b"\xd7\xf9" else None


def _right(text: str, hits: list[tuple[int, _Pair]]) -> bytearray:
    """Which characters belong to a term that is written right."""
    right = bytearray(len(text))
    for i, pair in hits:
        for term in pair.heads:
            if text.startswith(term.text, i):
                right[i : i + len(term.text)] = b"\1" * len(term.text)
                break
    return right


def _term(spaced: str) -> _Term:
    text, inner = "", set()
    for word in spaced.split():
        if len(word) == 2:
            inner |= {len(text), len(text) + 1}
        text += word
    return _Term(text, text[2:], frozenset(inner - {0, len(text) - 1}) if len(text) >= LONG else frozenset())
