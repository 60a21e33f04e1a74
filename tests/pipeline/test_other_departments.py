"""Documents of other departments, and of the other tree, go the whole way: proposed, verified, accepted, exported."""

import shutil
from pathlib import Path

import pytest

from reviewer.formats import open_source
from reviewer.parse import parse
from reviewer.pipeline.deciding import by_policy
from reviewer.pipeline.exporting import export_files
from reviewer.pipeline.knowledge import Knowledge
from reviewer.pipeline.proposing import draft_all
from reviewer.pipeline.reviewing import open_review, session
from reviewer.settings import Settings

DEPARTMENTS = Path(__file__).parents[1] / "data" / "departments"


def targets(document):
    return {(p.key, r.level2, r.name): r.target.raw for p in document.projects for r in p.indicators}


@pytest.mark.parametrize(
    ("name", "level1", "wanted"),
    [
        ("roads-2022.txt", {"产出指标", "效益指标", "满意度指标"}, {"≥640公里", "≤0.5万元/公里"}),
        ("health-2024.txt", {"成本指标", "产出指标", "效益指标", "满意度指标"}, {"≥8000人", "≥6台", "≤25万元/台"}),
    ],
)
def test_a_document_goes_the_whole_way(tmp_path, name, level1, wanted):
    file = Path(shutil.copyfile(DEPARTMENTS / name, tmp_path / name))
    before = parse(open_source(file))
    knowledge = Knowledge(Settings(reviewer="李审核"))
    with open_review([file], None, knowledge) as review:
        draft_all(review, knowledge)
        shown = session(review, knowledge)
        judged = [j for item in shown.items if (j := shown.judged(item))]
        assert judged
        assert all(j.verdict and j.verdict.verified for j in judged)
        by_policy(shown, (), dry_run=False)
    written = export_files(review.path, ["xlsx", "csv"], tmp_path / "出", knowledge.settings, force=False, final=False)
    book = next(p for p in written.paths if p.suffix == ".xlsx")
    after = parse(open_source(book))
    assert [p.key for p in after.projects] == [p.key for p in before.projects]
    assert {r.level1 for p in after.projects for r in p.indicators} <= level1
    assert wanted <= set(targets(after).values())
    assert targets(after) != targets(before)
