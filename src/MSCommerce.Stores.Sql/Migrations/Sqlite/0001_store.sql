-- A tenant's rows lie together: tenant_id leads every key. Keys are small integers; the public ids stand beside them.
-- Ids and principal names compare without regard to case (COLLATE NOCASE). Times are ISO 8601 in UTC with milliseconds:
-- they sort as text and are exported as they are. Money is a whole number of ten-thousandths, never a float.

CREATE TABLE tenant (
    tenant_id   INTEGER NOT NULL PRIMARY KEY,
    tenant_guid TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    is_sample   INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
    created_at  TEXT    NOT NULL
);

-- The last key given out, by table. Whoever needs keys takes them here, in his transaction.
CREATE TABLE key_counter (
    tenant_id INTEGER NOT NULL REFERENCES tenant (tenant_id),
    name      TEXT    NOT NULL,
    last      INTEGER NOT NULL CHECK (last >= 0),
    PRIMARY KEY (tenant_id, name)
) WITHOUT ROWID;

CREATE TABLE tenant_user (
    tenant_id          INTEGER NOT NULL REFERENCES tenant (tenant_id),
    user_key           INTEGER NOT NULL,
    user_id            TEXT    NOT NULL COLLATE NOCASE,
    -- An id that this store made up gives way to the directory's, once a file brings it.
    user_id_is_made_up INTEGER NOT NULL CHECK (user_id_is_made_up IN (0, 1)),
    upn                TEXT    NOT NULL COLLATE NOCASE,
    display_name       TEXT    NOT NULL,
    user_type          TEXT    NOT NULL CHECK (user_type IN ('Member', 'Guest')),
    account_enabled    INTEGER NOT NULL CHECK (account_enabled IN (0, 1)),
    disabled_at        TEXT,
    usage_location     TEXT,
    is_synced          INTEGER CHECK (is_synced IN (0, 1)),
    created_at         TEXT,
    PRIMARY KEY (tenant_id, user_key),
    CHECK ((account_enabled = 1) = (disabled_at IS NULL))
) WITHOUT ROWID;
CREATE UNIQUE INDEX tenant_user_by_upn ON tenant_user (tenant_id, upn);
CREATE UNIQUE INDEX tenant_user_by_id ON tenant_user (tenant_id, user_id);

CREATE TABLE user_role (
    tenant_id INTEGER NOT NULL,
    user_key  INTEGER NOT NULL,
    role      TEXT    NOT NULL CHECK (role IN ('GlobalAdministrator', 'BillingAdministrator', 'GlobalReader', 'Partner')),
    PRIMARY KEY (tenant_id, user_key, role),
    FOREIGN KEY (tenant_id, user_key) REFERENCES tenant_user (tenant_id, user_key)
) WITHOUT ROWID;

CREATE TABLE product (
    tenant_id                        INTEGER NOT NULL REFERENCES tenant (tenant_id),
    product_key                      INTEGER NOT NULL,
    product_id                       TEXT    NOT NULL COLLATE NOCASE,
    name                             TEXT    NOT NULL,
    family                           TEXT    NOT NULL,
    legacy_product_id                TEXT    COLLATE NOCASE,
    has_trial_without_payment_method INTEGER NOT NULL CHECK (has_trial_without_payment_method IN (0, 1)),
    list_price_e4                    INTEGER CHECK (list_price_e4 >= 0),
    organization_price_e4            INTEGER CHECK (organization_price_e4 >= 0),
    currency                         TEXT,
    PRIMARY KEY (tenant_id, product_key),
    UNIQUE (tenant_id, product_id),
    CHECK (currency IS NOT NULL OR (list_price_e4 IS NULL AND organization_price_e4 IS NULL))
) WITHOUT ROWID;

CREATE TABLE product_service (
    tenant_id   INTEGER NOT NULL,
    product_key INTEGER NOT NULL,
    service_key INTEGER NOT NULL,
    name        TEXT    NOT NULL COLLATE NOCASE,
    PRIMARY KEY (tenant_id, product_key, service_key),
    UNIQUE (tenant_id, product_key, name),
    FOREIGN KEY (tenant_id, product_key) REFERENCES product (tenant_id, product_key)
) WITHOUT ROWID;

CREATE TABLE policy (
    tenant_id     INTEGER NOT NULL REFERENCES tenant (tenant_id),
    policy_key    INTEGER NOT NULL,
    policy_id     TEXT    NOT NULL COLLATE NOCASE,
    description   TEXT    NOT NULL,
    default_value TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, policy_key),
    UNIQUE (tenant_id, policy_id)
) WITHOUT ROWID;

-- Decisions alone: a product without a row follows the policy's default (P7).
CREATE TABLE product_policy (
    tenant_id   INTEGER NOT NULL,
    policy_key  INTEGER NOT NULL,
    product_key INTEGER NOT NULL,
    value       TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, policy_key, product_key),
    FOREIGN KEY (tenant_id, policy_key) REFERENCES policy (tenant_id, policy_key),
    FOREIGN KEY (tenant_id, product_key) REFERENCES product (tenant_id, product_key)
) WITHOUT ROWID;

CREATE TABLE offer_type (
    tenant_id      INTEGER NOT NULL REFERENCES tenant (tenant_id),
    offer_type_key INTEGER NOT NULL,
    name           TEXT    NOT NULL COLLATE NOCASE,
    PRIMARY KEY (tenant_id, offer_type_key),
    UNIQUE (tenant_id, name)
) WITHOUT ROWID;

CREATE TABLE offer_type_policy (
    tenant_id      INTEGER NOT NULL,
    policy_key     INTEGER NOT NULL,
    offer_type_key INTEGER NOT NULL,
    value          TEXT    NOT NULL CHECK (value <> 'OnlyTrialsWithoutPaymentMethod'),
    PRIMARY KEY (tenant_id, policy_key, offer_type_key),
    FOREIGN KEY (tenant_id, policy_key) REFERENCES policy (tenant_id, policy_key),
    FOREIGN KEY (tenant_id, offer_type_key) REFERENCES offer_type (tenant_id, offer_type_key)
) WITHOUT ROWID;

CREATE TABLE subscription (
    tenant_id                  INTEGER NOT NULL REFERENCES tenant (tenant_id),
    subscription_key           INTEGER NOT NULL,
    subscription_id            TEXT    NOT NULL COLLATE NOCASE,
    product_key                INTEGER NOT NULL,
    -- NULL: the organisation bought it.
    purchaser_key              INTEGER,
    total                      INTEGER NOT NULL CHECK (total >= 1),
    assigned                   INTEGER NOT NULL,
    purchased_at               TEXT    NOT NULL,
    -- When the first term ends; where it stands now is SubscriptionCalendar's to say.
    first_expires_at           TEXT    NOT NULL,
    term                       TEXT    NOT NULL CHECK (term IN ('Month', 'Year')),
    -- From when it does not renew; NULL where it does.
    renewal_off_at             TEXT,
    is_trial                   INTEGER NOT NULL CHECK (is_trial IN (0, 1)),
    price_per_license_e4       INTEGER CHECK (price_per_license_e4 >= 0),
    currency                   TEXT,
    is_controlled              INTEGER NOT NULL CHECK (is_controlled IN (0, 1)),
    cancelled_at               TEXT,
    -- Grows with every change of the row and of its licences: what a plan saw holds while it is the same.
    version                    INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, subscription_key),
    UNIQUE (tenant_id, subscription_id),
    FOREIGN KEY (tenant_id, product_key) REFERENCES product (tenant_id, product_key),
    FOREIGN KEY (tenant_id, purchaser_key) REFERENCES tenant_user (tenant_id, user_key),
    CHECK (assigned BETWEEN 0 AND total),
    CHECK (first_expires_at > purchased_at),
    CHECK (currency IS NOT NULL OR price_per_license_e4 IS NULL),
    CHECK (is_controlled = 1 OR purchaser_key IS NOT NULL)
) WITHOUT ROWID;
CREATE INDEX subscription_by_product ON subscription (tenant_id, product_key);
CREATE INDEX subscription_by_purchaser ON subscription (tenant_id, purchaser_key) WHERE purchaser_key IS NOT NULL;

-- Every total is the sum of its orders.
CREATE TABLE subscription_order (
    tenant_id            INTEGER NOT NULL,
    subscription_key     INTEGER NOT NULL,
    order_number         INTEGER NOT NULL CHECK (order_number >= 1),
    ordered_at           TEXT    NOT NULL,
    quantity             INTEGER NOT NULL CHECK (quantity <> 0),
    price_per_license_e4 INTEGER,
    currency             TEXT,
    ordered_by           TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key, order_number),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription (tenant_id, subscription_key)
) WITHOUT ROWID;

CREATE TABLE license (
    tenant_id        INTEGER NOT NULL,
    subscription_key INTEGER NOT NULL,
    user_key         INTEGER NOT NULL,
    assigned_at      TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key, user_key),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, user_key) REFERENCES tenant_user (tenant_id, user_key)
) WITHOUT ROWID;
CREATE INDEX license_by_user ON license (tenant_id, user_key);

-- Services that are switched off for a user; one that is on has no row.
CREATE TABLE license_service_off (
    tenant_id        INTEGER NOT NULL,
    subscription_key INTEGER NOT NULL,
    user_key         INTEGER NOT NULL,
    product_key      INTEGER NOT NULL,
    service_key      INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key, user_key, service_key),
    FOREIGN KEY (tenant_id, subscription_key, user_key) REFERENCES license (tenant_id, subscription_key, user_key),
    FOREIGN KEY (tenant_id, product_key, service_key) REFERENCES product_service (tenant_id, product_key, service_key)
) WITHOUT ROWID;
CREATE INDEX license_service_off_by_service ON license_service_off (tenant_id, product_key, service_key);

-- Who held a licence that was moved, or that ended with its subscription (T3, L3).
CREATE TABLE former_license (
    tenant_id               INTEGER NOT NULL,
    former_key              INTEGER NOT NULL,
    subscription_key        INTEGER NOT NULL,
    user_key                INTEGER NOT NULL,
    ended_at                TEXT    NOT NULL,
    assigned_at             TEXT    NOT NULL,
    -- Where the user was moved to; NULL where nowhere.
    target_subscription_key INTEGER,
    PRIMARY KEY (tenant_id, former_key),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, user_key) REFERENCES tenant_user (tenant_id, user_key),
    FOREIGN KEY (tenant_id, target_subscription_key) REFERENCES subscription (tenant_id, subscription_key)
) WITHOUT ROWID;
CREATE INDEX former_license_by_subscription ON former_license (tenant_id, subscription_key);
CREATE INDEX former_license_by_user ON former_license (tenant_id, user_key);

CREATE TABLE outbox (
    tenant_id      INTEGER NOT NULL REFERENCES tenant (tenant_id),
    notice_key     INTEGER NOT NULL,
    notice_id      TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    recipient      TEXT    NOT NULL,
    recipient_key  INTEGER NOT NULL,
    facts          TEXT    NOT NULL,
    created_at     TEXT    NOT NULL,
    status         TEXT    NOT NULL CHECK (status IN ('Pending', 'Sent', 'Failed')),
    attempts       INTEGER NOT NULL CHECK (attempts >= 0),
    sent_at        TEXT,
    last_error     TEXT,
    correlation_id TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, notice_key),
    UNIQUE (tenant_id, notice_id),
    FOREIGN KEY (tenant_id, recipient_key) REFERENCES tenant_user (tenant_id, user_key),
    CHECK ((status = 'Sent') = (sent_at IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX outbox_by_recipient ON outbox (tenant_id, recipient_key);

CREATE TABLE audit (
    tenant_id      INTEGER NOT NULL REFERENCES tenant (tenant_id),
    sequence       INTEGER NOT NULL CHECK (sequence >= 1),
    occurred_at    TEXT    NOT NULL,
    actor          TEXT    NOT NULL,
    -- Who that was, whatever he is called today; not a foreign key, for the log outlives what it tells of.
    actor_key      INTEGER NOT NULL,
    action         TEXT    NOT NULL,
    target         TEXT    NOT NULL,
    before         TEXT,
    after          TEXT,
    outcome        TEXT    NOT NULL CHECK (outcome IN ('Succeeded', 'Refused')),
    correlation_id TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, sequence)
) WITHOUT ROWID;
CREATE INDEX audit_by_correlation ON audit (tenant_id, correlation_id);
CREATE INDEX audit_by_actor ON audit (tenant_id, actor_key);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log can be added to and read, nothing else');
END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log can be added to and read, nothing else');
END;

-- What the planner is to believe, from the first day on: a tenant is large, and tenant_id picks out nothing. Without it SQLite takes
-- tenant_id = 1 for selective and walks a million users to find the ten of a file. ANALYZE makes the table; the figures are a large tenant's.
ANALYZE;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('tenant_user', 'tenant_user', '10000000 10000000 1'),
    ('tenant_user', 'tenant_user_by_upn', '10000000 10000000 1'),
    ('tenant_user', 'tenant_user_by_id', '10000000 10000000 1'),
    ('user_role', 'user_role', '100 100 1 1'),
    ('product', 'product', '50 50 1'),
    ('product', 'sqlite_autoindex_product_2', '50 50 1'),
    ('product_service', 'product_service', '200 200 4 1'),
    ('product_service', 'sqlite_autoindex_product_service_2', '200 200 4 1'),
    ('subscription', 'subscription', '250000 250000 1'),
    ('subscription', 'sqlite_autoindex_subscription_2', '250000 250000 1'),
    ('subscription', 'subscription_by_product', '250000 250000 5000'),
    ('subscription', 'subscription_by_purchaser', '250000 250000 2'),
    ('subscription_order', 'subscription_order', '500000 500000 2 1'),
    ('license', 'license', '20000000 20000000 80 1'),
    ('license', 'license_by_user', '20000000 20000000 2'),
    ('license_service_off', 'license_service_off', '400000 400000 40 2 1'),
    ('license_service_off', 'license_service_off_by_service', '400000 400000 8000 4000'),
    ('former_license', 'former_license', '10000000 10000000 1'),
    ('former_license', 'former_license_by_subscription', '10000000 10000000 80'),
    ('former_license', 'former_license_by_user', '10000000 10000000 1'),
    ('outbox', 'outbox', '250000 250000 1'),
    ('outbox', 'outbox_by_recipient', '250000 250000 2'),
    ('audit', 'audit', '20000000 20000000 1'),
    ('audit', 'audit_by_correlation', '20000000 20000000 100'),
    ('audit', 'audit_by_actor', '20000000 20000000 100000');
