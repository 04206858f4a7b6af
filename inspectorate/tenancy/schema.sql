-- Who may do what in the database. Run by its owner in each new database, test databases included;
-- safe to repeat. Rights on tables are given by the migration that makes the table.
revoke create on schema public from public;
grant usage on schema public to inspectorate_app, inspectorate_relay;
-- PostgreSQL asks of the new owner of a function that it may create in the function's schema. Nobody
-- signs in as the relay, so the right is of use to migrations only.
grant create on schema public to inspectorate_relay;
-- Periods of the same thing must not overlap: constraints over "=" and "&&" together.
create extension if not exists btree_gist;
