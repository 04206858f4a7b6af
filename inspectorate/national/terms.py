"""Names of the national app's work."""

COMPILE_SUMMARY = "compile-national-summary"
"""The kind of job that compiles a programme's national summary; its subject is the programme's code."""
