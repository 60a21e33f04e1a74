"""Joins the stages: what one stage needs of another it gets here, as a value or as a function."""
