"""Evaluations whose rows stay in tables: a table engine answers in place of columns in memory.

``folder`` reads what a folder of Parquet says of itself, checked against its files; ``evaluation.tabled`` writes one.
"""
