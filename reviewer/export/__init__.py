"""Decisions -> cell edits, new documents, record.

`export_review` is the one entry; each product has a module of its own, imported when it is asked for.
"""

from reviewer.export.order import Letter, Order
from reviewer.export.products import PRODUCTS, export_review

__all__ = ["PRODUCTS", "Letter", "Order", "export_review"]
