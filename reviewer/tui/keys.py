"""The actions of the screen: keys, and a key beside each that an input method does not swallow."""

from typing import NamedTuple

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
