"""Excel tables: what one row of a file means, declared once for import, export, template and preview.

A `TableResource` (resource.py) names its columns (columns.py) and the records that a row describes. A sheet
(workbooks.py) goes through the stages of pipeline.py: cells are read (readers.py, names.py), rows matched to records by
natural keys (matching.py), the records filled (row_mapping.py) and checked by the model's own rules without a query per
row (checking.py, rules.py). What is to be written is a plan (plan.py): kept with the preview (importing.py) until
somebody confirms it, or written at once as django-import-export runs an import (library.py).
"""
