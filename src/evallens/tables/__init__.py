"""Evaluations whose rows stay in tables: a table engine answers in place of columns in memory."""
