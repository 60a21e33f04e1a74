"""What typer says of its own accord, in the language in use: a help page's headings, and what is wrong with a command.

Typer writes these in English whatever the language, so they are known here by their English.
"""

import re
from functools import cache

import typer
from typer.core import TyperCommand, TyperGroup

from reviewer.language import _


class Command(TyperCommand):
    """A command whose help page is in the language in use."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return _page(super().get_help(ctx))


class Group(TyperGroup):
    """Commands under one name, likewise."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return _page(super().get_help(ctx))


def _page(text: str) -> str:
    for english, words in (
        ("Usage: ", _("用法：")),
        ("[OPTIONS]", _("[选项]")),
        ("COMMAND [ARGS]...", _("命令 [参数]…")),
        ("\nArguments:\n", _("\n参数：\n")),
        ("\nOptions:\n", _("\n选项：\n")),
        ("\nCommands:\n", _("\n命令：\n")),
        ("Show this message and exit.", _("印出这份说明")),
        ("[default: ", _("[缺省：")),
        ("[required]", _("[必填]")),
    ):
        text = text.replace(english, words)
    return text


def complaint(error: typer.TyperException) -> str:
    """What is wrong with the command line; a sentence of typer's that is not known here stays as it is."""
    said = error.format_message()
    for pattern, words in _sentences().items():
        if found := re.fullmatch(pattern, said, re.S):
            return words.format(**found.groupdict())
    return said


@cache
def _sentences() -> dict[str, str]:
    return {
        r"No such option: (?P<option>\S+) \(Possible options: (?P<near>.+)\)": _(
            "没有 {option} 这个选项；相近的有 {near}。"
        ),
        r"No such option: (?P<option>.+)": _("没有 {option} 这个选项。"),
        r"No such command '(?P<name>.+)'\. Did you mean (?P<near>.+)\?": _("没有 {name} 这个命令；相近的有 {near}。"),
        r"No such command '(?P<name>.+)'\.": _("没有 {name} 这个命令。"),
        r"Missing command\.": _("还要写一个命令。"),
        r"Missing (?:argument|option|parameter) '(?P<name>.+)'\.": _("缺少 {name}。"),
        r"Option '(?P<option>.+)' requires an argument\.": _("{option} 后面要写一个值。"),
        r"Option '(?P<option>.+)' does not take a value\.": _("{option} 不带值。"),
        r"Got unexpected extra argument\(s\) \((?P<words>.+)\)": _("多出了 {words}。"),
        r"Invalid value for '(?P<option>.+)': \S+ is not in the range x>=(?P<least>\S+)\.": _(
            "{option} 不能小于 {least}。"
        ),
        r"Invalid value for '(?P<option>.+)': '.*' is not a valid (?:int|integer|float)\b.*": _(
            "{option} 要写一个数。"
        ),
    }
