-- What the policies ask, once a statement. PostgreSQL parses and plans a function in SQL each time that a statement calls it, and these took most of a small change's
-- time; one in PL/pgSQL keeps its plans as long as the connection lasts. They answer what they did.

CREATE OR REPLACE FUNCTION current_tenant() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    RETURN (SELECT l.tenant_id FROM tenant_login l WHERE l.login_name = session_user);
END
$$;

CREATE OR REPLACE FUNCTION current_actor() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    RETURN (SELECT l.user_key FROM tenant_login l WHERE l.login_name = session_user);
END
$$;

CREATE OR REPLACE FUNCTION change_actor_key() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    RETURN (
        SELECT c.user_key FROM tenant_login l JOIN change_turn c ON c.tenant_id = l.tenant_id
        WHERE l.login_name = session_user AND c.transaction_id = txid_current_if_assigned());
END
$$;

CREATE OR REPLACE FUNCTION change_actor_name() RETURNS text LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    RETURN (
        SELECT c.upn FROM tenant_login l JOIN change_turn c ON c.tenant_id = l.tenant_id
        WHERE l.login_name = session_user AND c.transaction_id = txid_current_if_assigned());
END
$$;

CREATE OR REPLACE FUNCTION change_is_administrators() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    RETURN (
        SELECT c.is_administrator FROM tenant_login l JOIN change_turn c ON c.tenant_id = l.tenant_id
        WHERE l.login_name = session_user AND c.transaction_id = txid_current_if_assigned());
END
$$;

CREATE OR REPLACE FUNCTION may_bill_others() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM tenant_login l
        JOIN tenant_user u ON u.tenant_id = l.tenant_id AND u.user_key = l.user_key
        JOIN user_role r ON r.tenant_id = l.tenant_id AND r.user_key = l.user_key
        WHERE l.login_name = session_user AND u.account_enabled = 1
          AND (r.role = 'GlobalAdministrator'
            OR r.role = 'BillingAdministrator' AND NOT EXISTS (SELECT 1 FROM user_role p WHERE p.tenant_id = r.tenant_id AND p.user_key = r.user_key AND p.role = 'Partner')));
END
$$;

CREATE OR REPLACE FUNCTION may_view_all() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM tenant_login l
        JOIN tenant_user u ON u.tenant_id = l.tenant_id AND u.user_key = l.user_key
        JOIN user_role r ON r.tenant_id = l.tenant_id AND r.user_key = l.user_key
        WHERE l.login_name = session_user AND u.account_enabled = 1);
END
$$;
