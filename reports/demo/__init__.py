"""The demonstration: the year 2020 as the public article describes it, and around it plainly illustrative records.

Facts of the article stand under the organisations' real names. Everything else is called "minh họa"; the spread over
quarters and districts, and all of 2019, are illustrative. The records are data (data/README.md); the measures count
them, and tests/reports/test_demo.py holds the article's figures against what they count.
"""
