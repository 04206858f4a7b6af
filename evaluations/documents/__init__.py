"""A report as a file: PDF, Word and plain text from the one document of queries/report_document.py."""
