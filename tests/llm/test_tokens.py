"""Counting before anybody has counted: the estimate, and the model's own vocabulary where the extra is installed."""

from importlib.util import find_spec

import pytest

from reviewer.domain.exchange import Message
from reviewer.llm.tokens import FRAME, estimate_tokens, exact_counter
from reviewer.settings import PACKAGE

SAMPLE = (PACKAGE / "sample" / "dingzhou-2021.txt").read_text(encoding="utf-8")
pytestmark = pytest.mark.filterwarnings("ignore:open_binary is deprecated")
needs_vocabulary = pytest.mark.skipif(
    find_spec("bpe_openai") is None,
    reason="exact counts need the extra `tokens` (bpe-openai, 40 MB): pip install 'reviewer[tokens]'",
)


def user(text: str) -> Message:
    return Message(role="user", content=text)


def test_no_count_is_called_exact_for_a_model_of_another_vocabulary() -> None:
    assert exact_counter("deepseek-chat") is None


@needs_vocabulary
def test_the_vocabulary_is_the_models_own() -> None:
    count = exact_counter("gpt-4o-mini")
    assert count is not None
    assert count([user("hello world")]) == 2 + FRAME
    assert count([user("hello world"), user("tiktoken is great!")]) == 2 + 6 + 2 * FRAME
    assert count([user(SAMPLE)]) == 40715 + FRAME
    # What would be a control token is text in a department's document.
    assert count([user("<|endoftext|>")]) > 1 + FRAME


@needs_vocabulary
def test_the_estimate_is_near_the_exact_count() -> None:
    count = exact_counter("gpt-4o")
    assert count is not None
    assert estimate_tokens(SAMPLE) == pytest.approx(count([user(SAMPLE)]) - FRAME, rel=0.1)
