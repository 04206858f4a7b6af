"""Starts what the commands in bin/ need: an embedded PostgreSQL and broker, and the processes.

For demonstration, development and tests; an installation for real use has its own servers (see
docker-compose.yml). No Django in here: the launcher must work before there is a database.
"""
