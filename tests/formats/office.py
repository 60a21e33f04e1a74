"""LibreOffice as a judge: files opened, all changes taken or refused, stored as text or pages."""

import subprocess
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops

from reviewer.formats.convert import office

ACCEPT, REJECT = ".uno:AcceptAllTrackedChanges", ".uno:RejectAllTrackedChanges"
TEXT, PAGES = "writer8", "writer_pdf_Export"
_MACRO = """Sub Settle(jobs As String)
  Dim number As Integer, line As String, part
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  Dim none()
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  number = FreeFile
  Open jobs For Input As #number
  Do While Not Eof(number)
    Line Input #number, line
    If line &lt;&gt; "" Then
      part = Split(line, "|")
      doc = StarDesktop.loadComponentFromURL(part(0), "_blank", 0, hidden())
      If part(1) &lt;&gt; "" Then helper.executeDispatch(doc.CurrentController.Frame, part(1), "", 0, none())
      filter(0).Value = part(3)
      doc.storeToURL(part(2), filter())
      doc.close(True)
    End If
  Loop
  Close #number
End Sub"""


class Job(NamedTuple):
    """A file to open, what to do with its changes, where and as what to store it."""

    source: Path
    command: str
    target: Path
    filter: str


def run(jobs: list[Job], folder: Path) -> None:
    """Do the jobs in one LibreOffice, in order."""
    program = office()
    assert program is not None and all(job.source.is_file() for job in jobs[:1])
    user = folder / "profile"
    start = [program, "--headless", f"-env:UserInstallation={user.as_uri()}"]
    subprocess.run([*start, "--terminate_after_init"], check=True, timeout=100, capture_output=True)
    (user / "user" / "basic" / "Standard" / "Module1.xba").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="http://openoffice.org/2000/script" '
        f'script:name="Module1" script:language="StarBasic">{_MACRO}</script:module>'
    )
    lines = ("|".join((j.source.as_uri(), j.command, j.target.as_uri(), j.filter)) for j in jobs)
    (folder / "jobs.txt").write_text("".join(f"{line}\n" for line in lines))
    macro = f"macro:///Standard.Module1.Settle({folder / 'jobs.txt'})"
    subprocess.run([*start, macro], check=True, timeout=300, capture_output=True)


def pages(jobs: list[Job], folder: Path) -> None:
    """Do the jobs, then print every result: laid out afresh, as its `.pdf` beside it."""
    run([*jobs, *(Job(j.target, "", j.target.with_suffix(".pdf"), PAGES) for j in jobs)], folder)


def same_pages(a: Path, b: Path) -> bool:
    """Whether two prints hold the same words and look the same, a few points of a page aside."""
    words = [subprocess.run(["pdftotext", p, "-"], check=True, capture_output=True).stdout.split() for p in (a, b)]
    drawn = []
    for pdf in (a, b):
        folder = pdf.with_suffix(".pages")
        folder.mkdir()
        subprocess.run(["pdftoppm", "-r", "40", "-gray", pdf, folder / "p"], check=True)
        drawn.append([Image.open(page) for page in sorted(folder.iterdir())])
    if words[0] != words[1] or len(drawn[0]) != len(drawn[1]):
        return False
    return all(_points(x, y) < 50 for x, y in zip(*drawn, strict=True))


def _points(a: Image.Image, b: Image.Image) -> int:
    """How many points of two pictures differ clearly."""
    return sum(ImageChops.difference(a, b).histogram()[60:]) if a.size == b.size else 1_000_000
