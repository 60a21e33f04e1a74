"""The review without a screen: the queue, its filters, decisions, undo and bulk steps."""

from reviewer.domain.row import Filter, Key
from reviewer.review.filter import parse_filter
from reviewer.review.item import Item
from reviewer.review.queue import Heading, Line, Lines, View
from reviewer.review.session import REASONS, ReviewSession
from reviewer.review.summary import Choice, Closing, Preview, Progress

__all__ = [
    "REASONS",
    "Choice",
    "Closing",
    "Filter",
    "Heading",
    "Item",
    "Key",
    "Line",
    "Lines",
    "Preview",
    "Progress",
    "ReviewSession",
    "View",
    "parse_filter",
]
