"""What the library offers is silent under the checks, kind by kind."""

import pytest

from reviewer.checks import Checks
from reviewer.domain.kinds import DIMENSIONS
from reviewer.domain.project import Budget, Indicator, Project
from reviewer.domain.target import parse_target
from reviewer.draft.candidate import Maker
from reviewer.draft.dimension import LEVEL1, LEVEL2
from reviewer.draft.slot import slots
from reviewer.library import load_library, load_words
from reviewer.settings import Settings

FOLDER = Settings().prompts / "library"
LIBRARY = load_library(FOLDER)
CHECKS = Checks(load_words(FOLDER))
NAMES = {kind.name: f"{next((w for w in kind.words if w.isalpha()), '综合')}经费" for kind in LIBRARY.kinds}


@pytest.mark.parametrize("kind", [pytest.param(k, id=k.name) for k in LIBRARY.kinds])
def test_no_check_finds_anything_in_a_kinds_indicators(kind):
    """Each indicator alone (their conditions exclude one another), with the figure asked for and given."""
    bare = Project(
        file="x",
        key="K",
        no=1,
        name=NAMES[kind.name],
        purpose=kind.about,
        amount_unit="万元",
        budget=Budget(total="100.00", fiscal="100.00", other="0"),
        spending_plan=("25%", "50%", "75%", "100%"),
    )
    maker = Maker(bare, kind, LIBRARY, slots(bare, kind, LIBRARY.nouns))
    rows = []
    for indicator in sorted(kind.indicators, key=lambda i: DIMENSIONS.index(i.dimension)):
        given = indicator.model_copy(update={"value": "填报"}) if indicator.value == "单位成本" else indicator
        made = maker.make(given)
        assert made
        for target in {made.target, made.target.replace(" 【待填】 ", "5")}:
            rows.append(
                Indicator(
                    row=len(rows) + 1,
                    level1=LEVEL1[made.dimension],
                    level2=LEVEL2[made.dimension],
                    name=made.name,
                    definition=made.definition,
                    target=parse_target(target),
                    basis=made.basis,
                )
            )
    for row in rows:
        found = CHECKS.project(bare._replace(indicators=(row,))).found
        assert [(f.code, f.message) for f in found if f.row is not None] == [], row.name
