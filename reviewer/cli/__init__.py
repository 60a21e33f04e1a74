"""The command line: parses and prints, nothing else.

`main` is the boundary at which an error becomes one sentence and an exit code.
"""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from reviewer import language
from reviewer.errors import INTERNAL, INTERRUPTED, CommandError, ReviewerError, StorageError
from reviewer.language import _


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no traceback reaches a user (REVIEWER_DEBUG=1 shows it)."""
    language.use(language.choose())
    closed = _open_closed()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        if "stdout" in closed:
            raise CommandError(_("标准输出关着，结果没有地方可写；不要结果请写 > /dev/null。"))
        code = _run(_without_language(list(sys.argv[1:] if arguments is None else arguments)))
        sys.stdout.flush()
        return code
    except ReviewerError as error:
        return complain(error)
    except KeyboardInterrupt:
        print(_("已中断；已经存下的都在，再运行同一条命令就接着做。"), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the pipe has gone; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # What is left in the buffer must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return complain(
            StorageError(_("读写失败（{why}）；已经存下的都在，请检查磁盘和权限。").format(why=error.strerror or error))
        )
    except Exception as error:
        if os.environ.get("REVIEWER_DEBUG"):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())
        print(
            _("程序内部出错（{what}）。已经存下的都在；请带上这句话和 REVIEWER_DEBUG=1 时的输出报告。").format(
                what=what
            ),
            file=sys.stderr,
        )
        return INTERNAL


def leave() -> NoReturn:
    """Run one command as a process of its own: once it is done and written, the interpreter is not taken down."""
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def complain(error: ReviewerError) -> int:
    """Print the error's sentence; its exit code."""
    print(error, file=sys.stderr)
    return error.exit_code


def _open_closed() -> list[str]:
    """Give a standard stream that was closed (`>&-`) the null device; returns which were.

    Python has None in its place; and the next file opened, a review for one, would take its number and whatever is
    written to that.
    """
    closed = [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None]
    for name in closed:
        setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115  (open to the end)
    return closed


def _run(words: list[str]) -> int:
    # A command lives for one run: collecting while modules load only costs time.
    gc.disable()
    _forgo_plugins()
    import typer

    from reviewer.cli.commands import called
    from reviewer.cli.usage import complaint

    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()
    try:
        command = typer.main.get_command(called(words))
        # Not by the command's own main, which takes Ctrl-C and a closed pipe for itself, and ends the process with 1.
        with command.make_context("reviewer", words or ["--help"]) as context:
            done = command.invoke(context)
    except typer.Exit as left:
        return left.exit_code
    except typer.TyperException as error:
        raise CommandError(_("命令不对：{why} 用 reviewer --help 看用法。").format(why=complaint(error))) from None
    return done if isinstance(done, int) else 0


def _forgo_plugins() -> None:
    """Have pydantic, where a command needs it, look for no plugins, which nobody here uses.

    With its variable PYDANTIC_DISABLE_PLUGINS it still loads importlib.metadata, and with that email and zipfile: a
    fifteenth of the time until the screen shows its first row.
    """
    loader = ModuleType("pydantic.plugin._loader")
    loader.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(loader.__name__, loader)


def _without_language(words: list[str]) -> list[str]:
    """The words without `--lang`, which is acted on here: it may stand before the command and anywhere behind it."""
    end = words.index("--") if "--" in words else len(words)
    for at, word in enumerate(words[:end]):
        name, joined, lang = word.partition("=")
        if name == "--lang":
            behind = at + (1 if joined else 2)
            lang = lang if joined else " ".join(words[at + 1 : behind])
            if lang not in language.LANGUAGES:
                known = _("，").join(f"{code} {name}" for code, name in language.LANGUAGES.items())
                raise CommandError(
                    _("没有“{lang}”这种界面语言；--lang 可以是 {known}。").format(lang=lang, known=known)
                )
            language.use(lang)
            # For the settings and for every process started from here, a tab of the browser for one.
            os.environ["REVIEWER_LANG"] = lang
            return _without_language(words[:at] + words[behind:])
    return words
