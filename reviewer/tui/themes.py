"""The colours: light, dark, high contrast and the terminal's own; text says everything without them."""

from dataclasses import replace

from rich.style import Style
from textual.app import App
from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from reviewer.errors import ConfigurationError
from reviewer.language import _
from reviewer.tui.page import Role

NAMES = {"light": "paper", "dark": "textual-dark", "high-contrast": "high-contrast", "ansi": "ansi-dark"}

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#FFFF00",
    secondary="#00FFFF",
    warning="#FFD700",
    error="#FF8080",
    success="#00FF00",
    accent="#00FFFF",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#202020",
    dark=True,
)

LIGHT = replace(
    BUILTIN_THEMES["textual-light"],
    name=NAMES["light"],
    # Textual's own orange and green are too pale to be read on white.
    variables={"text-warning": "#7A4800", "text-accent": "#7A4800", "text-success": "#1B5E31"},
)

_VARIABLES: dict[Role, tuple[str, str]] = {
    "dim": ("", "dim"),
    "head": ("text-primary", "bold"),
    "removed": ("text-error", "strike"),
    "added": ("text-success", "bold"),
    "width": ("text-secondary", "underline"),
    "error": ("text-error", "bold"),
    "warning": ("text-warning", ""),
    "info": ("text-accent", ""),
    "quote": ("text-secondary", "italic"),
    "ok": ("text-success", ""),
    "ask": ("text-warning", "bold"),
}


def check(theme: str | None) -> None:
    """Refuse a theme that there is none of."""
    known = {*NAMES, *NAMES.values(), *BUILTIN_THEMES}
    if theme is not None and theme not in known:
        raise ConfigurationError(
            _("没有名为 {theme} 的界面配色；可用 {names}。").format(theme=theme, names="、".join(NAMES))
        )


_found: dict[str, dict[str, Style]] = {}


def styles(app: App[object]) -> dict[str, Style]:
    """The style of each role in the theme in force."""
    if app.theme not in _found:
        variables = app.theme_variables
        looks = {"plain": Style()}
        for role, (name, extra) in _VARIABLES.items():
            style = Style.parse(extra) if extra else Style()
            try:
                style += Style(color=Color.parse(variables[name]).rich_color) if name else Style()
            except (KeyError, ColorParseError):
                style += Style(bold=True)
            looks[role] = style
        if app.theme == HIGH_CONTRAST.name:
            # Dimmed white is the one grey that this theme must not have.
            looks["dim"] = Style(color="#c8c8c8")
        _found[app.theme] = looks
    return _found[app.theme]
