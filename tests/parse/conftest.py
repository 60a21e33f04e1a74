from pathlib import Path

import pytest

import reviewer
from reviewer.domain.document import Document
from reviewer.formats import open_source
from reviewer.parse import parse

DATA = Path(__file__).parent.parent / "data"
SAMPLE = Path(reviewer.__file__).parent / "sample" / "dingzhou-2021.txt"


def read(path: Path) -> Document:
    return parse(open_source(path))


@pytest.fixture(scope="session")
def sample() -> Document:
    return read(SAMPLE)
