-- A copy of a tenant brings its audit log along, with the login that wrote each entry and the moment by the database's clock where the source has them.
-- Here nobody signs in, so what is written here has neither.

ALTER TABLE audit ADD COLUMN login TEXT;
ALTER TABLE audit ADD COLUMN recorded_at TEXT;
