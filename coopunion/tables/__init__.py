"""Excel tables: what one row of a file means, declared once for import, export, template and preview.

A `TableResource` (resource.py) is a django-import-export resource whose columns (columns.py) name the heading, the
model's field and the reader of the cell (readers.py). A row is matched to records by natural keys (matching.py),
checked by the model's own rules without a query per row (checking.py, rules.py) and written in bulk with history
(writing.py).
"""
