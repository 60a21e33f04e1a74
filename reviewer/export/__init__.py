"""Decisions -> cell edits, new documents, record.

`jobs` plans the files of some documents, `publish_all` writes them; each product has a module of its own, imported when
it is asked for.
"""

from reviewer.export.order import Letter, Order
from reviewer.export.products import PRODUCTS, jobs
from reviewer.export.publish import publish_all

__all__ = ["PRODUCTS", "Letter", "Order", "jobs", "publish_all"]
