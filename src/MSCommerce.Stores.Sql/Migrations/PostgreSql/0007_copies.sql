-- A copy of a tenant brings its audit log along, with the login that wrote each entry and the moment by the database's clock where the source has them; a file has
-- neither. The owner alone brings it. What is written here has both, as before: nobody else may give these columns, and their defaults fill them.

ALTER TABLE audit ALTER COLUMN login DROP NOT NULL, ALTER COLUMN recorded_at DROP NOT NULL;
