"""What LibreOffice makes of the tracked changes: accept all is the clean copy, reject all the original."""

import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from reviewer.domain.edit import CellEdit, RowEdit
from reviewer.formats import write_back
from reviewer.formats.convert import office

DATA = Path(__file__).parents[1] / "data"
WHO = {"author": "王审核", "when": "2026-11-24T10:00:00+08:00"}
_MACRO = """Sub Settle(source As String, target As String, command As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  If command &lt;&gt; "" Then
    helper = createUnoService("com.sun.star.frame.DispatchHelper")
    Dim none()
    helper.executeDispatch(doc.CurrentController.Frame, command, "", 0, none())
  End If
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName" : filter(0).Value = "writer8"
  doc.storeToURL(target, filter())
  doc.close(True)
End Sub"""


def profile(folder: Path) -> str:
    """A LibreOffice profile, made by LibreOffice itself, that knows the macro."""
    program = office()
    assert program is not None
    user = (folder / "profile").as_uri()
    command = [program, "--headless", "--terminate_after_init", f"-env:UserInstallation={user}"]
    subprocess.run(command, check=True, timeout=100, capture_output=True)
    (folder / "profile" / "user" / "basic" / "Standard" / "Module1.xba").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="http://openoffice.org/2000/script" '
        f'script:name="Module1" script:language="StarBasic">{_MACRO}</script:module>'
    )
    return user


def settled(path: Path, command: str, folder: Path, user: str) -> list[str]:
    """The text of every filled cell after LibreOffice ran a command on the file."""
    program = office()
    assert program is not None
    target = folder / f"{path.stem}-{command.rpartition(':')[2] or 'plain'}.odt"
    call = f"macro:///Standard.Module1.Settle({path.as_uri()},{target.as_uri()},{command})"
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation={user}", call], check=True, timeout=100, capture_output=True
    )
    root = etree.fromstring(zipfile.ZipFile(target).read("content.xml"))
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    assert root.find(f".//{text}changed-region") is None
    note = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"
    for annotation in list(root.iter(note)):
        annotation.tail, tail = None, annotation.tail
        before = annotation.getprevious()
        parent = annotation.getparent()
        if tail and before is not None:
            before.tail = (before.tail or "") + tail
        elif tail:
            parent.text = (parent.text or "") + tail
        parent.remove(annotation)
    # LibreOffice 7.4 empties a deleted row and leaves it there; Word takes it away.
    texts = ["".join(cell.itertext()) for cell in root.iter(table + "table-cell")]
    return [words for words in texts if words]


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_accept_all_is_the_clean_copy_and_reject_all_the_original(tmp_path: Path) -> None:
    original = DATA / "dingzhou-2021.docx"
    edits = [
        CellEdit(address="docx:tbl1/tr9/tc5", before="≥90百分比", after="≥【待填】人", comment="应为人数", **WHO),
        CellEdit(address="docx:tbl1/tr9/tc3", before="发放补助人数", after="", **WHO),
        RowEdit(
            kind="insert",
            address="docx:tbl2/tr10/tc2",
            texts={f"docx:tbl2/tr10/tc{n}": t for n, t in enumerate(("产出指标", "质量指标", "新", "说明", "≥95%"), 1)},
            **WHO,
        ),
        RowEdit(kind="delete", address="docx:tbl3/tr12/tc2", comment="重复", **WHO),
    ]
    write_back(original, edits, tmp_path / "tracked.docx")
    write_back(original, edits, tmp_path / "clean.docx", clean=True)
    user = profile(tmp_path)
    plain = settled(original, "", tmp_path, user)
    clean = settled(tmp_path / "clean.docx", "", tmp_path, user)
    assert plain != clean
    assert settled(tmp_path / "tracked.docx", ".uno:AcceptAllTrackedChanges", tmp_path, user) == clean
    assert settled(tmp_path / "tracked.docx", ".uno:RejectAllTrackedChanges", tmp_path, user) == plain
