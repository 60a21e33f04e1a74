"""Who proposes: the configured model after a confirmation, else the built-in drafter."""

import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewer.cli.confirming import ask_to_send
from reviewer.cli.progress import Bar, RunLine, duration, money
from reviewer.cli.text import json_text
from reviewer.language import _
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import draft_all
from reviewer.store.review_file import ReviewFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from reviewer.pipeline.asking import Asked
    from reviewer.pipeline.plan import Plan, Survey
    from reviewer.review import Item


class Outcome(NamedTuple):
    """What a run came to: the exit code, the line to show above the rows, and its figures."""

    code: int
    notice: str
    record: dict[str, Any]


def propose_into(review: ReviewFile, knowledge: Knowledge, *, yes: bool) -> Outcome:
    """Fill the review with proposals by the model in force, or by the drafter where there is none."""
    _warn(review, knowledge)
    settings = knowledge.settings
    if not settings.model:
        return _draft(review, knowledge, _no_model_line(knowledge))
    from reviewer.pipeline.asking import ask, look_ahead
    from reviewer.pipeline.plan import Plan

    plan = Plan(review, knowledge)
    ahead = look_ahead(plan, enlist=not settings.offline)
    if settings.offline:
        asked = ask(plan, lambda _settled, _gauge: None, send=False)
        _draft(review, knowledge, "")
        notice = _("离线：用了已存的 {n} 份答复，其余由内置起草；本进程不许连网，什么都没有发送。").format(
            n=asked.totals.stored
        )
        return Outcome(0, notice, _record(asked))
    _confirm(plan, ahead, yes=yes)
    with RunLine(ahead.requests + ahead.stored, plan.endpoint.host) as line:
        asked = ask(plan, line.watch)
    return _outcome(review, knowledge, asked)


class Again:
    """The model at hand for single rows of an open review; without a plan, nothing is loaded before it is asked."""

    def __init__(self, review: ReviewFile, knowledge: Knowledge, plan: "Plan | None" = None) -> None:
        self._review = review
        self._knowledge = knowledge
        self._given = plan

    @cached_property
    def _plan(self) -> "Plan":
        from reviewer.pipeline.plan import Plan

        return self._given or Plan(self._review, self._knowledge)

    def where(self) -> str:
        """To whom the row would go; whoever goes on from there has confirmed it."""
        to = self._plan.endpoint
        return _("发给 {host} 的 {model}：本项目的表、问题和相关的部门文字。").format(host=to.host, model=to.model)

    async def ask(self, item: "Item", hint: str) -> str:
        """The screen's request to the model for one row."""
        from reviewer.pipeline.asking import ask_again

        return await ask_again(self._plan, item.key.project, item.key.row, hint)


def again(review: ReviewFile, knowledge: Knowledge) -> Again | None:
    """The model for single rows; None where no model may be asked."""
    settings = knowledge.settings
    return Again(review, knowledge) if settings.model and not settings.offline else None


class Live(Again):
    """A run whose proposals stream into the open screen as well; `finish` says what it came to."""

    def __init__(self, review: ReviewFile, knowledge: Knowledge, plan: "Plan", ahead: "Survey") -> None:
        super().__init__(review, knowledge, plan)
        self._ahead = ahead
        self._asked: Asked | None = None
        self.notice = _("{model} 正在提出建议，边到边审。").format(model=plan.endpoint.model)

    async def stream(self, tell: "Callable[[str], None]") -> None:
        """Bring the proposals; `tell` shows how the run stands."""
        from reviewer.pipeline.asking import asking

        ahead = self._ahead
        with RunLine(ahead.requests + ahead.stored, self._plan.endpoint.host, tell) as line:
            self._asked = await asking(self._plan, line.watch)

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
    from reviewer.pipeline.asking import look_ahead
    from reviewer.pipeline.plan import Plan

    _warn(review, knowledge)
    plan = Plan(review, knowledge)
    ahead = look_ahead(plan, enlist=True)
    _confirm(plan, ahead, yes=yes)
    return Live(review, knowledge, plan, ahead)


def _warn(review: ReviewFile, knowledge: Knowledge) -> None:
    """Instructions inside a document are data; the reviewer is told of them."""
    for document in review.documents:
        for problem in knowledge.prompts.injections(document):
            print(f"{problem.place}：{problem.reason}", file=sys.stderr)


def _outcome(review: ReviewFile, knowledge: Knowledge, asked: "Asked") -> Outcome:
    t = asked.totals
    notice = _(
        "{model}：答复 {n}，已存 {s}，被拦 {b}，失败 {f}；发送 {r} 次，"
        "令牌 {i} 入（缓存 {c:.0%}）{o} 出，用时 {time}{cost}。"
    ).format(
        model=knowledge.settings.model,
        n=t.answered,
        s=t.stored,
        b=t.blocked,
        f=t.failed,
        r=t.requests,
        i=t.prompt_tokens,
        o=t.completion_tokens,
        c=t.cached_share,
        time=duration(t.seconds),
        cost=_("，费用 {money}").format(money=money(t.cost, t.currency)) if t.cost is not None else "",
    )
    if t.lost:
        notice += _("有 {n} 次请求没有收到完整的答复，服务方可能已计费。").format(n=t.lost)
    error = asked.error()
    if error:
        print(error, file=sys.stderr)
        _draft(review, knowledge, "")
    return Outcome(error.exit_code if error else 0, notice, _record(asked))


def _record(asked: "Asked") -> dict[str, Any]:
    """The summary as JSON."""
    return {
        **asked.totals.model_dump(mode="json"),
        "cached_share": round(asked.totals.cached_share, 4),
        "projects_blocked": list(asked.blocked),
        "projects_unanswered": [*asked.invalid, *asked.unanswered, *asked.unreached],
        "stopped": str(asked.stopped) if asked.stopped else None,
    }


def estimate_only(review: ReviewFile, knowledge: Knowledge, *, as_json: bool) -> int:
    """What a run would send, without sending it."""
    from reviewer.pipeline.asking import look_ahead
    from reviewer.pipeline.plan import Plan

    plan = Plan(review, knowledge)
    ahead = look_ahead(plan, enlist=False)
    if as_json:
        named = {"host": plan.endpoint.host, "model": plan.endpoint.model, "profile": plan.endpoint.profile.name}
        print(json_text({**named, **ahead._asdict()}))
    else:
        print(_confirm_line(plan, ahead))
    return 0


def _confirm_line(plan: "Plan", ahead: "Survey") -> str:
    """What is about to leave, to whom, and what it costs."""
    if ahead.cost is None:
        spent = _("没有这个模型的价格，费用未知")
    else:
        spent = _("约 {money}（{date} 的价格，未计缓存优惠）").format(
            money=money(ahead.cost, ahead.currency), date=ahead.price_date
        )
    return _(
        "将把 {projects} 个项目（{requests} 个请求，已有答复 {stored} 个；"
        "{about}{i} 个输入令牌、约 {o} 个输出令牌，{cost}）"
        "发给 {host} 的 {model}。"
    ).format(
        projects=ahead.projects,
        requests=ahead.requests,
        stored=ahead.stored,
        about="" if ahead.exact else _("约 "),
        i=ahead.input_tokens,
        o=ahead.output_tokens,
        cost=spent,
        host=plan.endpoint.host,
        model=plan.endpoint.model,
    )


def _confirm(plan: "Plan", ahead: "Survey", *, yes: bool) -> None:
    # Without a new request only what a stored answer still needs is sent, and the first one was confirmed.
    if ahead.requests:
        ask_to_send(_confirm_line(plan, ahead), plan.knowledge.settings, yes=yes)


def _draft(review: ReviewFile, knowledge: Knowledge, notice: str) -> Outcome:
    with Bar(_("起草"), sum(len(d.projects) for d in review.documents)) as bar:
        draft_all(review, knowledge, lambda _project: bar.step())
    return Outcome(0, notice, {"proposer": "draft"})


def _no_model_line(knowledge: Knowledge) -> str:
    """Why the built-in drafter proposes, with the variables to set."""
    if knowledge.settings.offline:
        return _("离线：由内置起草提出建议；本进程不许连网，什么都没有发送。")
    return _("没有配置模型，由内置起草提出建议；要用模型，请设置 REVIEWER_MODEL、OPENAI_BASE_URL、OPENAI_API_KEY。")
