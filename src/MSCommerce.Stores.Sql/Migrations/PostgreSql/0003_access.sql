-- Who may do what here. The database keeps tenants apart, keeps the audit log honest, and lets nobody but an administrator say who is one; what each role of
-- the tenant may do beyond that is the software's to keep.

-- Which user of which tenant a login is. The one key that does not begin with the tenant: it is what the tenant is found by.
CREATE TABLE tenant_login (
    login_name TEXT   NOT NULL COLLATE "C" PRIMARY KEY,
    tenant_id  BIGINT NOT NULL,
    user_key   BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, user_key) REFERENCES tenant_user (tenant_id, user_key)
);
CREATE INDEX tenant_login_by_user ON tenant_login (tenant_id, user_key);

-- Changes of one tenant take turns: this row is locked first. It remembers who the change is made by, as he was when it began; what it holds counts in that
-- transaction alone. Nobody is granted anything on it: begin_change() is the way in.
CREATE TABLE change_turn (
    tenant_id        BIGINT  NOT NULL PRIMARY KEY REFERENCES tenant (tenant_id),
    transaction_id   BIGINT,
    user_key         BIGINT,
    upn              TEXT,
    is_administrator BOOLEAN NOT NULL DEFAULT false
);

-- These run with the owner's rights, for whoever is connected: session_user is the login, whatever role was set.
CREATE FUNCTION current_tenant() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS
$$ SELECT l.tenant_id FROM tenant_login l WHERE l.login_name = session_user $$;

CREATE FUNCTION current_actor() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS
$$ SELECT l.user_key FROM tenant_login l WHERE l.login_name = session_user $$;

CREATE FUNCTION change_actor_key() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS
$$ SELECT c.user_key FROM change_turn c WHERE c.tenant_id = current_tenant() AND c.transaction_id = txid_current_if_assigned() $$;

CREATE FUNCTION change_actor_name() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS
$$ SELECT c.upn FROM change_turn c WHERE c.tenant_id = current_tenant() AND c.transaction_id = txid_current_if_assigned() $$;

CREATE FUNCTION change_is_administrators() RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS
$$ SELECT c.is_administrator FROM change_turn c WHERE c.tenant_id = current_tenant() AND c.transaction_id = txid_current_if_assigned() $$;

-- Begins a change: waits for the tenant's turn, then looks at who it is.
CREATE FUNCTION begin_change() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    INSERT INTO change_turn (tenant_id) SELECT current_tenant() WHERE current_tenant() IS NOT NULL
    ON CONFLICT (tenant_id) DO UPDATE SET transaction_id = NULL;
    UPDATE change_turn c
    SET transaction_id = txid_current(), user_key = u.user_key, upn = u.upn,
        is_administrator = u.account_enabled = 1
            AND EXISTS (SELECT 1 FROM user_role r WHERE r.tenant_id = u.tenant_id AND r.user_key = u.user_key AND r.role = 'GlobalAdministrator')
            AND NOT EXISTS (SELECT 1 FROM user_role r WHERE r.tenant_id = u.tenant_id AND r.user_key = u.user_key AND r.role = 'Partner')
    FROM tenant_login l
    JOIN tenant_user u ON u.tenant_id = l.tenant_id AND u.user_key = l.user_key
    WHERE l.login_name = session_user AND c.tenant_id = l.tenant_id;
END
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA mscommerce FROM PUBLIC;
GRANT EXECUTE ON FUNCTION current_tenant(), current_actor(), change_actor_key(), change_actor_name(), change_is_administrators() TO mscommerce_writer, mscommerce_reader;
GRANT EXECUTE ON FUNCTION begin_change() TO mscommerce_writer;

-- What each role may touch. The reader reads; the writer adds and changes what the software adds and changes, and never what is there to stay.
GRANT SELECT ON
    tenant, key_counter, tenant_user, user_role, product, product_service, policy, product_policy, offer_type, offer_type_policy, subscription, subscription_order,
    license, license_service_off, former_license, outbox, audit, tenant_login
    TO mscommerce_writer, mscommerce_reader;
GRANT UPDATE (name, country, sector, is_managed, license_request_retention_days) ON tenant TO mscommerce_writer;
GRANT UPDATE (last) ON key_counter TO mscommerce_writer;
GRANT INSERT, UPDATE ON tenant_user, product, product_policy, offer_type_policy, subscription, outbox TO mscommerce_writer;
GRANT INSERT, DELETE ON user_role, product_service, license, license_service_off TO mscommerce_writer;
GRANT INSERT ON subscription_order, former_license TO mscommerce_writer;
GRANT INSERT (tenant_id, sequence, occurred_at, actor, actor_key, action, target, before, after, outcome, correlation_id) ON audit TO mscommerce_writer;
GRANT INSERT, UPDATE, DELETE ON tenant_login TO mscommerce_writer;

-- A login sees and writes its tenant's rows and no others. The owner of the tables is not held to this: he makes tenants and migrates.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'tenant', 'key_counter', 'tenant_user', 'user_role', 'product', 'product_service', 'policy', 'product_policy', 'offer_type', 'offer_type_policy',
        'subscription', 'subscription_order', 'license', 'license_service_off', 'former_license', 'outbox', 'audit', 'tenant_login'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own_tenant ON %I TO mscommerce_writer, mscommerce_reader USING (tenant_id = (SELECT current_tenant()))', name);
    END LOOP;

    -- Nobody makes himself an administrator by SQL.
    FOREACH name IN ARRAY ARRAY['tenant', 'tenant_user', 'user_role', 'tenant_login'] LOOP
        EXECUTE format('CREATE POLICY administrators_add ON %I AS RESTRICTIVE FOR INSERT TO mscommerce_writer WITH CHECK ((SELECT change_is_administrators()))', name);
        EXECUTE format('CREATE POLICY administrators_change ON %I AS RESTRICTIVE FOR UPDATE TO mscommerce_writer USING (true) WITH CHECK ((SELECT change_is_administrators()))', name);
        EXECUTE format('CREATE POLICY administrators_remove ON %I AS RESTRICTIVE FOR DELETE TO mscommerce_writer USING ((SELECT change_is_administrators()))', name);
    END LOOP;
END
$$;
ALTER TABLE change_turn ENABLE ROW LEVEL SECURITY;

-- The audit log's who is who the login is, whatever the client says.
CREATE POLICY own_words ON audit AS RESTRICTIVE FOR INSERT TO mscommerce_writer
    WITH CHECK (actor_key = (SELECT change_actor_key()) AND actor = (SELECT change_actor_name()));
