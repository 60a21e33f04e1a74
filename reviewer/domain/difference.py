"""The difference of two texts character by character, readable without colour: `[-旧-]{+新+}`."""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "removed", "added", "width"]
"""`width`: only full-width and half-width forms of the same characters differ; shown, but no change of meaning."""

_TOKEN = re.compile(r"[0-9０-９][0-9０-９.,，．]*|[A-Za-z]+|\s+|.", re.S)


class Segment(NamedTuple):
    """A run of text; for `width`, `text` is the old and `other` the new form."""

    kind: Kind
    text: str
    other: str = ""


def difference(before: str, after: str) -> tuple[Segment, ...]:
    """The segments that lead from one text to the other; numbers and Latin words stay whole."""
    if before == after:
        return (Segment("same", before),) if before else ()
    a, b = _TOKEN.findall(before), _TOKEN.findall(after)
    segments: list[Segment] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        old, new = "".join(a[i1:i2]), "".join(b[j1:j2])
        if tag == "equal":
            segments.append(Segment("same", old))
        elif old and new and unicodedata.normalize("NFKC", old) == unicodedata.normalize("NFKC", new):
            segments.append(Segment("width", old, new))
        else:
            segments += [Segment("removed", old)] * bool(old) + [Segment("added", new)] * bool(new)
    return _calm(segments)


def _calm(segments: list[Segment]) -> tuple[Segment, ...]:
    """Join changes with a single character between them: two islands a character apart read worse than one change."""
    out: list[Segment] = []
    for i, segment in enumerate(segments):
        lonely = segment.kind == "same" and len(segment.text) == 1 and 0 < i < len(segments) - 1
        if lonely and {segments[i - 1].kind, segments[i + 1].kind} <= {"removed", "added"}:
            out += [Segment("removed", segment.text), Segment("added", segment.text)]
        else:
            out.append(segment)
    joined: list[Segment] = []
    run = {"removed": "", "added": ""}
    for segment in [*out, Segment("same", "")]:
        if segment.kind in ("removed", "added"):
            run[segment.kind] += segment.text
            continue
        joined += [Segment("removed", run["removed"])] if run["removed"] else []
        joined += [Segment("added", run["added"])] if run["added"] else []
        run = {"removed": "", "added": ""}
        joined += [segment] if segment.text else []
    return tuple(joined)


def marked(segments: tuple[Segment, ...]) -> str:
    """The difference as one text with marks, for terminals without colour, logs and readers aloud."""
    marks = {"same": "{0}", "removed": "[-{0}-]", "added": "{{+{0}+}}", "width": "[~{0}→{1}~]"}
    return "".join(marks[s.kind].format(s.text, s.other) for s in segments)
