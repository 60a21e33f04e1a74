"""Loads the scoring form from prompts/library/form88.toml."""

import tomllib
from decimal import Decimal
from pathlib import Path

from reviewer.domain.finding import SEVERITY_WORDS
from reviewer.domain.score import Form, Grade, Point
from reviewer.errors import ConfigurationError
from reviewer.language import _


def load_form(folder: Path) -> Form:
    """The form in `folder`/form88.toml. Raises ConfigurationError that names the file and the fault."""
    file = folder / "form88.toml"
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        return Form(
            title=tables["名称"],
            note=tables["说明"],
            points=tuple(
                Point(
                    name=p["名"],
                    group=p["类"],
                    marks=p["分"],
                    question=p["问"],
                    codes=p.get("缺陷", ()),
                    hints=p.get("可参考", ()),
                )
                for p in tables["要点"]
            ),
            grades=tuple(
                Grade(name=g["名"], least=g["分"], consequence=g["处理"])
                for g in sorted(tables["等级"], key=lambda g: -g["分"])
            ),
            weights={severity: tables["扣分"][word] for severity, word in SEVERITY_WORDS.items()},
            formula=tables["公式"],
            project_share=tables["项目级扣分"],
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(_("读不了审核表 {file}：{why}。").format(file=file, why=error)) from None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ConfigurationError(
            _("审核表 {file} 缺少或写错了 {what}，请改正。").format(file=file, what=error)
        ) from None
