-- The three roles. They are groups that nobody logs in as: a database administrator gives a person's or a runbook's login one of them. Roles belong to the
-- server and not to the database, so they may be there already; a login that is in one of them sees nothing of a store that has no line for it.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['mscommerce_owner', 'mscommerce_writer', 'mscommerce_reader'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        END IF;
    END LOOP;

    -- Since PostgreSQL 16 who makes a role is not a member of it by that alone.
    IF NOT pg_has_role(session_user, 'mscommerce_owner', 'USAGE') THEN
        EXECUTE format('GRANT mscommerce_owner TO %I', session_user);
    END IF;

    EXECUTE format('GRANT CREATE ON DATABASE %I TO mscommerce_owner', current_database());
    -- What is picked for a list, and what an import reads, goes through temporary tables.
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO mscommerce_writer, mscommerce_reader', current_database());
END
$$;

SET LOCAL ROLE mscommerce_owner;

CREATE SCHEMA mscommerce;
GRANT USAGE ON SCHEMA mscommerce TO mscommerce_writer, mscommerce_reader;

CREATE TABLE mscommerce.schema_version (
    number      BIGINT      NOT NULL PRIMARY KEY,
    migrated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    migrated_by TEXT        NOT NULL DEFAULT session_user
);
GRANT SELECT ON mscommerce.schema_version TO mscommerce_writer, mscommerce_reader;

-- Ids and names that compare without regard to case. Not citext, whose comparisons may leak what row-level security hides and so do not use an index.
CREATE COLLATION mscommerce.ignoring_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
