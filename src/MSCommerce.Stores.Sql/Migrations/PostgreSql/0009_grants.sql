-- What a login may do with psql is narrowed to what its user may do, as far as rows tell whose they are.

-- Updates by column. What says which row it is, and whose, nobody changes: least of all who bought, for whoever bought sees the invoices.
REVOKE UPDATE ON tenant_user, product, product_policy, offer_type_policy, subscription, outbox, tenant_login FROM mscommerce_writer;
GRANT UPDATE (user_id, user_id_is_made_up, upn, upn_key, display_name, user_type, account_enabled, disabled_at, usage_location, is_synced, created_at) ON tenant_user TO mscommerce_writer;
GRANT UPDATE (name, family, legacy_product_id, has_trial_without_payment_method, list_price_e4, organization_price_e4, currency, database_capacity_mb, file_capacity_mb)
    ON product TO mscommerce_writer;
GRANT UPDATE (value) ON product_policy, offer_type_policy TO mscommerce_writer;
GRANT UPDATE (total, assigned, purchased_at, first_expires_at, term, renewal_off_at, is_trial, price_per_license_e4, currency, is_controlled, controlled_at, cancelled_at,
    version, cancellation_reason, cancellation_feedback) ON subscription TO mscommerce_writer;
GRANT UPDATE (facts, correlation_id, status, attempts, last_attempt_at, next_attempt_at, sent_at, last_error, claim_id, claimed_until) ON outbox TO mscommerce_writer;

-- Who sees what is not his own: the roles that may view all.
CREATE FUNCTION may_view_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM user_role r JOIN tenant_user u ON u.tenant_id = r.tenant_id AND u.user_key = r.user_key
        WHERE r.tenant_id = current_tenant() AND r.user_key = current_actor() AND u.account_enabled = 1)
$$;
REVOKE EXECUTE ON FUNCTION may_view_all() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_view_all() TO mscommerce_writer, mscommerce_reader;

-- The audit log tells amounts and cards in words: it is read by those whose entries they are, and by who may view all. That no entry is missing anybody may check: the
-- view, which runs with the owner's rights, has the numbers and no words.
CREATE POLICY own_entries ON audit AS RESTRICTIVE FOR SELECT TO mscommerce_writer, mscommerce_reader
    USING (actor_key = (SELECT current_actor()) OR (SELECT may_view_all()));
CREATE VIEW audit_sequence WITH (security_barrier) AS
    SELECT tenant_id, sequence, correlation_id FROM audit WHERE tenant_id = (SELECT current_tenant());
GRANT SELECT ON audit_sequence TO mscommerce_writer, mscommerce_reader;

-- Who writes what is not his own. The roles that may cancel, change or take over what others bought are those that manage what the organisation bought, its policies,
-- and the e-mails about them. A purchaser writes what hangs on his own subscriptions. Who asks for licences asks in his own name, and an administrator decides.
DO $$
DECLARE
    administrators CONSTANT text := '(SELECT change_is_administrators())';
    managers       CONSTANT text := '(SELECT may_bill_others())';
    own            CONSTANT text := 'purchaser_key = (SELECT current_actor())';
    rule record;
BEGIN
    FOR rule IN
        SELECT t.name, c.command, CASE WHEN t.who = 'purchasers' THEN
                managers || ' OR ' || CASE t.name WHEN 'subscription' THEN own
                    ELSE format('EXISTS (SELECT 1 FROM subscription s WHERE s.tenant_id = %1$I.tenant_id AND s.subscription_key = %1$I.subscription_key AND s.%2$s)', t.name, own) END
            WHEN t.who = 'managers' THEN managers
            ELSE administrators END AS condition, t.who
        FROM (VALUES
            ('product', 'administrators', ARRAY['INSERT', 'UPDATE']),
            ('product_service', 'administrators', ARRAY['INSERT', 'DELETE']),
            ('license_request', 'administrators', ARRAY['UPDATE']),
            ('license_request_user', 'administrators', ARRAY['UPDATE']),
            ('license_request_service', 'administrators', ARRAY['INSERT']),
            ('product_policy', 'managers', ARRAY['INSERT', 'UPDATE']),
            ('offer_type_policy', 'managers', ARRAY['INSERT', 'UPDATE']),
            ('outbox', 'managers', ARRAY['INSERT']),
            ('subscription', 'purchasers', ARRAY['INSERT', 'UPDATE']),
            ('subscription_order', 'purchasers', ARRAY['INSERT']),
            ('license', 'purchasers', ARRAY['INSERT', 'DELETE']),
            ('license_service_off', 'purchasers', ARRAY['INSERT', 'DELETE']),
            ('former_license', 'purchasers', ARRAY['INSERT'])) t (name, who, commands)
        CROSS JOIN unnest(t.commands) c (command) LOOP
        EXECUTE format('CREATE POLICY %I ON %I AS RESTRICTIVE FOR %s TO mscommerce_writer %s (%s)',
            rule.who || '_' || lower(rule.command), rule.name, rule.command, CASE rule.command WHEN 'INSERT' THEN 'WITH CHECK' ELSE 'USING' END, rule.condition);
    END LOOP;
END
$$;
CREATE POLICY own_name ON license_request AS RESTRICTIVE FOR INSERT TO mscommerce_writer WITH CHECK (requester_key = (SELECT current_actor()) AND status = 'Pending');
CREATE POLICY own_decision ON license_request AS RESTRICTIVE FOR UPDATE TO mscommerce_writer USING (true) WITH CHECK (decided_by_key = (SELECT current_actor()));
CREATE POLICY own_request ON license_request_user AS RESTRICTIVE FOR INSERT TO mscommerce_writer WITH CHECK (EXISTS (
    SELECT 1 FROM license_request r
    WHERE r.tenant_id = license_request_user.tenant_id AND r.request_key = license_request_user.request_key AND r.requester_key = (SELECT current_actor()) AND r.status = 'Pending'));

-- Whoever sends records what he sent, also when he has lost the role meanwhile. What an e-mail says is not his to change.
CREATE FUNCTION keep_words() RETURNS trigger LANGUAGE plpgsql SET search_path = mscommerce, pg_temp AS $$
BEGIN
    IF row_security_active('outbox') AND NOT may_bill_others() THEN
        RAISE EXCEPTION 'what an e-mail says is changed by those who may write it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_words() FROM PUBLIC;
CREATE TRIGGER outbox_keeps_words BEFORE UPDATE OF facts ON outbox FOR EACH ROW WHEN (NEW.facts <> OLD.facts) EXECUTE FUNCTION keep_words();

-- Nobody becomes another: the line of the login that is connected stays.
CREATE POLICY not_ones_own ON tenant_login AS RESTRICTIVE FOR DELETE TO mscommerce_writer USING (login_name <> session_user);

-- Billed to a profile of the purchaser's, charged to a card of his. A due invoice keeps its card: none other is shown by its means.
CREATE POLICY own_profile ON subscription_billing AS RESTRICTIVE FOR INSERT TO mscommerce_writer WITH CHECK (EXISTS (
    SELECT 1 FROM subscription s JOIN billing_profile f ON f.tenant_id = s.tenant_id AND f.owner_key = s.purchaser_key
    WHERE s.tenant_id = subscription_billing.tenant_id AND s.subscription_key = subscription_billing.subscription_key AND f.profile_key = subscription_billing.profile_key));

CREATE FUNCTION keep_to_purchasers_card() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.method_key <> NEW.method_key OR NOT EXISTS (
        SELECT 1 FROM subscription s JOIN payment_method m ON m.tenant_id = s.tenant_id AND m.owner_key = s.purchaser_key
        WHERE s.tenant_id = NEW.tenant_id AND s.subscription_key = NEW.subscription_key AND m.method_key = NEW.method_key) THEN
        RAISE EXCEPTION 'an invoice is charged to one card of its purchaser''s' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION keep_to_purchasers_card() FROM PUBLIC;
CREATE TRIGGER invoice_keeps_to_card BEFORE INSERT OR UPDATE OF method_key ON invoice FOR EACH ROW WHEN (NEW.method_key IS NOT NULL) EXECUTE FUNCTION keep_to_purchasers_card();

-- The same of what is in a store already.
CREATE OR REPLACE VIEW due_card WITH (security_barrier) AS
    SELECT m.tenant_id, m.method_key, m.token, m.brand, m.last_four_digits
    FROM payment_method m
    WHERE m.tenant_id = (SELECT current_tenant())
      AND EXISTS (SELECT 1 FROM invoice i JOIN subscription s ON s.tenant_id = i.tenant_id AND s.subscription_key = i.subscription_key
                  WHERE i.tenant_id = m.tenant_id AND i.method_key = m.method_key AND i.settlement = 'Due' AND s.purchaser_key = m.owner_key);
