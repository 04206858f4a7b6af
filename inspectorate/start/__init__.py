"""The start page of an inspectorate: what to do next, by role. Composed from every app."""
