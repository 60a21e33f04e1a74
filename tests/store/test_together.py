"""Several processes that begin, and add to, one review at the same moment."""

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

from reviewer.store.review_file import ReviewFile
from tests.store.test_review_file import document

PROCESSES, ROUNDS = 3, 12


def begin(folder: Path, barrier: Barrier) -> None:
    """Resume each round's review together with the others: first of one file, then of a second as well."""
    one, two = document("人数"), document("天数", file="二.txt", sha="b", key="K2")
    for number in range(ROUNDS):
        for documents in ([one], [one, two]):
            barrier.wait(60)
            with ReviewFile.resume(folder / f"{number}.review", documents) as review:
                assert review.documents == tuple(documents)


def test_whoever_comes_second_goes_on_with_the_review_that_the_first_began(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(PROCESSES)
    processes = [context.Process(target=begin, args=(tmp_path, barrier)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * PROCESSES
    for number in range(ROUNDS):
        with ReviewFile.open(tmp_path / f"{number}.review") as review:
            assert [d.file for d in review.papers] == ["表.txt", "二.txt"]
