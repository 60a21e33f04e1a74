"""The arguments and flags that several commands share, and the settings that they make."""

from pathlib import Path
from typing import Annotated, Any

import typer

from reviewer import language
from reviewer.cli.offline import forbid_network
from reviewer.language import _
from reviewer.settings import Settings, load

# What cannot be read is said by whoever opens it, with its own exit code: typer would call it a wrong command.
Files = Annotated[
    list[Path],
    typer.Argument(help=_("绩效目标表文件或文件夹（docx doc xlsx xls pdf html md csv txt …）"), readable=False),
]
File = Annotated[Path, typer.Argument(readable=False)]
Review = Annotated[Path, typer.Argument(help=_("审核文件（.review）"), readable=False)]
Format = Annotated[str, typer.Option("--format", help=_("text、json 或 xlsx"))]
Sheet = Annotated[Path | None, typer.Option("--out", help=_("工作簿写到这个文件；缺省在第一个文件旁"))]
Name = Annotated[Path | None, typer.Option("--review", help=_("审核文件的名称；几个文件一起审核时必须给"))]
Carry = Annotated[bool, typer.Option("--carry", help=_("文件改过：作为下一次报送，单元格未变的决定沿用"))]
Model = Annotated[str | None, typer.Option("--model", help=_("模型名称（或环境变量 REVIEWER_MODEL）"))]
Yes = Annotated[bool, typer.Option("--yes", help=_("不再询问，直接把内容发给所配置的服务"))]
Offline = Annotated[bool, typer.Option("--offline", help=_("什么都不发送：只用已存的答复和内置起草"))]
Concurrency = Annotated[int | None, typer.Option("--concurrency", min=1, help=_("同时进行的请求数"))]
MaxRequests = Annotated[int | None, typer.Option("--max-requests", min=0, help=_("请求到这个数之前停下"))]
MaxTokens = Annotated[int | None, typer.Option("--max-tokens", min=0, help=_("令牌到这个数之前停下"))]
MaxCost = Annotated[float | None, typer.Option("--max-cost", min=0, help=_("费用到这个数之前停下（按价格表的币种）"))]
Who = Annotated[str | None, typer.Option("--reviewer", help=_("审核人姓名（或环境变量 REVIEWER_NAME）"))]
Out = Annotated[Path | None, typer.Option("--out", help=_("写到这个文件夹；缺省在原文件旁"))]
Force = Annotated[bool, typer.Option("--force", help=_("覆盖已有的文件"))]
Plain = Annotated[bool, typer.Option("--plain", help=_("逐行问答，不用全屏（读屏软件、串口、脚本）"))]
Web = Annotated[bool, typer.Option("--web", help=_("在本机浏览器里打开同一界面"))]
Select = Annotated[str | None, typer.Option("--select", help=_("只查这些代码或开头（V、M0），逗号分隔"))]
Ignore = Annotated[str | None, typer.Option("--ignore", help=_("不查这些代码或开头（V、M0），逗号分隔"))]


def settings(**flags: Any) -> Settings:
    """The settings in force with these flags; codes may be given as one comma-separated text.

    From here on their language is in use, and with `offline` no connection is made.
    """
    for name in ("select", "ignore"):
        if isinstance(flags.get(name), str):
            flags[name] = tuple(code.strip().upper() for code in flags[name].split(",") if code.strip())
    if flags.get("offline") is False:
        flags["offline"] = None
    made = load(**flags)
    if made.lang:
        language.use(made.lang)
    if made.offline:
        forbid_network()
    return made
