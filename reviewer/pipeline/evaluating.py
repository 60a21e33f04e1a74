"""A review against hand labels: what its findings and the model's claims say together, and how the replies fared."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.domain.chunk import Chunk
from reviewer.domain.entry import Judged
from reviewer.domain.exchange import Exchange
from reviewer.domain.project import Project
from reviewer.domain.proposal import Proposer
from reviewer.evaluate import PROJECT_CODES, evaluate
from reviewer.llm import estimate_tokens
from reviewer.pipeline.judging import read_gold
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import Desk
from reviewer.settings import Settings
from reviewer.store.review_file import ReviewFile


class Fared(NamedTuple):
    """What came of one chunk: its first reply, its last word on every row, and what it never spoke of."""

    project: Project
    requests: int
    valid: bool
    """Whether the first reply was valid by the schema."""
    judged: tuple[Judged, ...]
    sound: int
    forgotten: tuple[int, ...]
    tokens: tuple[int, int, int]
    """Input, output and cached input tokens, of all its replies."""


def score_review(gold: Path, path: Path, settings: Settings) -> dict[str, Any]:
    """Scores of findings and claims together, and under `replies` how the model's replies fared.

    A claim is a code in `resolves` of a model's proposal; P01 and P02 are claims about the project. Replies are those
    that the review's ledger holds, read and verified anew. Raises InputError for labels that are none.
    """
    labels = read_gold(gold)
    with ReviewFile.open(path) as review:
        knowledge = Knowledge(settings)
        claims: dict[str, set[tuple[int | None, str]]] = {}
        fared: list[Fared] = []
        answered = sorted(review.ledger.answered(), key=lambda e: (e.project, e.chunk, e.rows, e.attempt))
        for document in review.documents:
            desk = Desk(document, knowledge)
            for project in document.projects:
                claims[project.key] = {(f.row, f.code) for f in desk.found(project)}
                own = [e for e in answered if e.project == project.key]
                chunks = groupby(own, key=lambda e: (e.chunk, e.rows))
                fared += [_fared(desk, project, tuple(replies)) for _chunk, replies in chunks]
    for chunk in fared:
        claims[chunk.project.key] |= set(_claims(chunk.judged))
    return {**evaluate(labels, claims), "replies": _summary(fared)}


def _fared(desk: Desk, project: Project, replies: Sequence[Exchange]) -> Fared:
    """The replies for one chunk in the order in which they were asked for."""
    chunk = Chunk(project=project.key, index=replies[0].chunk, count=replies[0].chunks, rows=replies[0].rows)
    last: dict[int, Judged] = {}
    added: tuple[Judged, ...] = ()
    missing, sound, valid = frozenset(chunk.rows), 0, False
    for place, reply in enumerate(replies):
        answer = reply.answer
        assert answer is not None
        read = desk.read(answer.text, chunk, project, Proposer(kind="model", model=answer.model), cut=answer.cut)
        valid = read.valid if place == 0 else valid
        last |= {j.proposal.row: j for j in read.judged if j.proposal.row is not None}
        added = tuple(j for j in read.judged if j.proposal.row is None) or added
        missing &= frozenset(read.missing)
        sound = len(set(chunk.rows) - set(read.missing) - {j.proposal.row for j in read.judged})
    return Fared(
        project=project,
        requests=len(replies),
        valid=valid,
        judged=(*last.values(), *added),
        sound=sound,
        forgotten=tuple(sorted(missing)),
        tokens=_tokens(replies),
    )


def _tokens(replies: Iterable[Exchange]) -> tuple[int, int, int]:
    """As reported; output that nobody counted is estimated from its text."""
    answers = [e.answer for e in replies if e.answer]
    spent = [a.usage.completion or estimate_tokens(a.text) for a in answers]
    return sum(a.usage.prompt for a in answers), sum(spent), sum(a.usage.cached for a in answers)


def _claims(judged: Iterable[Judged]) -> Iterable[tuple[int | None, str]]:
    for proposal, _verdict in judged:
        for code in proposal.resolves:
            yield (None if code in PROJECT_CODES else proposal.row), code


def _summary(fared: Sequence[Fared]) -> dict[str, Any]:
    """Counts and shares; a share of nothing is None."""
    judged = [j for chunk in fared for j in chunk.judged]
    verified = sum(bool(j.verdict and j.verdict.verified) for j in judged)
    requests = sum(chunk.requests for chunk in fared)
    projects = len({chunk.project.key for chunk in fared})
    valid = sum(chunk.valid for chunk in fared)
    prompt, completion, cached = (sum(chunk.tokens[n] for chunk in fared) for n in range(3))
    return {
        "projects": projects,
        "requests": requests,
        "requests_per_project": _share(requests, projects),
        "valid_at_first": valid,
        "valid_share": _share(valid, len(fared)),
        "proposals": len(judged),
        "verified": verified,
        "verified_share": _share(verified, len(judged)),
        "waiting": sum(j.proposal.asks for j in judged),
        "sound_rows": sum(chunk.sound for chunk in fared),
        "forgotten": [{"project": c.project.key, "row": row} for c in fared for row in c.forgotten],
        "tokens": {
            "prompt": prompt,
            "completion": completion,
            "cached": cached,
            "completion_per_proposal": _share(completion, len(judged)),
        },
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
