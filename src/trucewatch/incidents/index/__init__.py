"""The reports in memory, column by column, one block for each visibility class.

A count over a million reports takes a database a second and these columns a few milliseconds. A
block holds the reports that share a handling mark and a compartment. Whoever asks is given the
blocks that they may see, decided by the gate in the database, and every count is made from those
blocks alone: no number can tell of a report outside of them.
"""
