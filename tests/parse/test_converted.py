"""The layouts in the formats that other programs make of them: the same reading from .doc, .wps, .rtf, .odt, .xls,
.et and .ods, written by LibreOffice."""

import shutil
import subprocess
from pathlib import Path

import pytest

from reviewer.domain.record import project_record
from reviewer.formats import open_source
from reviewer.formats.convert import office
from reviewer.parse import parse
from tests.parse.test_layouts import LAYOUTS, differences

WORD = ("f01_national_period_and_year", "f05_self_evaluation", "f12_thresholds_two_lines", "f13_changes_boxes_fields")
EXCEL = ("f02_transfer_payment", "f03_disclosure_list", "f04_levels_across", "f15_stacked_in_one_sheet")
RENAMED = {"wps": "doc", "et": "xls"}
"""WPS writes the same formats under names of its own."""


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["doc", "wps", "rtf", "odt", "xls", "et", "ods"])
def test_reads_the_same(suffix: str, tmp_path: Path) -> None:
    program = office()
    assert program is not None
    written = RENAMED.get(suffix, suffix)
    word = written in ("doc", "rtf", "odt")
    sources = [LAYOUTS / f"{stem}.{'docx' if word else 'xlsx'}" for stem in (WORD if word else EXCEL)]
    command = [program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", written, "--outdir", str(tmp_path), *map(str, sources)]
    subprocess.run(command, check=True, timeout=200, capture_output=True)
    for source in sources:
        path = (tmp_path / source.name).with_suffix(f".{suffix}")
        if written != suffix:
            shutil.move(path.with_suffix(f".{written}"), path)
        expected = [dict(project_record(p), file=str(path)) for p in parse(open_source(source)).projects]
        got = [project_record(p) for p in parse(open_source(path)).projects]
        assert differences(expected, got) == []
