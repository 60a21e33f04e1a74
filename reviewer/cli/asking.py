"""Who proposes: the configured model after a confirmation, else the built-in drafter."""

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewer.cli.progress import Bar
from reviewer.errors import ConfigurationError
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import draft_all
from reviewer.store.review_file import ReviewFile

if TYPE_CHECKING:
    from reviewer.pipeline.asking import Asked, Plan
    from reviewer.review import Item


class Outcome(NamedTuple):
    """What a run came to: the exit code, the line to show above the rows, and its figures."""

    code: int
    notice: str
    record: dict[str, Any]


def propose_into(review: ReviewFile, knowledge: Knowledge, *, yes: bool) -> Outcome:
    """Fill the review with proposals by the model in force, or by the drafter where there is none."""
    _warn(review, knowledge)
    if knowledge.settings.offline or not knowledge.settings.model:
        return _draft(review, knowledge, _no_model_line(knowledge))
    from reviewer.pipeline.asking import Plan, ask

    plan = Plan(review, knowledge)
    projects = sum(len(d.projects) for d in review.documents)
    _confirm(plan, projects, yes=yes)
    with Bar(_("模型"), projects) as bar:
        return _outcome(review, knowledge, ask(plan, lambda _settled: bar.step()))


class Live:
    """A run whose proposals stream into the open screen; `finish` says what it came to."""

    def __init__(self, review: ReviewFile, knowledge: Knowledge, plan: "Plan") -> None:
        self._review = review
        self._knowledge = knowledge
        self._plan = plan
        self._asked: Asked | None = None
        self.notice = _("{model} 正在提出建议，边到边审。").format(model=plan.endpoint.model)

    async def stream(self) -> None:
        from reviewer.pipeline.asking import asking

        self._asked = await asking(self._plan, lambda _settled: None)

    async def ask_again(self, item: "Item", hint: str) -> str:
        """The screen's request to the model for one row."""
        from reviewer.pipeline.asking import ask_again

        return await ask_again(self._plan, item.key.project, item.key.row, hint)

    def finish(self) -> int:
        """The exit code; what was left unanswered when the screen closed, the same command asks for."""
        if self._asked is None:
            print(_("建议还没有收齐就离开了；再运行同一条命令就接着做。"), file=sys.stderr)
            return 0
        outcome = _outcome(self._review, self._knowledge, self._asked)
        print(outcome.notice, file=sys.stderr)
        return outcome.code


def begin_live(review: ReviewFile, knowledge: Knowledge, *, yes: bool) -> Live | None:
    """A confirmed run to stream into the screen; None where no model is to be asked."""
    if knowledge.settings.offline or not knowledge.settings.model:
        return None
    from reviewer.pipeline.asking import Plan

    _warn(review, knowledge)
    plan = Plan(review, knowledge)
    _confirm(plan, sum(len(d.projects) for d in review.documents), yes=yes)
    return Live(review, knowledge, plan)


def _warn(review: ReviewFile, knowledge: Knowledge) -> None:
    """Instructions inside a document are data; the reviewer is told of them."""
    for document in review.documents:
        for problem in knowledge.prompts.injections(document):
            print(f"{problem.place}：{problem.reason}", file=sys.stderr)


def _outcome(review: ReviewFile, knowledge: Knowledge, asked: "Asked") -> Outcome:
    t = asked.totals
    notice = _("{model}：答复 {n}，已存 {s}，被拦 {b}，失败 {f}；发送 {r} 次，令牌 {i} 入 {o} 出。").format(
        model=knowledge.settings.model,
        n=t.answered,
        s=t.stored,
        b=t.blocked,
        f=t.failed,
        r=t.requests,
        i=t.prompt_tokens,
        o=t.completion_tokens,
    )
    error = asked.error()
    if error:
        print(error, file=sys.stderr)
        _draft(review, knowledge, "")
    return Outcome(error.exit_code if error else 0, notice, t.model_dump(mode="json"))


def estimate_only(review: ReviewFile, knowledge: Knowledge) -> int:
    """What a run would send, without sending it."""
    from reviewer.pipeline.asking import Plan

    plan = Plan(review, knowledge)
    requests, tokens = _size(plan)
    print(_confirm_line(plan, sum(len(d.projects) for d in review.documents), requests, tokens))
    return 0


def _size(plan: "Plan") -> tuple[int, int]:
    from reviewer.llm import estimate_tokens

    sizes = [sum(estimate_tokens(m.content) for m in t.request.messages) for t in plan.tasks()]
    return len(sizes), sum(sizes)


def _confirm_line(plan: "Plan", projects: int, requests: int, tokens: int) -> str:
    from reviewer.llm import confirm_line

    return confirm_line(plan.endpoint, projects, requests, tokens)


def _confirm(plan: "Plan", projects: int, *, yes: bool) -> None:
    """Say what is about to leave; a key that was set for other work must not send a department's papers."""
    line = _confirm_line(plan, projects, *_size(plan))
    print(line, file=sys.stderr)
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise ConfigurationError(_("没有确认就不发送：请在终端里运行，或加 --yes；不用模型请加 --offline。"))
    print(_("发送吗？[y/N] "), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "是"):
        raise ConfigurationError(_("没有发送。不用模型请加 --offline。"))


def _draft(review: ReviewFile, knowledge: Knowledge, notice: str) -> Outcome:
    with Bar(_("起草"), sum(len(d.projects) for d in review.documents)) as bar:
        draft_all(review, knowledge, lambda _project: bar.step())
    return Outcome(0, notice, {"proposer": "draft"})


def _no_model_line(knowledge: Knowledge) -> str:
    """Why the built-in drafter proposes, with the variables to set."""
    if knowledge.settings.offline:
        return _("离线：由内置起草提出建议，什么都没有发送。")
    return _("没有配置模型，由内置起草提出建议；要用模型，请设置 REVIEWER_MODEL、OPENAI_BASE_URL、OPENAI_API_KEY。")
