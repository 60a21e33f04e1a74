"""All settings in one frozen value: defaults < reviewer.toml < environment < flags. Every path is resolved here."""

import os
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from reviewer.errors import ConfigurationError
from reviewer.language import _

PACKAGE = Path(__file__).parent

ENVIRONMENT = {
    "OPENAI_BASE_URL": "base_url",
    "REVIEWER_MODEL": "model",
    "REVIEWER_NAME": "reviewer",
    "REVIEWER_CACHE": "cache_dir",
    "REVIEWER_LANG": "lang",
}
"""Variables that set a field. The key (OPENAI_API_KEY) is no setting: it is read where it is used and kept nowhere."""


class Settings(NamedTuple):
    """What a user can set, under the same names in reviewer.toml."""

    base_url: str = "https://api.openai.com/v1"
    """Address of the OpenAI-compatible endpoint."""
    model: str | None = None
    """Model to ask; there is no default, and without one the built-in drafter proposes."""
    concurrency: int = 8
    """Requests under way at once, at the start."""
    chunk_tokens: int = 6000
    """Estimated tokens of one chunk's rows; a larger project is split by rows."""
    max_output_tokens: int = 8000
    """Limit of one reply's length."""
    timeout: float = 180.0
    """Seconds to wait for one reply."""
    max_requests: int | None = None
    """Stop before more requests than this."""
    max_tokens: int | None = None
    """Stop before more tokens (in and out) than this."""
    max_cost: float | None = None
    """Stop before more than this is spent, in the currency of the price list."""
    profiles: dict[str, dict[str, Any]] = {}
    """The user's own profiles of providers, by name; they go before those that ship."""
    profiles_dir: Path | None = None
    """Folder of further profiles, one a .toml file."""
    offline: bool = False
    """Send nothing, whatever is configured."""
    reviewer: str = ""
    """Name written beside each decision."""
    lang: Literal["zh", "en"] | None = None
    """Language of screen, commands and errors."""
    cache_dir: Path | None = None
    """Where replies.sqlite lies."""
    prompts_dir: Path | None = None
    """Another prompts folder than the one that ships."""
    bureau_library: Path | None = None
    """The bureau's own indicator library (.xlsx); its entries win."""
    select: tuple[str, ...] = ()
    """Codes to check; empty for all."""
    ignore: tuple[str, ...] = ()
    """Codes not to check."""
    severity: dict[str, Literal["error", "warning", "info"]] = {}
    """Other severities than the taxonomy's, by code."""
    satisfaction_norm: Decimal | None = None
    """The bureau's norm for satisfaction, percent, where it has set one: local, never a national rule."""
    demand_every_dimension: bool = False
    """Whether the form demands a row for each dimension: then 不适用 with the reason instead of removal."""
    running_costs_need_targets: bool = True
    """Whether 人员经费 and 公用经费 need targets of their own."""
    bureau: str = ""
    """The finance bureau's name, as it signs its letters."""
    flat_headings: dict[str, str] = {}
    """Other headings of the flat sheet for the budget system, by the headings that it has; "" leaves one out."""
    ambiguous_width: Literal[1, 2, "auto"] = "auto"
    """Cells that ≥ ① “ take in this terminal."""
    theme: str | None = None
    """Theme of the screen."""
    keys: dict[str, str] = {}
    """Keys of the screen, by action."""

    @property
    def prompts(self) -> Path:
        """The folder of prompt files: the configured one, else inside the package (wheel), else the checkout's."""
        if self.prompts_dir:
            return self.prompts_dir
        packed = PACKAGE / "prompts"
        return packed if packed.is_dir() else PACKAGE.parent / "prompts"

    @property
    def recorded(self) -> Path:
        """The folder of recorded replies for the sample."""
        packed = PACKAGE / "recorded"
        return packed if packed.is_dir() else PACKAGE.parent / "cache" / "recorded"

    @property
    def cache(self) -> Path:
        """The folder of the reply cache: the configured one, else the checkout's, else the user's."""
        if self.cache_dir:
            return self.cache_dir
        checkout = PACKAGE.parent / "cache"
        if (PACKAGE.parent / "pyproject.toml").is_file() and checkout.is_dir():
            return checkout
        return user_cache()

    @property
    def who(self) -> str:
        """The reviewer's name: the configured one, else the login."""
        if self.reviewer:
            return self.reviewer
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError):
            return "reviewer"


def user_cache() -> Path:
    """The platform's cache folder for this program."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "reviewer"


def load(folder: Path | None = None, **flags: Any) -> Settings:
    """The settings in force: the nearest reviewer.toml from `folder` upwards, the environment, then the flags given.

    A flag of None was not given. Raises ConfigurationError that names file, key and the nearest known key.
    """
    values: dict[str, Any] = {}
    file = find_file(folder or Path.cwd())
    if file:
        values |= _read(file)
    values |= {field: os.environ[v] for v, field in ENVIRONMENT.items() if os.environ.get(v)}
    values |= {name: value for name, value in flags.items() if value is not None}
    if not values:
        return Settings()
    # Here, since what validates takes longer to load than many a command runs, and the defaults need none.
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Settings).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise ConfigurationError(
            _("设置 {name} 的值不对：{why}。请在 {where} 中改正。").format(
                name=name, why=first["msg"], where=file or _("环境变量或命令行")
            )
        ) from None


def find_file(folder: Path) -> Path | None:
    """The nearest reviewer.toml, from `folder` upwards."""
    return next((f for d in (folder, *folder.parents) if (f := d / "reviewer.toml").is_file()), None)


def _read(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(_("读不了设置文件 {file}：{why}。").format(file=file, why=error)) from None
    for name in values:
        if name not in Settings._fields:
            import difflib

            near = difflib.get_close_matches(name, Settings._fields, 1)
            hint = _("是不是 {near}？").format(near=near[0]) if near else _("请删去。")
            raise ConfigurationError(
                _("{file} 里没有名为 {name} 的设置，{hint}").format(file=file, name=name, hint=hint)
            )
    for name in ("cache_dir", "prompts_dir", "profiles_dir", "bureau_library"):
        if name in values:
            values[name] = file.parent / Path(values[name]).expanduser()
    return values
