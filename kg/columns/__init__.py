"""Triples as columns: what a million items need, where a store of quads would take minutes.

A column of terms holds them as N-Triples writes them. Columns are read from N-Triples (`ntriples`), and
the items that nothing but themselves and their own records speak of stay in them (`plain`).
"""
