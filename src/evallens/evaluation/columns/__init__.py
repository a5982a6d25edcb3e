"""The columns that every number is a sum over: tables, their strings and masks, the header, and what is covered."""
