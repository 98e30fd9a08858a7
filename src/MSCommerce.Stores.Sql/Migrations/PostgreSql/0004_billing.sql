-- What a purchaser pays with, and what he is billed. There is no column for a card number or a security code: neither comes near this store.

-- From when the organisation controls it; NULL for what was taken over before this was kept, and that is taken for always.
ALTER TABLE subscription ADD COLUMN controlled_at TIMESTAMPTZ;

CREATE TABLE payment_method (
    tenant_id        BIGINT      NOT NULL REFERENCES tenant (tenant_id),
    method_key       BIGINT      NOT NULL,
    method_id        TEXT        NOT NULL COLLATE ignoring_case,
    owner_key        BIGINT      NOT NULL,
    -- The payment provider's name for the card.
    token            TEXT        NOT NULL,
    brand            TEXT        NOT NULL,
    last_four_digits TEXT        NOT NULL CHECK (length(last_four_digits) <= 4),
    expiry_year      INTEGER     NOT NULL CHECK (expiry_year BETWEEN 2000 AND 2099),
    expiry_month     INTEGER     NOT NULL CHECK (expiry_month BETWEEN 1 AND 12),
    cardholder_name  TEXT        NOT NULL,
    street           TEXT,
    city             TEXT,
    region           TEXT,
    postal_code      TEXT,
    country          TEXT,
    added_at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, method_key),
    UNIQUE (tenant_id, method_id),
    UNIQUE (tenant_id, owner_key, token),
    UNIQUE (tenant_id, owner_key, method_key),
    FOREIGN KEY (tenant_id, owner_key) REFERENCES tenant_user (tenant_id, user_key),
    CHECK ((street IS NULL) = (country IS NULL) AND (city IS NULL) = (country IS NULL))
);

CREATE TABLE billing_profile (
    tenant_id   BIGINT      NOT NULL REFERENCES tenant (tenant_id),
    profile_key BIGINT      NOT NULL,
    profile_id  TEXT        NOT NULL COLLATE ignoring_case,
    owner_key   BIGINT      NOT NULL,
    name        TEXT        NOT NULL,
    -- The owner's own card; NULL once that was removed.
    method_key  BIGINT,
    created_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, profile_key),
    UNIQUE (tenant_id, profile_id),
    FOREIGN KEY (tenant_id, owner_key) REFERENCES tenant_user (tenant_id, user_key),
    FOREIGN KEY (tenant_id, owner_key, method_key) REFERENCES payment_method (tenant_id, owner_key, method_key)
);
CREATE INDEX billing_profile_by_owner ON billing_profile (tenant_id, owner_key, method_key);

-- Subscriptions that are billed to a profile of their purchaser's; one that a file brought has no row.
CREATE TABLE subscription_billing (
    tenant_id        BIGINT      NOT NULL,
    subscription_key BIGINT      NOT NULL,
    profile_key      BIGINT      NOT NULL,
    -- The end of the last term that an invoice was written for; later ones follow from the dates until somebody writes them.
    invoiced_until   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, profile_key) REFERENCES billing_profile (tenant_id, profile_key)
);
CREATE INDEX subscription_billing_by_profile ON subscription_billing (tenant_id, profile_key);

CREATE TABLE invoice (
    tenant_id        BIGINT      NOT NULL,
    subscription_key BIGINT      NOT NULL,
    invoice_number   INTEGER     NOT NULL CHECK (invoice_number >= 1),
    issued_at        TIMESTAMPTZ NOT NULL,
    currency         TEXT        NOT NULL,
    -- Negative for a credit note.
    total_e4         BIGINT      NOT NULL,
    status           TEXT        NOT NULL CHECK (status IN ('Open', 'Paid')),
    paid_at          TIMESTAMPTZ,
    -- With what, as people call it: it outlives the card.
    paid_with        TEXT,
    -- What the payment provider has to do by itself: Due, it captures what was authorised, or pays a credit note out; Failed, it refused.
    settlement       TEXT        NOT NULL CHECK (settlement IN ('None', 'Due', 'Failed')),
    due_at           TIMESTAMPTZ,
    charge_id        TEXT,
    authorization_id TEXT,
    method_key       BIGINT,
    last_error       TEXT,
    PRIMARY KEY (tenant_id, subscription_key, invoice_number),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription_billing (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, method_key) REFERENCES payment_method (tenant_id, method_key),
    CHECK ((status = 'Paid') = (paid_at IS NOT NULL)),
    CHECK (paid_with IS NULL OR status = 'Paid'),
    CHECK ((settlement = 'Due') = (due_at IS NOT NULL) AND (settlement = 'Due') = (method_key IS NOT NULL)),
    CHECK (settlement <> 'Due' OR (status = 'Open' AND charge_id IS NOT NULL AND total_e4 <> 0 AND (authorization_id IS NOT NULL) = (total_e4 > 0)))
);
CREATE INDEX invoice_due ON invoice (tenant_id, due_at) WHERE settlement = 'Due';
CREATE INDEX invoice_by_method ON invoice (tenant_id, method_key) WHERE method_key IS NOT NULL;
-- One charge settles one invoice.
CREATE UNIQUE INDEX invoice_by_charge ON invoice (tenant_id, charge_id) WHERE charge_id IS NOT NULL;

CREATE TABLE invoice_line (
    tenant_id            BIGINT  NOT NULL,
    subscription_key     BIGINT  NOT NULL,
    invoice_number       INTEGER NOT NULL,
    line_number          INTEGER NOT NULL CHECK (line_number >= 1),
    description          TEXT    NOT NULL,
    licenses             INTEGER NOT NULL CHECK (licenses >= 1),
    price_per_license_e4 BIGINT  NOT NULL CHECK (price_per_license_e4 >= 0),
    -- Days (UTC), as 2026-03-15.
    period_start         TEXT    NOT NULL COLLATE "C",
    period_end           TEXT    NOT NULL COLLATE "C",
    days_in_term         INTEGER NOT NULL CHECK (days_in_term >= 0),
    amount_e4            BIGINT  NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key, invoice_number, line_number),
    FOREIGN KEY (tenant_id, subscription_key, invoice_number) REFERENCES invoice (tenant_id, subscription_key, invoice_number),
    CHECK (period_start <= period_end)
);

INSERT INTO key_counter (tenant_id, name, last) SELECT t.tenant_id, n.name, 0 FROM tenant t CROSS JOIN (VALUES ('payment_method'), ('billing_profile')) n (name);

-- Whose bills one may read is narrower than whose rows. A card is its owner's and nobody else's. Profiles and invoices are their owner's, and those people's who
-- may cancel, change or take over what others bought: that writes invoices and credits.
CREATE FUNCTION may_bill_others() RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM user_role r JOIN tenant_user u ON u.tenant_id = r.tenant_id AND u.user_key = r.user_key
        WHERE r.tenant_id = current_tenant() AND r.user_key = current_actor() AND u.account_enabled = 1
          AND (r.role = 'GlobalAdministrator'
            OR r.role = 'BillingAdministrator' AND NOT EXISTS (SELECT 1 FROM user_role p WHERE p.tenant_id = r.tenant_id AND p.user_key = r.user_key AND p.role = 'Partner')))
$$;
REVOKE EXECUTE ON FUNCTION may_bill_others() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_bill_others() TO mscommerce_writer, mscommerce_reader;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['payment_method', 'billing_profile', 'subscription_billing', 'invoice', 'invoice_line'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own_tenant ON %I TO mscommerce_writer, mscommerce_reader USING (tenant_id = (SELECT current_tenant()))', name);
    END LOOP;

    FOREACH name IN ARRAY ARRAY['subscription_billing', 'invoice', 'invoice_line'] LOOP
        EXECUTE format('CREATE POLICY own_bills ON %1$I AS RESTRICTIVE TO mscommerce_writer, mscommerce_reader USING ((SELECT may_bill_others()) OR EXISTS (
            SELECT 1 FROM subscription s WHERE s.tenant_id = %1$I.tenant_id AND s.subscription_key = %1$I.subscription_key AND s.purchaser_key = (SELECT current_actor())))', name);
    END LOOP;
END
$$;
CREATE POLICY own_cards ON payment_method AS RESTRICTIVE TO mscommerce_writer, mscommerce_reader USING (owner_key = (SELECT current_actor()));
CREATE POLICY own_bills ON billing_profile AS RESTRICTIVE TO mscommerce_writer, mscommerce_reader USING (owner_key = (SELECT current_actor()) OR (SELECT may_bill_others()));

-- What the payment provider has still to do, whoever makes the next change sees to, so this much of others' bills is open to writers, and for as long as it is due:
-- the invoice and its card's token. The views run with the owner's rights.
CREATE VIEW due_invoice WITH (security_barrier) AS
    SELECT tenant_id, subscription_key, invoice_number, currency, total_e4, status, paid_at, paid_with, settlement, due_at, charge_id, authorization_id, method_key, last_error
    FROM invoice WHERE tenant_id = (SELECT current_tenant()) AND settlement = 'Due';
CREATE VIEW due_card WITH (security_barrier) AS
    SELECT m.tenant_id, m.method_key, m.token, m.brand, m.last_four_digits
    FROM payment_method m
    WHERE m.tenant_id = (SELECT current_tenant())
      AND EXISTS (SELECT 1 FROM invoice i WHERE i.tenant_id = m.tenant_id AND i.method_key = m.method_key AND i.settlement = 'Due');
-- Whose a card is, for the checks of a store: as far as profiles and invoices are seen.
CREATE VIEW card_owner WITH (security_barrier) AS
    SELECT tenant_id, method_key, owner_key FROM payment_method
    WHERE tenant_id = (SELECT current_tenant()) AND (owner_key = (SELECT current_actor()) OR (SELECT may_bill_others()));

-- The token is for charging, which no reader does.
GRANT SELECT (tenant_id, method_key, method_id, owner_key, brand, last_four_digits, expiry_year, expiry_month, cardholder_name, street, city, region, postal_code, country, added_at)
    ON payment_method TO mscommerce_writer, mscommerce_reader;
GRANT SELECT (token) ON payment_method TO mscommerce_writer;
GRANT SELECT ON billing_profile, subscription_billing, invoice, invoice_line TO mscommerce_writer, mscommerce_reader;
GRANT INSERT, DELETE ON payment_method TO mscommerce_writer;
GRANT UPDATE (expiry_year, expiry_month, cardholder_name, street, city, region, postal_code, country) ON payment_method TO mscommerce_writer;
GRANT INSERT ON billing_profile, subscription_billing, invoice, invoice_line TO mscommerce_writer;
GRANT UPDATE (name, method_key) ON billing_profile TO mscommerce_writer;
GRANT UPDATE (invoiced_until) ON subscription_billing TO mscommerce_writer;
GRANT UPDATE (total_e4, status, paid_at, paid_with, settlement, due_at, charge_id, authorization_id, method_key, last_error) ON invoice TO mscommerce_writer;
GRANT SELECT ON card_owner TO mscommerce_writer, mscommerce_reader;
GRANT SELECT ON due_invoice, due_card TO mscommerce_writer;
GRANT UPDATE (status, paid_at, paid_with, settlement, due_at, method_key, last_error) ON due_invoice TO mscommerce_writer;
