"""The demonstration: the year 2020 as the public article tells it, and around it plainly illustrative records.

Facts of the article stand under the organisations' real names. Everything else is called "minh họa"; the spread over
quarters and districts, and all of 2019, are illustrative. The counts below are the demonstration's only numbers:
records are made to match them, and the measures count the records.
"""
