"""Settings from file, environment and flags: what is refused, and in what words."""

import re

import pytest

from reviewer import language
from reviewer.cli import main
from reviewer.errors import CommandError, ConfigurationError
from reviewer.settings import BOUNDS, ENVIRONMENT, PACKAGE, PATHS, Settings, load

SAMPLE = PACKAGE / "sample" / "dingzhou-2021.txt"


@pytest.fixture(autouse=True)
def _bare(monkeypatch):
    for variable in ENVIRONMENT:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield
    language.use("zh")


@pytest.fixture
def made(tmp_path):
    """`made(text, **flags)`: the settings with this reviewer.toml."""

    def go(text, **flags):
        (tmp_path / "reviewer.toml").write_text(text, encoding="utf-8")
        return load(tmp_path, **flags)

    return go


@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_is_held_within_its_bounds(made, name):
    least, most = BOUNDS[name]
    for inside in (least, most):
        assert getattr(made(f"{name} = {inside}"), name) == inside
    for outside in (least - 1, most + 1, "-inf", "inf", "nan"):
        with pytest.raises(ConfigurationError, match=f"设置 {name} 的值不对"):
            made(f"{name} = {outside}")


@pytest.mark.parametrize("name", Settings._fields)
def test_a_wrong_value_is_told_in_our_own_words(made, name):
    refused = 0
    for value in ("5", '"x"', "true", "[1]", "{ a = 1 }", "{ a = { b = [1] } }", "2021-01-01", "nan"):
        try:
            made(f"{name} = {value}")
        except ConfigurationError as error:
            refused += 1
            why = re.search("的值不对：(.+)。请在", str(error))[1]
            assert re.search("要写|只能是|不在", why), why
    assert refused


def test_the_place_within_a_table_or_list_is_named(made):
    for text, place in (
        ('severity = { V = "grave" }', "severity.V"),
        ("[profiles]\nown = 3", "profiles.own"),
        ("ignore = [3]", "ignore.0"),
    ):
        with pytest.raises(ConfigurationError, match=f"设置 {place} 的值不对"):
            made(text)


def test_each_value_is_blamed_on_where_it_was_set(made, monkeypatch):
    with pytest.raises(ConfigurationError, match=r"reviewer\.toml 中改正"):
        made('lang = "fr"')
    monkeypatch.setenv("REVIEWER_LANG", "fr")
    with pytest.raises(ConfigurationError, match="请在 环境变量 REVIEWER_LANG 中改正"):
        made('reviewer = "x"')
    monkeypatch.setenv("REVIEWER_LANG", "zh")
    with pytest.raises(CommandError, match="--max-cost 的值不对"):
        made('reviewer = "x"', max_cost=float("nan"))


@pytest.mark.parametrize("name", PATHS)
def test_a_path_that_is_none_is_a_wrong_setting(made, name):
    for value in ("5", "[1]", "true"):
        with pytest.raises(ConfigurationError, match=f"设置 {name} 的值不对：要写一个路径"):
            made(f"{name} = {value}")


LINES = [
    "show {file}", "check {file}", "propose {file}", "score {file}", "compare {file}", "rules", "doctor",
    "review {review}", "decide {review} --accept verified", "export {review} --to csv --force",
    "import {review} x.xlsx", "batch plan {review} --out out", "batch collect {review} x.jsonl",
    "cache stats",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_every_command_takes_the_settings_of_the_folder_that_it_is_run_in(tmp_path, monkeypatch, capsys, line):
    handed_in, own = tmp_path / "报送", tmp_path / "own"
    for folder in (handed_in, own):
        folder.mkdir()
    file = handed_in / "表.txt"
    text = SAMPLE.read_text(encoding="utf-8")
    file.write_text(text[: text.index("4.企业家及企业家队伍建设经费绩效目标表")], encoding="utf-8")
    names = {"file": file, "review": f"{file}.review"}
    monkeypatch.chdir(own)
    monkeypatch.setenv("REVIEWER_CACHE", str(own))
    assert main(["propose", str(file)]) == 0
    (handed_in / "reviewer.toml").write_text('base_url = "https://elsewhere.example/v1"\nmodle = 1', encoding="utf-8")
    capsys.readouterr()
    main(line.format(**names).split())
    assert "modle" not in capsys.readouterr().err
    (own / "reviewer.toml").write_text("modle = 1", encoding="utf-8")
    assert main(line.format(**names).split()) == 4
    assert f"{own / 'reviewer.toml'} 里没有名为 modle 的设置" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "english"),
    [
        (("show", SAMPLE), "Purpose："),
        (("rules",), "Placeholder name"),
        (("rules", "V01"), "Before "),
        (("check", SAMPLE), "65 projects"),
        (("score", SAMPLE), "points still wait"),
        (("cache", "stats"), "replies"),
    ],
)
def test_every_command_is_in_the_language_of_the_settings(made, tmp_path, monkeypatch, capsys, words, english):
    made('lang = "en"')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REVIEWER_CACHE", str(tmp_path))
    main(list(map(str, words)))
    assert english in capsys.readouterr().out
