"""The review without a screen: the queue, its filters, decisions, undo and bulk steps."""

from reviewer.review.filter import Filter, parse_filter
from reviewer.review.item import Item, Key
from reviewer.review.queue import Heading, Line
from reviewer.review.session import REASONS, ReviewSession
from reviewer.review.summary import Choice, Preview, Progress, Standing

__all__ = [
    "REASONS",
    "Choice",
    "Filter",
    "Heading",
    "Item",
    "Key",
    "Line",
    "Preview",
    "Progress",
    "ReviewSession",
    "Standing",
    "parse_filter",
]
