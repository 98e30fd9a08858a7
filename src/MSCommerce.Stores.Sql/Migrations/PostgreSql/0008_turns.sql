-- Who waits for a tenant's turn waits in a row. The turn itself is a row that every change rewrites: all who wait for such a row are woken by each commit, to find
-- that another was faster; with thirty of them the server did little else. The tenant's own row is rarely rewritten, and a lock on it goes from one to the next.

CREATE OR REPLACE FUNCTION begin_change() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
DECLARE
    mine bigint := current_tenant();
BEGIN
    PERFORM 1 FROM tenant t WHERE t.tenant_id = mine FOR NO KEY UPDATE;
    IF mine IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change_turn c WHERE c.tenant_id = mine) THEN
        INSERT INTO change_turn (tenant_id) VALUES (mine) ON CONFLICT (tenant_id) DO NOTHING;
    END IF;

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
