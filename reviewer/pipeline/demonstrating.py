"""The demonstration: the sample with replies recorded from a large language model; nothing is ever sent."""

import hashlib
import json
import shutil
from collections.abc import Callable
from typing import NamedTuple

from reviewer.chunk import chunks
from reviewer.domain.chunk import Chunk
from reviewer.domain.exchange import Answer, Exchange, Usage
from reviewer.domain.proposal import Proposer
from reviewer.errors import StorageError
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import Desk, Standing
from reviewer.pipeline.reviewing import open_review
from reviewer.settings import PACKAGE, Settings
from reviewer.store.review_file import ReviewFile

SAMPLE = PACKAGE / "sample" / "dingzhou-2021.txt"


class Recorded(NamedTuple):
    """One recorded reply."""

    project: str
    chunk: int
    date: str
    prompt: str
    """Digest of the prompt files at the time."""
    text: str
    usage: Usage
    """Tokens, where the recording states them."""

    @property
    def model(self) -> str:
        return f"录自大语言模型（{self.date}）"

    @property
    def proposer(self) -> Proposer:
        return Proposer(kind="model", model=self.model, prompt=self.prompt)


def recorded(settings: Settings) -> tuple[Recorded, ...]:
    """The recorded replies for the sample, in order; a chunk's second is the answer to its one further request."""
    file = settings.recorded / "dingzhou-2021.jsonl"
    if not file.is_file():
        return ()
    lines = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return tuple(
        Recorded(v["project"], v["chunk"], v["recorded"], v["prompt"], v["reply"], Usage(**v.get("usage", {})))
        for v in lines
    )


def demo_review(settings: Settings, knowledge: Knowledge) -> ReviewFile:
    """The sample's review with what the checks find; `play` gives it its proposals."""
    folder = settings.cache / "demo"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sample = folder / SAMPLE.name
        if not sample.is_file() or sample.read_bytes() != SAMPLE.read_bytes():
            shutil.copyfile(SAMPLE, sample)
    except OSError as error:
        raise StorageError(
            _("写不了演示文件夹 {folder}（{why}），请用环境变量 REVIEWER_CACHE 指定别处。").format(
                folder=folder, why=error.strerror or error
            )
        ) from None
    return open_review([sample], None, knowledge)


def play(review: ReviewFile, knowledge: Knowledge, step: Callable[[], None] = lambda: None) -> str:
    """Put in the recorded replies' proposals, the drafter's where none was recorded; `step` is called a project.

    Returns the line that says where they come from.
    """
    replies = recorded(knowledge.settings)
    standing = Standing(review)
    (document,) = review.documents
    desk = Desk(document, knowledge)
    by_chunk: dict[tuple[str, int], list[Recorded]] = {}
    for reply in replies:
        by_chunk.setdefault((reply.project, reply.chunk), []).append(reply)
    for project in document.projects:
        step()
        if project.key in standing.rows:
            continue
        for chunk in chunks(project, tokens=knowledge.settings.chunk_tokens, estimate=len):
            said = by_chunk.get((project.key, chunk.index), [])
            review.ledger.put(_exchange(reply, chunk, attempt) for attempt, reply in enumerate(said, 1))
            missing = chunk.rows
            for reply in said:
                read = desk.read(reply.text, chunk, project, reply.proposer)
                missing = tuple(row for row in missing if row in read.missing)
                standing.keep(review, read.judged)
            if missing or not said:
                standing.keep(review, desk.draft(project, missing))
    played = len({r.project for r in replies})
    older = sum(r.prompt != knowledge.prompts.digest for r in replies)
    return _notice(played, len(document.projects), older, max((r.date for r in replies), default=""))


def _exchange(reply: Recorded, chunk: Chunk, attempt: int) -> Exchange:
    """The recorded reply as the ledger keeps one, so that `eval` can say how the replies fared."""
    return Exchange(
        fingerprint=hashlib.sha256(f"{reply.project} {chunk.index} {attempt}".encode()).hexdigest(),
        project=reply.project,
        chunk=chunk.index,
        chunks=chunk.count,
        rows=chunk.rows,
        attempt=attempt,
        state="answered",
        answer=Answer(text=reply.text, model=reply.model, usage=reply.usage),
    )


def _notice(played: int, projects: int, older: int, date: str) -> str:
    if not played:
        return _("演示：没有录下的答复，由内置起草提出建议；什么都不发送。")
    line = _("演示：{all} 个项目都用录下的大语言模型答复（{date}）；什么都不发送。")
    if played < projects:
        line = _("演示：{n}/{all} 个项目用录下的大语言模型答复（{date}），其余由内置起草；什么都不发送。")
    line = line.format(n=played, all=projects, date=date)
    return line + _("录制以后提示词改过，录下的答复较旧。") if older else line
