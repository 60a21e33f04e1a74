"""All settings in one frozen value: defaults < reviewer.toml < environment < flags. Every path is resolved here."""

import os
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from reviewer.errors import CommandError, ConfigurationError, ReviewerError
from reviewer.language import _

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PACKAGE = Path(__file__).parent

ENVIRONMENT = {
    "OPENAI_BASE_URL": "base_url",
    "REVIEWER_MODEL": "model",
    "REVIEWER_NAME": "reviewer",
    "REVIEWER_CACHE": "cache_dir",
    "REVIEWER_LANG": "lang",
}
"""Variables that set a field. The key (OPENAI_API_KEY) is no setting: it is read where it is used and kept nowhere."""

BOUNDS: dict[str, tuple[float, float]] = {
    "concurrency": (1, 1000),
    "chunk_tokens": (100, 1_000_000),
    "max_output_tokens": (1, 1_000_000),
    "timeout": (1, 86_400),
    "max_requests": (0, 10**12),
    "max_tokens": (0, 10**12),
    "max_cost": (0, 10**12),
    "satisfaction_norm": (1, 100),
}
"""The least and the most that a number may be; not among the fields, since what would hold it there loads too long."""
PATHS = ("cache_dir", "prompts_dir", "profiles_dir", "bureau_library")
"""In reviewer.toml these are told from its own folder."""


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
    """Where the replies and the demonstration lie."""
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

    `folder` is the one that the command is run in, never a document's: what a department hands in may hold a
    reviewer.toml as well, and that must not say to whom its table is sent. A flag of None was not given. Raises
    ConfigurationError that names the setting, what is wrong and where it was made; CommandError where a flag made it.
    """
    flags = {name: value for name, value in flags.items() if value is not None}
    values: dict[str, Any] = {}
    where: dict[str, str] = {}
    if file := find_file(folder or Path.cwd()):
        values = _read(file)
        where = dict.fromkeys(values, str(file))
    for variable, name in ENVIRONMENT.items():
        if given := os.environ.get(variable):
            values[name], where[name] = given, _("环境变量 {name}").format(name=variable)
    values |= flags
    if not values:
        return Settings()

    def refused(place: tuple[int | str, ...], why: str) -> ReviewerError:
        name = str(place[0])
        if name in flags:
            flag = f"--{name.replace('_', '-')}"
            return CommandError(_("{flag} 的值不对：{why}。").format(flag=flag, why=why))
        return ConfigurationError(
            _("设置 {name} 的值不对：{why}。请在 {where} 中改正。").format(
                name=".".join(map(str, place)), why=why, where=where[name]
            )
        )

    # Here, since what validates takes longer to load than many a command runs, and the defaults need none.
    from pydantic import TypeAdapter, ValidationError

    try:
        made = TypeAdapter(Settings).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise refused(first["loc"], reason(first)) from None
    for name, (least, most) in BOUNDS.items():
        if (number := getattr(made, name)) is not None and not least <= number <= most:
            why = _("{value} 不在 {least} 到 {most} 之间").format(value=number, least=least, most=most)
            raise refused((name,), why)
    return made


def reason(error: "ErrorDetails") -> str:
    """What is wrong with a value that a user wrote, for people; of a kind that none has here, pydantic's own words."""
    kind = error["type"]
    if kind == "literal_error":
        return _("只能是 {known}").format(known=error["ctx"]["expected"].replace(" or ", ", "))
    if kind == "less_than_equal":
        return _("不能大于 {most}").format(most=error["ctx"]["le"])
    if kind == "greater_than_equal":
        return _("不能小于 {least}").format(least=error["ctx"]["ge"])
    if kind == "greater_than":
        return _("要大于 {least}").format(least=error["ctx"]["gt"])
    sentences = {
        "missing": _("缺这一项"),
        "extra": _("没有这个名称"),
        "json": _("不是 JSON"),
        "too": _("不能是空的"),
        "int": _("要写一个整数"),
        "float": _("要写一个数"),
        "decimal": _("要写一个数"),
        "finite": _("要写一个数"),
        "bool": _("要写 true 或 false"),
        "string": _("要写一段文字，放在引号里"),
        "path": _("要写一个路径，放在引号里"),
        "tuple": _('要写一个列表，如 ["a", "b"]'),
        "dict": _("要写成一个表，里面是 名称 = 值"),
        "model": _("要写成一个表，里面是 名称 = 值"),
    }
    return sentences.get(kind.partition("_")[0], error["msg"])


def find_file(folder: Path) -> Path | None:
    """The nearest reviewer.toml, from `folder` upwards."""
    return next((f for d in (folder, *folder.parents) if (f := d / "reviewer.toml").is_file()), None)


def _read(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigurationError(_("读不了设置文件 {file}：{why}。").format(file=file, why=error)) from None
    for name in values:
        if name not in Settings._fields:
            import difflib

            near = difflib.get_close_matches(name, Settings._fields, 1)
            hint = _("是不是 {near}？").format(near=near[0]) if near else _("请删去。")
            raise ConfigurationError(
                _("{file} 里没有名为 {name} 的设置，{hint}").format(file=file, name=name, hint=hint)
            )
    for name in PATHS:
        if isinstance(path := values.get(name), str):
            # Path.expanduser raises where it knows no such home; this leaves a folder that is not there.
            values[name] = file.parent / os.path.expanduser(path)  # noqa: PTH111
    return values
