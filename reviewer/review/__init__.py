"""The review without a screen: the queue, its filters, decisions, undo and bulk steps."""

from reviewer.domain.row import Filter, Key
from reviewer.review.filter import parse_filter
from reviewer.review.item import Item
from reviewer.review.queue import Heading, Line, Lines, View
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
    "Lines",
    "Preview",
    "Progress",
    "ReviewSession",
    "Standing",
    "View",
    "parse_filter",
]
