"""Decisions -> cell edits, new documents, record.

`jobs` plans the files of a document, `publish_all` writes them, `export_review` does both; each product has a module of
its own, imported when it is asked for.
"""

from reviewer.export.order import Letter, Order
from reviewer.export.products import PRODUCTS, export_review, jobs
from reviewer.export.publish import publish_all

__all__ = ["PRODUCTS", "Letter", "Order", "export_review", "jobs", "publish_all"]
