#!/bin/sh
# Run once by the PostgreSQL container, when its data folder is new: the roles, the database, and
# who may do what in it. The same two texts prepare every other database of the product.
set -eu
: "${DATABASE_OWNER_PASSWORD:?}" "${DATABASE_APP_PASSWORD:?}"
export SQL_FOLDER="${SQL_FOLDER:-/inspectorate}"

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
  --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv folder SQL_FOLDER
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv app_password DATABASE_APP_PASSWORD
\set roles :folder '/roles.sql'
\set schema :folder '/schema.sql'
\i :roles
alter role inspectorate_owner password :'owner_password';
alter role inspectorate_app password :'app_password';
create database inspectorate owner inspectorate_owner;
\connect inspectorate
set role inspectorate_owner;
\i :schema
SQL
