-- What a purchaser pays with, and what he is billed. There is no column for a card number or a security code: neither comes near this store.

-- From when the organisation controls it; NULL for what was taken over before this was kept, and that is taken for always.
ALTER TABLE subscription ADD COLUMN controlled_at TEXT;

CREATE TABLE payment_method (
    tenant_id        INTEGER NOT NULL,
    method_key       INTEGER NOT NULL,
    method_id        TEXT    NOT NULL COLLATE NOCASE,
    owner_key        INTEGER NOT NULL,
    -- The payment provider's name for the card.
    token            TEXT    NOT NULL,
    brand            TEXT    NOT NULL,
    last_four_digits TEXT    NOT NULL CHECK (length(last_four_digits) <= 4),
    expiry_year      INTEGER NOT NULL CHECK (expiry_year BETWEEN 2000 AND 2099),
    expiry_month     INTEGER NOT NULL CHECK (expiry_month BETWEEN 1 AND 12),
    cardholder_name  TEXT    NOT NULL,
    street           TEXT,
    city             TEXT,
    region           TEXT,
    postal_code      TEXT,
    country          TEXT,
    added_at         TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, method_key),
    FOREIGN KEY (tenant_id, owner_key) REFERENCES tenant_user (tenant_id, user_key),
    CHECK ((street IS NULL) = (country IS NULL) AND (city IS NULL) = (country IS NULL))
) WITHOUT ROWID;
CREATE UNIQUE INDEX payment_method_by_id ON payment_method (tenant_id, method_id);
CREATE UNIQUE INDEX payment_method_by_token ON payment_method (tenant_id, owner_key, token);
CREATE UNIQUE INDEX payment_method_by_owner ON payment_method (tenant_id, owner_key, method_key);

CREATE TABLE billing_profile (
    tenant_id   INTEGER NOT NULL,
    profile_key INTEGER NOT NULL,
    profile_id  TEXT    NOT NULL COLLATE NOCASE,
    owner_key   INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    -- The owner's own card; NULL once that was removed.
    method_key  INTEGER,
    created_at  TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, profile_key),
    FOREIGN KEY (tenant_id, owner_key) REFERENCES tenant_user (tenant_id, user_key),
    FOREIGN KEY (tenant_id, owner_key, method_key) REFERENCES payment_method (tenant_id, owner_key, method_key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX billing_profile_by_id ON billing_profile (tenant_id, profile_id);
CREATE INDEX billing_profile_by_owner ON billing_profile (tenant_id, owner_key, method_key);

-- Subscriptions that are billed to a profile of their purchaser's; one that a file brought has no row.
CREATE TABLE subscription_billing (
    tenant_id        INTEGER NOT NULL,
    subscription_key INTEGER NOT NULL,
    profile_key      INTEGER NOT NULL,
    -- The end of the last term that an invoice was written for; later ones follow from the dates until somebody writes them.
    invoiced_until   TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, profile_key) REFERENCES billing_profile (tenant_id, profile_key)
) WITHOUT ROWID;
CREATE INDEX subscription_billing_by_profile ON subscription_billing (tenant_id, profile_key);

CREATE TABLE invoice (
    tenant_id        INTEGER NOT NULL,
    subscription_key INTEGER NOT NULL,
    invoice_number   INTEGER NOT NULL CHECK (invoice_number >= 1),
    issued_at        TEXT    NOT NULL,
    currency         TEXT    NOT NULL,
    -- Negative for a credit note.
    total_e4         INTEGER NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('Open', 'Paid')),
    paid_at          TEXT,
    -- With what, as people call it: it outlives the card.
    paid_with        TEXT,
    -- What the payment provider has to do by itself: Due, it captures what was authorised, or pays a credit note out; Failed, it refused.
    settlement       TEXT    NOT NULL CHECK (settlement IN ('None', 'Due', 'Failed')),
    due_at           TEXT,
    charge_id        TEXT,
    authorization_id TEXT,
    method_key       INTEGER,
    last_error       TEXT,
    PRIMARY KEY (tenant_id, subscription_key, invoice_number),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription_billing (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, method_key) REFERENCES payment_method (tenant_id, method_key),
    CHECK ((status = 'Paid') = (paid_at IS NOT NULL)),
    CHECK (paid_with IS NULL OR status = 'Paid'),
    CHECK ((settlement = 'Due') = (due_at IS NOT NULL) AND (settlement = 'Due') = (method_key IS NOT NULL)),
    CHECK (settlement <> 'Due' OR (status = 'Open' AND charge_id IS NOT NULL AND total_e4 <> 0 AND (authorization_id IS NOT NULL) = (total_e4 > 0)))
) WITHOUT ROWID;
CREATE INDEX invoice_due ON invoice (tenant_id, due_at) WHERE settlement = 'Due';
CREATE INDEX invoice_by_method ON invoice (tenant_id, method_key) WHERE method_key IS NOT NULL;
-- One charge settles one invoice.
CREATE UNIQUE INDEX invoice_by_charge ON invoice (tenant_id, charge_id) WHERE charge_id IS NOT NULL;

CREATE TABLE invoice_line (
    tenant_id            INTEGER NOT NULL,
    subscription_key     INTEGER NOT NULL,
    invoice_number       INTEGER NOT NULL,
    line_number          INTEGER NOT NULL CHECK (line_number >= 1),
    description          TEXT    NOT NULL,
    licenses             INTEGER NOT NULL CHECK (licenses >= 1),
    price_per_license_e4 INTEGER NOT NULL CHECK (price_per_license_e4 >= 0),
    -- Days (UTC), as 2026-03-15.
    period_start         TEXT    NOT NULL,
    period_end           TEXT    NOT NULL,
    days_in_term         INTEGER NOT NULL CHECK (days_in_term >= 0),
    amount_e4            INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key, invoice_number, line_number),
    FOREIGN KEY (tenant_id, subscription_key, invoice_number) REFERENCES invoice (tenant_id, subscription_key, invoice_number),
    CHECK (period_start <= period_end)
) WITHOUT ROWID;

INSERT INTO key_counter (tenant_id, name, last) SELECT tenant_id, 'payment_method', 0 FROM tenant;
INSERT INTO key_counter (tenant_id, name, last) SELECT tenant_id, 'billing_profile', 0 FROM tenant;

-- As in the first migration: the figures are a large tenant's.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('payment_method', 'payment_method', '100000 100000 1'),
    ('payment_method', 'payment_method_by_id', '100000 100000 1'),
    ('payment_method', 'payment_method_by_token', '100000 100000 1 1'),
    ('payment_method', 'payment_method_by_owner', '100000 100000 1 1'),
    ('billing_profile', 'billing_profile', '100000 100000 1'),
    ('billing_profile', 'billing_profile_by_id', '100000 100000 1'),
    ('billing_profile', 'billing_profile_by_owner', '100000 100000 1 1'),
    ('subscription_billing', 'subscription_billing', '250000 250000 1'),
    ('subscription_billing', 'subscription_billing_by_profile', '250000 250000 2'),
    ('invoice', 'invoice', '3000000 3000000 12 1'),
    ('invoice', 'invoice_due', '100 100 1'),
    ('invoice', 'invoice_by_method', '100 100 1'),
    ('invoice', 'invoice_by_charge', '3000000 3000000 1'),
    ('invoice_line', 'invoice_line', '3500000 3500000 14 1 1');
