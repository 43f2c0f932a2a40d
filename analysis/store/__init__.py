"""The store: tables as immutable Parquet parts, named by one manifest, queried with DuckDB in memory.

A part is written as a temporary file, synced and renamed to a name that holds its hash; then it never changes.
``manifest.json`` names the parts of the current snapshot and is replaced in one step, so a reader sees the snapshot
before a build or the one after it, never half of one, and never waits. ``pending.json`` names the parts that a
build under way has acknowledged, so that a crash loses none of them. Every part is checked against its hash when it is
first opened. Nothing is ever removed that no manifest and no build of this store named.
"""
