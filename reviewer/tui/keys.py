"""The actions of the screen: keys, and a key beside each that an input method does not swallow."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reviewer.errors import ConfigurationError
from reviewer.language import _


class Command(NamedTuple):
    """`keys` are Textual key names, comma separated; the first is shown. `id` is the name in settings.keys."""

    id: str
    keys: str
    action: str
    title: str
    shown: bool = False


def commands() -> tuple[Command, ...]:
    """Every action of the screen, in the order of the help panel."""
    return (
        Command("accept", "a,f2", "accept", _("采用"), True),
        Command("reject", "x,f3", "reject", _("不用（选理由）"), True),
        Command("edit", "e,f4", "edit", _("修改"), True),
        Command("later", "space,f5", "later", _("稍后"), True),
        Command("flag", "f,f6", "flag", _("标记，留给复审")),
        Command("comment", "m,f7", "comment", _("批注")),
        Command("undo", "u,ctrl+z,f8", "undo", _("撤销"), True),
        Command("redo", "ctrl+y,f9", "redo", _("重做")),
        Command("next", "j,shift+down", "next(1)", _("下一条未决")),
        Command("previous", "k,shift+up", "next(-1)", _("上一条未决")),
        Command("down", "J,down", "step(1)", _("下一行")),
        Command("up", "K,up", "step(-1)", _("上一行")),
        Command("next-project", "n,ctrl+down", "project(1)", _("下一个项目")),
        Command("previous-project", "N,ctrl+up", "project(-1)", _("上一个项目")),
        Command("page-down", "pagedown", "step(20)", _("下翻")),
        Command("page-up", "pageup", "step(-20)", _("上翻")),
        Command("first", "home", "edge(0)", _("第一行")),
        Command("last", "end", "edge(-1)", _("最后一行")),
        Command("go", "g,ctrl+g", "go", _("按编号、编码或名称到项目")),
        Command("filter", "/,f10,、", "filter", _("筛选"), True),
        Command("sort", "s,ctrl+e", "sort", _("换排序")),
        Command("mark", "v,ctrl+r", "mark", _("选一段（再移动）")),
        Command("bulk", "A,f12", "bulk", _("批量"), True),
        Command("like", "L,ctrl+k", "like", _("只看与本行相同的行")),
        Command("again", "r,ctrl+a", "again", _("请模型重拟本行")),
        Command("table", "w,ctrl+w", "page('table')", _("整张表，改前改后")),
        Command("siblings", "b,ctrl+b", "page('siblings')", _("同一政策的项目")),
        Command("prose", "p,ctrl+d", "page('prose')", _("引文所在的部门文字")),
        Command("proposer", "o,ctrl+f", "page('proposer')", _("谁提的建议，决定记录")),
        Command("closing", "c,ctrl+l", "page('closing')", _("收尾：还剩什么")),
        Command("copy", "y,ctrl+o", "copy", _("复制本行建议")),
        Command("open", "enter", "open", _("看本行 / 折叠标题")),
        Command("pane-1", "1", "pane(1)", _("到清单")),
        Command("pane-2", "2", "pane(2)", _("到对比")),
        Command("pane-3", "3", "pane(3)", _("到依据")),
        Command("next-pane", "tab", "turn(1)", _("下一栏")),
        Command("previous-pane", "shift+tab", "turn(-1)", _("上一栏")),
        Command("zoom", "z,ctrl+t", "zoom", _("只看一栏")),
        Command("help", "?,f1,？", "help", _("按键"), True),
        Command("palette", "ctrl+p", "command_palette", _("命令板")),
        Command("quit", "q,ctrl+q", "leave", _("离开（决定都已保存）"), True),
    )


def names(keys: str) -> Iterator[str]:
    """Textual's names of some keys, comma separated; a key may be written as its character (`/` is `slash`)."""
    for word in keys.split(","):
        key = word.strip()
        if len(key) == 1 and not key.isalnum():
            yield unicodedata.name(key).lower().replace("-", "_").replace(" ", "_").replace("solidus", "slash")
        else:
            yield key if len(key) == 1 else key.lower()


def check(keys: Mapping[str, str]) -> None:
    """Refuse settings for an action that there is none of, and a key that would do two things."""
    known = {c.id: c for c in commands()}
    for action in keys:
        if action not in known:
            import difflib

            near = difflib.get_close_matches(action, known, 1)
            hint = _("是不是 {near}？").format(near=near[0]) if near else _("按 ? 看全部名字。")
            raise ConfigurationError(
                _("设置 [keys] 里的 {name} 不是界面上的动作，{hint}").format(name=action, hint=hint)
            )
    taken: dict[str, Command] = {}
    for command in known.values():
        for name in names(keys.get(command.id, command.keys)):
            other = taken.setdefault(name, command)
            if other is not command and (command.id in keys or other.id in keys):
                raise ConfigurationError(
                    _("设置 [keys] 里 {key} 同时是“{one}”和“{other}”，请给其中一个换键。").format(
                        key=name, one=other.title, other=command.title
                    )
                )
