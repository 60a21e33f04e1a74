"""The commands, in the order of the work."""

from copy import copy
from pathlib import Path
from typing import Annotated

import typer

from reviewer.cli import options as o
from reviewer.cli.usage import Command, Group
from reviewer.language import _

TO = (
    "逗号分隔：docx xlsx（原件修订） csv json md（修改后的表） html（报告） record（审核记录） "
    "opinion（审核意见） questions（问题清单） sheet（审核表） flat（平表）"
)

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_("审核预算项目绩效目标表：找出问题，提出改写，逐条裁定，写回原件。"),
)


@app.callback()
def common(
    lang: Annotated[str | None, typer.Option("--lang", help=_("界面语言：zh 或 en；写在命令前后都行"))] = None,
) -> None:
    """Here for the help page: --lang is acted on, and taken out of the words, before anything is parsed."""


@app.command(help=_("检查、起草并打开审核界面"))
def run(
    files: o.Files,
    review: o.Name = None,
    model: o.Model = None,
    yes: o.Yes = False,
    offline: o.Offline = False,
    carry: o.Carry = False,
    reviewer: o.Who = None,
    concurrency: o.Concurrency = None,
    plain: o.Plain = False,
    web: o.Web = False,
) -> int:
    from reviewer.cli import reviewing

    settings = o.settings(model=model, offline=offline, reviewer=reviewer, concurrency=concurrency)
    return reviewing.run(files, review, settings, yes=yes, carry=carry, plain=plain, web=web)


@app.command(help=_("在样例上看一遍（用录下的答复，什么都不发送）"))
def demo(reviewer: o.Who = None, plain: o.Plain = False, web: o.Web = False) -> int:
    from reviewer.cli import reviewing

    return reviewing.demo(o.settings(offline=True, reviewer=reviewer), plain=plain, web=web)


@app.command(help=_("列出读到的项目"))
def show(files: o.Files, format_: o.Format = "text", out: o.Sheet = None, force: o.Force = False) -> int:
    from reviewer.cli import listing

    o.settings()
    return listing.show(files, format_, out=out, force=force)


@app.command(help=_("列出查到的问题；有问题时退出码为 1"))
def check(
    files: o.Files,
    format_: o.Format = "text",
    select: o.Select = None,
    ignore: o.Ignore = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help=_("只列这份 JSON 里没有的问题"), readable=False)
    ] = None,
    out: o.Sheet = None,
    force: o.Force = False,
) -> int:
    from reviewer.cli import listing

    settings = o.settings(select=select, ignore=ignore)
    return listing.check(files, format_, settings, baseline=baseline, out=out, force=force)


@app.command(help=_("起草改写建议，存入审核文件；可中断，可续作"))
def propose(
    files: o.Files,
    review: o.Name = None,
    model: o.Model = None,
    yes: o.Yes = False,
    offline: o.Offline = False,
    carry: o.Carry = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("只算数量、令牌和费用，不发送"))] = False,
    max_requests: o.MaxRequests = None,
    max_tokens: o.MaxTokens = None,
    max_cost: o.MaxCost = None,
    concurrency: o.Concurrency = None,
    json_: Annotated[bool, typer.Option("--json", help=_("结束时的小结用 JSON 打印"))] = False,
) -> int:
    from reviewer.cli import reviewing

    settings = o.settings(
        model=model,
        offline=offline,
        max_requests=max_requests,
        max_tokens=max_tokens,
        max_cost=max_cost,
        concurrency=concurrency,
    )
    return reviewing.propose(files, review, settings, yes=yes, carry=carry, dry_run=dry_run, as_json=json_)


@app.command(help=_("打开审核界面"))
def review(
    review: o.Review,
    model: o.Model = None,
    offline: o.Offline = False,
    reviewer: o.Who = None,
    plain: o.Plain = False,
    web: o.Web = False,
) -> int:
    from reviewer.cli import reviewing

    settings = o.settings(model=model, offline=offline, reviewer=reviewer)
    return reviewing.review(review, settings, plain=plain, web=web)


@app.command(help=_("按规则批量裁定：只采用核验通过、无需填报的建议"))
def decide(
    review: o.Review,
    accept: Annotated[str, typer.Option("--accept", help=_("只能是 verified"))],
    code: Annotated[
        str | None, typer.Option("--code", help=_("只采用解决这些代码或开头（V、M0）的建议，逗号分隔"))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("只数，不裁定"))] = False,
    reviewer: o.Who = None,
) -> int:
    from reviewer.cli import reviewing

    return reviewing.decide(review, accept, code, o.settings(reviewer=reviewer), dry_run=dry_run)


@app.command(help=_("写出修改后的表和记录"))
def export(
    review: o.Review,
    to: Annotated[str, typer.Option("--to", help=_(TO))],
    out: o.Out = None,
    force: o.Force = False,
    final: Annotated[bool, typer.Option("--final", help=_("定稿：还有 【待填】 就不写"))] = False,
    clean: Annotated[bool, typer.Option("--clean", help=_("docx 不留修订痕迹"))] = False,
    due: Annotated[str, typer.Option("--due", help=_("单位反馈的期限，如 2021-03-15；不给则留 【待填】"))] = "",
) -> int:
    from reviewer.cli import exporting

    settings = o.settings()
    return exporting.export(review, to, out, settings, force=force, final=final, clean=clean, due=due)


@app.command("import", help=_("收回填好的问题清单和审核表（可一次给几个）"))
def import_(
    review: o.Review,
    files: Annotated[
        list[Path], typer.Argument(help=_("导出的 .questions.xlsx 或 .sheet.xlsx，填好以后的"), readable=False)
    ],
    reviewer: o.Who = None,
) -> int:
    from reviewer.cli import importing

    return importing.import_(review, files, o.settings(reviewer=reviewer))


@app.command(help=_("逐行核验别处来的答复（.jsonl）"))
def verify(
    file: o.File, replies: o.File, format_: Annotated[str, typer.Option("--format", help=_("text 或 json"))] = "text"
) -> int:
    from reviewer.cli import judging

    return judging.verify(file, replies, format_, o.settings())


@app.command(help=_("按审核表（88号文）打分：检查能定的算出来，其余待人工；填了人工分才评等级"))
def score(
    files: o.Files,
    marks: Annotated[
        Path | None, typer.Option("--marks", help=_("人工打分的文件（toml 或 json）"), readable=False)
    ] = None,
    format_: Annotated[str, typer.Option("--format", help=_("text、json，或 toml：印出待填的打分文件"))] = "text",
) -> int:
    from reviewer.cli import scoring

    return scoring.score(files, format_, o.settings(), marks=marks)


@app.command(help=_("同类项目并排：名称、指标值、单位、依据哪里不一"))
def compare(files: o.Files, format_: Annotated[str, typer.Option("--format", help=_("text 或 json"))] = "text") -> int:
    from reviewer.cli import comparing

    return comparing.compare(files, format_, o.settings())


@app.command("eval", help=_("与人工标注比较；给审核文件时连同模型所称的缺陷，并说明答复的质量"))
def evaluate(
    gold: o.File, file: o.File, format_: Annotated[str, typer.Option("--format", help=_("text 或 json"))] = "text"
) -> int:
    from reviewer.cli import evaluating

    return evaluating.evaluate(gold, file, format_, o.settings())


@app.command(help=_("一条规则的说明：查什么、为何、依据、改前改后"))
def rules(code: Annotated[str | None, typer.Argument()] = None) -> int:
    from reviewer.checks import describe

    o.settings()
    print(describe(code))
    return 0


@app.command(help=_("试探所配置的服务：输出方式、思考开关、用量、上下文；不发送文件内容"))
def doctor(model: o.Model = None) -> int:
    from reviewer.cli import examining

    return examining.doctor(o.settings(model=model))


batch = typer.Typer(help=_("用批量接口：先 plan，答复回来后 collect"))
app.add_typer(batch, name="batch")


@batch.command(help=_("把还没有答复的请求写成分片 shard-00001.jsonl …"))
def plan(
    review: o.Review,
    out: Annotated[Path, typer.Option("--out", help=_("写到这个文件夹"))],
    model: o.Model = None,
) -> int:
    from reviewer.cli import batching

    return batching.plan(review, out, o.settings(model=model))


@batch.command(help=_("把分片交给服务方的批量接口；交过的不再交"))
def submit(
    review: o.Review,
    folder: Annotated[Path, typer.Argument(help=_("batch plan 写的文件夹"))],
    model: o.Model = None,
    yes: o.Yes = False,
) -> int:
    from reviewer.cli import batching

    return batching.submit(review, folder, o.settings(model=model), yes=yes)


@batch.command(help=_("交出的分片做到哪里了；--out 取回做完的答复"))
def status(
    review: o.Review,
    out: Annotated[Path | None, typer.Option("--out", help=_("把答复取到这个文件夹"))] = None,
    model: o.Model = None,
) -> int:
    from reviewer.cli import batching

    return batching.status(review, o.settings(model=model), out)


@batch.command(help=_("收回答复，顺序不拘，可重复"))
def collect(
    review: o.Review, files: Annotated[list[Path], typer.Argument(readable=False)], model: o.Model = None
) -> int:
    from reviewer.cli import batching

    return batching.collect(review, files, o.settings(model=model))


cache = typer.Typer(help=_("答复的存储"))
app.add_typer(cache, name="cache")


@cache.command(help=_("存了多少"))
def stats() -> int:
    from reviewer.cli import caching

    return caching.stats(o.settings())


@cache.command(help=_("删去久未用的"))
def prune(days: Annotated[int, typer.Option("--days", min=0, help=_("多少天没用过"))] = 180) -> int:
    from reviewer.cli import caching

    return caching.prune(o.settings(), days)


for group in (app, batch, cache):
    group.info.cls = Group
    for registered in group.registered_commands:
        registered.cls = Command


def called(words: list[str]) -> typer.Typer:
    """The app as far as these words call it: to prepare all commands takes longer than many a command runs."""
    named = [c for c in app.registered_commands if [c.name or getattr(c.callback, "__name__", "")] == words[:1]]
    if not named:
        return app
    only = copy(app)
    only.registered_commands, only.registered_groups = named, []
    return only
