"""An inspection as an archive of open files: out at any time, whole, and in again somewhere else.

The layout is described in docs/archive.md.
"""
