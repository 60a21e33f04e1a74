"""The published JSON Schemas of what the commands write: `COMMAND.schema.json`, draft 2020-12.

The files beside this one are generated from `shapes`; `python -m reviewer.schema` writes them anew.
"""
