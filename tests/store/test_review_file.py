"""The review file: what it keeps, and how it fails."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.domain.decision import Decision
from reviewer.domain.document import Document
from reviewer.domain.exchange import Exchange
from reviewer.domain.finding import Finding, Findings
from reviewer.domain.project import Indicator, Project
from reviewer.domain.proposal import Proposal, Proposer
from reviewer.domain.target import Target
from reviewer.domain.verdict import Check, Verdict
from reviewer.errors import StorageError
from reviewer.store.body import body
from reviewer.store.connection import connect
from reviewer.store.review_file import FORMAT, ReviewFile, begun
from reviewer.store.rows import SCHEMA


def indicator(row: int, name: str) -> Indicator:
    return Indicator(
        row=row, level1="产出指标", level2="数量指标", name=name, target=Target(raw="≥90%", kind="unparsed")
    )


def document(*names: str, file: str = "表.txt", sha: str = "a", key: str = "K1") -> Document:
    rows = tuple(indicator(i, n) for i, n in enumerate(names, 1))
    project = Project(file=file, key=key, no=1, name="补助", indicators=rows)
    return Document(file=file, sha256=sha * 64, format="txt", projects=(project,))


def proposal(row: int, target: str = "≥ 10 人") -> Proposal:
    empty = dict.fromkeys(("level1", "level2", "name", "definition", "basis", "formula", "question", "reason"))
    return Proposal(
        project="K1", row=row, action="replace", resolves=("T01",), target=target, origin="stated", evidence=(),
        proposer=Proposer(kind="draft"), **empty,
    )  # fmt: skip


def decision(row: int, action: str = "accept", step: str = "s1", who: str = "甲") -> Decision:
    return Decision(
        project="K1", row=row, proposal="d", action=action, who=who, when="2026-01-01T00:00:00+08:00", step=step
    )  # type: ignore[arg-type]


def verdict(p: Proposal) -> Verdict:
    return Verdict(
        project=p.project, row=p.row, action=p.action, proposal=p.digest,
        checks=(Check(check="c", result="pass", reason=""),),
    )  # fmt: skip


def test_what_was_stored_is_there_when_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "表.txt.review"
    found = Findings(found=(Finding(code="T01", severity="warning", project="K1", row=1, message="m"),))
    with ReviewFile.create(path, [document("人数")]) as review:
        review.journal.record_findings("K1", found)
        review.journal.record_findings("K1", found)
        review.journal.record_proposals([proposal(1)], [verdict(proposal(1))])
        review.journal.append(decision(1))
    with ReviewFile.open(path) as review:
        assert review.documents == (document("人数"),)
        entries = review.journal.entries()
        assert [e.kind for e in entries] == ["findings", "proposal", "decision"]
        assert entries[0].brief == "1:T01:warning"
        assert review.journal.findings(1) == found
        assert review.journal.proposal(2).proposal == proposal(1)
        assert review.journal.proposal(2).verdict == verdict(proposal(1))
        assert review.journal.decisions() == [decision(1)]
        assert review.journal.entries(after=2)[0].seq == 3
        review.journal.prove()


def test_nothing_but_the_review_lies_beside_the_document(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document("人数")]) as review:
        review.journal.append(decision(1))
    assert [p.name for p in tmp_path.iterdir()] == ["r.review"]


def test_a_second_process_sees_what_the_first_wrote(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document("人数")]) as one, ReviewFile.open(path) as two:
        one.journal.append(decision(1))
        seen = two.journal.last()
        two.journal.append(decision(1, "reject", who="乙"))
        assert [e.seq for e in one.journal.entries(after=seen)] == [2]
        one.journal.prove()


def test_a_changed_entry_breaks_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document("人数")]) as review:
        review.journal.append(decision(1), decision(1, "reject", "s2"))
    raw = sqlite3.connect(path)
    raw.execute("UPDATE entries SET body = replace(body, 'accept', 'reject') WHERE seq = 1")
    raw.commit()
    raw.close()
    with ReviewFile.open(path) as review, pytest.raises(StorageError, match="第 1 条"):
        review.journal.prove()


def test_a_step_is_all_or_nothing(tmp_path: Path) -> None:
    with ReviewFile.create(tmp_path / "r.review", [document("人数")]) as review:
        with pytest.raises(RuntimeError), review.connection.writing():
            review.journal.append(decision(1))
            raise RuntimeError
        assert review.journal.last() == 0


def test_two_files_with_the_same_key_are_kept_apart(tmp_path: Path) -> None:
    other = document("天数", file="二.txt", sha="b")
    with ReviewFile.create(tmp_path / "r.review", [document("人数"), other]) as review:
        assert [p.key for d in review.documents for p in d.projects] == ["K1", "2/K1"]


def test_the_same_file_resumes_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    ReviewFile.resume(path, [document("人数")]).close()
    with ReviewFile.resume(path, [document("人数")]) as review:
        assert len(review.documents) == 1
    with pytest.raises(StorageError, match="--carry"):
        ReviewFile.resume(path, [document("人数", "天数", sha="b")])


def test_carry_keeps_the_decisions_of_unchanged_rows(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document("人数", "天数", "次数")]) as review:
        review.journal.record_proposals([proposal(1), proposal(2), proposal(3)])
        review.journal.append(decision(1, step="a"))
        review.journal.append(decision(2, step="b"))
        review.journal.append(decision(3, step="c"))
        review.journal.append(decision(3, "undo", step="c"))
    with ReviewFile.resume(path, [document("新增", "人数", "天数改", "次数", sha="b")], carry=True) as review:
        (now,) = review.documents
        assert (now.submission, now.sha256) == (2, "b" * 64)
        late = review.journal.entries(after=review.since["K1"])
        assert [(e.kind, e.row) for e in late] == [("proposal", 2), ("decision", 2)]
        review.journal.prove()


def test_what_is_no_review_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    missing = tmp_path / "no.review"
    with pytest.raises(StorageError, match=r"找不到.*no\.review"):
        ReviewFile.open(missing)
    rubbish = tmp_path / "rubbish.review"
    rubbish.write_bytes(b"not a database" * 400)
    with pytest.raises(StorageError, match="不是审核文件"):
        ReviewFile.open(rubbish)
    other = tmp_path / "other.review"
    raw = sqlite3.connect(other)
    raw.execute("CREATE TABLE t (x)")
    raw.commit()
    raw.close()
    with pytest.raises(StorageError, match="不是审核文件"):
        ReviewFile.open(other)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document(*(f"人数{i}" for i in range(400)))]) as review:
        review.journal.append(*(decision(1, step=str(i)) for i in range(200)))
    data = bytearray(path.read_bytes())
    for offset in range(4096, len(data), 4096):
        data[offset : offset + 2048] = b"\xff" * 2048
    path.write_bytes(data)
    with pytest.raises(StorageError, match="损坏"), ReviewFile.open(path) as review:
        _ = review.documents
        review.journal.prove()


def test_a_locked_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.store.connection.BUSY_SECONDS", 0.05)
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document("人数")]) as review:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="占用"):
            review.journal.append(decision(1))
        other.execute("ROLLBACK")
        other.close()
        review.journal.append(decision(1))


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    with ReviewFile.create(tmp_path / "r.review", [document("人数")]) as review:
        review.journal.append(decision(1))
        pages = review.connection.rows("PRAGMA page_count")[0][0]
        review.connection.rows(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageError, match="磁盘已满"):
            review.journal.append(*(decision(1, step="s" * 4000) for _ in range(20)))
        assert review.journal.last() == 1
        review.journal.prove()


def test_a_folder_that_is_missing_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="打不开"):
        ReviewFile.create(tmp_path / "no" / "r.review", [document("人数")])


def test_the_place_of_each_reviewer_is_kept(tmp_path: Path) -> None:
    with ReviewFile.create(tmp_path / "r.review", [document("人数")]) as review:
        review.journal.remember("甲", "K1:1")
        review.journal.remember("甲", "K1:2")
        assert review.journal.place("甲") == "K1:2"
        assert review.journal.place("乙") is None
        assert review.journal.last() == 0


def rows(review: ReviewFile) -> list[tuple[object, ...]]:
    return review.connection.rows("SELECT * FROM rows ORDER BY id")


def test_the_queue_can_be_built_again_from_the_journal(tmp_path: Path) -> None:
    added = proposal(1).model_copy(update={"row": None, "action": "add", "level2": "时效指标", "name": "时限"})
    found = Findings(found=(Finding(code="T01", severity="warning", project="K1", row=1, message="m"),))
    with ReviewFile.create(tmp_path / "r.review", [document("人数", "天数")]) as review:
        review.journal.record_findings("K1", found)
        review.journal.record_proposals([proposal(1), proposal(2), added], [verdict(proposal(1))])
        review.journal.append(decision(1, step="a"), decision(2, "reject", step="a"))
        review.journal.append(decision(1, "undo", step="a"))
        review.journal.append(decision(2, "flag", step="b"))
        review.journal.append(decision(1, "redo", step="a"))
        held = rows(review)
        assert len(held) == 4
        review.connection.execute("DELETE FROM rows")
        review.connection.execute("DELETE FROM additions")
        review.connection.execute("DELETE FROM taken")
        review.journal.rebuild(review.since)
        assert rows(review) == held


def test_a_review_whose_documents_held_their_projects_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document("人数", "天数")]) as review:
        review.journal.record_proposals([proposal(1)])
        review.journal.append(decision(1))
        held = rows(review)
        whole = body(review.documents[0])
        for table in ("projects", "rows", "additions", "taken", "shapes"):
            review.connection.execute(f"DROP TABLE {table}")
        review.connection.execute("UPDATE documents SET body = ?", (whole,))
        review.connection.execute("UPDATE review SET value = '1' WHERE name = 'format'")
    for _n in range(2):
        with ReviewFile.open(path) as review:
            assert rows(review) == held
            assert review.documents == (document("人数", "天数"),)
            review.journal.prove()


def test_a_queue_of_another_version_is_built_anew(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document("人数", "天数")]) as review:
        review.journal.record_proposals([proposal(1)])
        review.journal.append(decision(1))
        held = rows(review)
        review.connection.execute("ALTER TABLE rows DROP COLUMN words")
        review.connection.execute("UPDATE shapes SET shape = 'other'")
    with ReviewFile.open(path) as review:
        assert rows(review) == held


def test_a_review_from_before_there_were_notes_opens_and_takes_them(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document("人数", "天数")]) as review:
        review.journal.record_proposals([proposal(1)])
        review.journal.append(decision(1))
        held = rows(review)
        # As format 2 had it: its rows without the column, and `said` made of the others.
        was = next(s for s in SCHEMA if s.startswith("CREATE TABLE rows"))
        was = was.replace("note INTEGER NOT NULL DEFAULT 0, ", "").replace(" OR note > 0", "")
        review.connection.execute("DROP TABLE rows")
        review.connection.execute(was)
        review.connection.execute("UPDATE shapes SET shape = 'of format 2'")
        review.connection.execute("UPDATE review SET value = '2' WHERE name = 'format'")
    for _n in range(2):
        with ReviewFile.open(path) as review:
            assert rows(review) == held
            assert review.connection.rows("SELECT value FROM review WHERE name = 'format'") == [(str(FORMAT),)]
    with ReviewFile.open(path) as review:
        review.journal.record_notes("K1", [2], "服务方的内容审查拦下了")
        (at,) = review.connection.rows("SELECT note FROM rows WHERE line = 2")
        assert review.journal.note(int(str(at[0]))) == "服务方的内容审查拦下了"
        review.journal.prove()


def test_a_review_of_a_later_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    with ReviewFile.create(path, [document("人数")]) as review:
        review.connection.execute("UPDATE review SET value = ? WHERE name = 'format'", (str(FORMAT + 1),))
    with pytest.raises(StorageError, match="更新版本"):
        ReviewFile.open(path)


def test_a_review_whose_creation_was_killed_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.review"
    killed = connect(path)
    killed.execute("BEGIN IMMEDIATE")
    killed.execute("CREATE TABLE review (name TEXT)")
    killed.close()
    assert path.is_file() and not begun(path)
    with ReviewFile.resume(path, [document("人数")]) as review:
        assert review.documents == (document("人数"),)
    assert begun(path)


def in_folder(folder: Path, *names: str, sha: str) -> Document:
    """A file of its own in a folder, as the other folders name theirs."""
    folder.mkdir(exist_ok=True)
    file = folder / "表.txt"
    file.write_text(sha, encoding="utf-8")
    return document(*names, file=str(file), sha=sha)


def test_files_of_one_name_in_two_folders_are_two_files(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    one, two = in_folder(tmp_path / "一", "人数", sha="a"), in_folder(tmp_path / "二", "天数", sha="b")
    for given in ([one], [one, two], [two, one], [two]):
        with ReviewFile.resume(path, given) as review:
            assert [d.sha256[0] for d in review.papers] == ["a", "b"][: len(review.papers)]
    assert len(review.papers) == 2
    later = in_folder(tmp_path / "二", "天数", "次数", sha="c")
    with ReviewFile.resume(path, [one, later], carry=True) as review:
        assert [(d.submission, d.sha256[0]) for d in review.papers] == [(1, "a"), (2, "c")]


def test_equal_contents_are_told_apart_by_place(tmp_path: Path) -> None:
    one, two = in_folder(tmp_path / "一", "人数", sha="a"), in_folder(tmp_path / "二", "人数", sha="a")
    for given in ([one], [one, two], [two, one]):
        with ReviewFile.resume(tmp_path / "r.review", given) as review:
            assert [d.file for d in review.papers] == [one.file, two.file][: len(given)]


def test_a_moved_file_is_known_by_its_content_and_a_changed_one_by_its_place_beside_the_review(tmp_path: Path) -> None:
    old = in_folder(tmp_path / "旧", "人数", sha="a")
    ReviewFile.resume(tmp_path / "旧" / "r.review", [old]).close()
    (tmp_path / "旧").rename(tmp_path / "新")
    path = tmp_path / "新" / "r.review"
    with ReviewFile.resume(path, [in_folder(tmp_path / "新", "人数", sha="a")]) as review:
        assert len(review.papers) == 1
    changed = in_folder(tmp_path / "新", "人数", "天数", sha="b")
    with pytest.raises(StorageError, match="审核开始后改过"):
        ReviewFile.resume(path, [changed])
    with ReviewFile.resume(path, [changed], carry=True) as review:
        assert [d.submission for d in review.papers] == [2]


def test_where_it_cannot_be_told_whether_a_file_is_a_later_submission_a_person_must_say(tmp_path: Path) -> None:
    path = tmp_path / "r.review"
    one, two = in_folder(tmp_path / "一", "人数", sha="a"), in_folder(tmp_path / "二", "天数", sha="b")
    ReviewFile.resume(path, [one]).close()
    with pytest.raises(StorageError, match="请改个名字"):
        ReviewFile.resume(path, [two], carry=True)
    Path(one.file).unlink()
    with pytest.raises(StorageError, match="请改个名字"):
        ReviewFile.resume(path, [two])
    with ReviewFile.resume(path, [two], carry=True) as review:
        assert [(d.submission, d.sha256[0]) for d in review.papers] == [(2, "b")]


DAMAGES = [
    "UPDATE review SET value = 'x' WHERE name = 'format'",
    "UPDATE documents SET body = '{'",
    "UPDATE documents SET body = '{}'",
    "DELETE FROM documents",
    "DELETE FROM projects",
    "UPDATE projects SET body = '[1]'",
    "UPDATE entries SET body = '{' WHERE kind = 'findings'",
    "UPDATE entries SET body = '{\"found\": 1}' WHERE kind = 'findings'",
    "DELETE FROM entries WHERE kind = 'findings'",
    "UPDATE entries SET body = '{}' WHERE kind = 'proposal'",
    "UPDATE entries SET body = '{\"action\": \"fly\"}' WHERE kind = 'decision'",
    'UPDATE exchanges SET body = \'{"usage": {"x": 1}}\'',
    "UPDATE shapes SET shape = ''; UPDATE entries SET brief = '?' WHERE kind = 'proposal'",
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_content_is_refused_in_a_sentence(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "表.txt.review"
    found = Findings(found=(Finding(code="T01", severity="warning", project="K1", row=1, message="m"),))
    with ReviewFile.create(path, [document("人数")]) as review:
        review.journal.record_findings("K1", found)
        review.journal.record_proposals([proposal(1)])
        review.journal.append(decision(1))
        review.ledger.enlist([Exchange(fingerprint="f", project="K1", chunk=0, state="waiting")])

    def read() -> None:
        with ReviewFile.open(path) as review:
            assert review.documents
            review.journal.findings(review.journal.found("K1"))
            review.journal.proposal(2)
            review.journal.decisions()
            review.ledger.get("f")

    read()
    with closing(sqlite3.connect(path)) as file:
        file.executescript(damage)
    with pytest.raises(StorageError, match="review 里有内容已损坏"):
        read()
