"""The field's fixed terms, and words that differ from one of them by a single slip.

A slip is one character that sounds or looks alike, one missing from the middle of a word of two, one written twice, or
two in the wrong order. A stretch that belongs to a term written right is never a slip of another.
"""

from bisect import bisect
from collections.abc import Iterator, Mapping
from functools import cached_property
from operator import add
from typing import Any, NamedTuple

SHORTEST = 4
"""A shorter term has too many near neighbours that are words of their own."""

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
    inner: frozenset[int]
    """Places of characters without which a long term is broken: those of its words of two, first and last excepted."""


class Lexicon:
    """The terms of a file (prompts/library/terms.toml), as read. Raises KeyError, TypeError."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._syllables: str = tables["音"]
        self._shapes: dict[str, str] = {}
        for group in tables["形近"]:
            for c in group:
                self._shapes[c] = self._shapes.get(c, "") + group
        self._heads: dict[str, list[_Term]] = {}
        self._tails: dict[str, list[_Term]] = {}
        for spaced in tables["用语"]:
            term = _term(spaced)
            if len(term.text) >= SHORTEST:
                self._heads.setdefault(term.text[:2], []).append(term)
                self._tails.setdefault(term.text[-2:] if len(term.text) == SHORTEST else term.text[-3:], []).append(
                    term
                )
        for group in self._heads.values():
            group.sort(key=lambda term: -len(term.text))

    def slips(self, text: str) -> tuple[Slip, ...]:
        """The slips of a text, from its beginning."""
        pairs = list(map(add, text, text[1:]))
        heads = [i for i, pair in enumerate(pairs) if pair in self._heads]
        tails = [(i + 2, pair) for i, pair in enumerate(pairs) if pair in self._tails]
        tails += [(i + 3, three) for i in range(len(text) - 2) if (three := text[i : i + 3]) in self._tails]
        if not heads and not tails:
            return ()
        right = self._right(text, pairs, heads)
        found: list[Slip] = []
        near = (*self._after(text, pairs, heads), *self._before(text, tails))
        for slip in sorted(near, key=lambda slip: -len(slip.written)):
            if not right[slip.at]:
                end = slip.start + len(slip.written)
                right[slip.start : end] = b"\1" * len(slip.written)
                found.append(slip)
        return tuple(sorted(found))

    def _right(self, text: str, pairs: list[str], heads: list[int]) -> bytearray:
        """Which characters belong to a term that is written right."""
        right = bytearray(len(text))
        for i in heads:
            for term in self._heads[pairs[i]]:
                if text.startswith(term.text, i):
                    right[i : i + len(term.text)] = b"\1" * len(term.text)
                    break
        return right

    def _after(self, text: str, pairs: list[str], heads: list[int]) -> Iterator[Slip]:
        """Slips behind the first two characters of a term."""
        for i in heads:
            for term in self._heads[pairs[i]]:
                window = text[i : i + len(term.text) + 1]
                # With one slip in it, one of a term's last two characters still stands behind its first two.
                if term.text[-1] not in window[2:] and term.text[-2] not in window[2:]:
                    continue
                if (near := self._near(window, term)) is not None:
                    yield Slip(i, near[0], term.text, i + near[1])

    def _before(self, text: str, tails: list[tuple[int, str]]) -> Iterator[Slip]:
        """Slips in the first two characters of a term whose others stand; `tails`: ends found, each with its key."""
        for end, key in tails:
            for term in self._tails[key]:
                right = term.text
                start = end - len(right)
                if start >= 0 and text[start + 2 : end] == right[2:]:
                    a, b = text[start], text[start + 1]
                    if a == right[0]:
                        if b != right[1] and self._alike(b, right[1]):
                            yield Slip(start, text[start:end], right, start + 1)
                    elif (b == right[1] and self._alike(a, right[0])) or (b == right[0] and a == right[1]):
                        yield Slip(start, text[start:end], right, start)
                elif 1 in term.inner and text[start + 1 : end] == right[0] + right[2:]:
                    yield Slip(start + 1, text[start + 1 : end], right, start + 2)

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

    def _sound(self, char: str) -> int | None:
        """The place of a character's syllable; None beyond the characters in common use."""
        try:
            code = char.encode("gb2312")
        except UnicodeEncodeError:
            return None
        return bisect(self._bounds, code) if b"\xb0\xa1" <= code <= b"\xd7\xf9" else None


def _term(spaced: str) -> _Term:
    text, inner = "", set()
    for word in spaced.split():
        if len(word) == 2:
            inner |= {len(text), len(text) + 1}
        text += word
    return _Term(text, frozenset(inner - {0, len(text) - 1}) if len(text) >= LONG else frozenset())
