"""Files and folders named together: every file that cannot be read is told of, by a name that does no harm."""

import shutil
from pathlib import Path

import pytest

from reviewer.errors import InputError
from reviewer.pipeline.reading import files, read, read_all

LAYOUT = Path(__file__).parents[1] / "data" / "layouts" / "r12_markdown.md"


def test_a_folder_with_pictures_damage_and_tables(tmp_path: Path) -> None:
    (tmp_path / "子 目录").mkdir()
    shutil.copy(LAYOUT, tmp_path / "子 目录" / "甲\n乙.md")
    (tmp_path / "表.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (tmp_path / "表.docx").write_bytes(b"PK\x03\x04" + bytes(50))
    (tmp_path / "~$表.docx").write_bytes(b"")
    (tmp_path / "logo.svg").write_text("<svg/>")
    told: list[str] = []
    documents = list(read_all(files([tmp_path]), lambda _path, error: told.append(str(error))))
    assert [len(d.projects) for d in documents] == [1]
    assert len(told) == 2 and "表.docx" in told[0] and "表.png 是图片" in told[1]


def test_the_name_of_a_file_without_a_table_is_harmless(tmp_path: Path) -> None:
    path = tmp_path / "甲\x1b[31m\n乙.txt"
    path.write_text("没有表\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^甲 \[31m 乙\.txt 里没有找到"):
        read(path)


def test_a_file_named_twice_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    one, two = (Path(shutil.copy(LAYOUT, folder / name)) for name in ("甲.md", "乙.md"))
    monkeypatch.chdir(folder)
    assert files([two, folder, Path("甲.md"), two]) == [two, one]
