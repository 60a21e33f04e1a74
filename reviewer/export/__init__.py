"""Decisions -> cell edits, new documents, record.

`export_review` is the one entry; each product has a module of its own, imported when it is asked for.
"""

from reviewer.export.products import FORMATS, export_review

__all__ = ["FORMATS", "export_review"]
