-- The tables: those of the embedded store, with PostgreSQL's types. A truth value is 0 or 1, as in SQLite, so that one SQL serves both.
-- Every key and index begins with the tenant: a tenant's rows lie together, and the schema spreads by tenant.

CREATE TABLE tenant (
    tenant_id                      BIGINT      NOT NULL PRIMARY KEY,
    tenant_guid                    TEXT        NOT NULL,
    name                           TEXT        NOT NULL,
    is_sample                      INTEGER     NOT NULL CHECK (is_sample IN (0, 1)),
    created_at                     TIMESTAMPTZ NOT NULL,
    country                        TEXT,
    sector                         TEXT        NOT NULL DEFAULT 'Commercial' CHECK (sector IN ('Commercial', 'Education', 'Government')),
    is_managed                     INTEGER     NOT NULL DEFAULT 1 CHECK (is_managed IN (0, 1)),
    license_request_retention_days INTEGER     NOT NULL DEFAULT 30 CHECK (license_request_retention_days >= 1)
);

-- The last key given out, by table. Whoever needs keys takes them here, in his transaction.
CREATE TABLE key_counter (
    tenant_id BIGINT NOT NULL REFERENCES tenant (tenant_id),
    name      TEXT   NOT NULL,
    last      BIGINT NOT NULL CHECK (last >= 0),
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE tenant_user (
    tenant_id          BIGINT  NOT NULL REFERENCES tenant (tenant_id),
    user_key           BIGINT  NOT NULL,
    user_id            TEXT    NOT NULL COLLATE ignoring_case,
    -- An id that this store made up gives way to the directory's, once a file brings it.
    user_id_is_made_up INTEGER NOT NULL CHECK (user_id_is_made_up IN (0, 1)),
    upn                TEXT    NOT NULL,
    -- The name as it is compared and sorted.
    upn_key            TEXT    NOT NULL COLLATE "C",
    display_name       TEXT    NOT NULL,
    user_type          TEXT    NOT NULL CHECK (user_type IN ('Member', 'Guest')),
    account_enabled    INTEGER NOT NULL CHECK (account_enabled IN (0, 1)),
    disabled_at        TIMESTAMPTZ,
    usage_location     TEXT,
    is_synced          INTEGER CHECK (is_synced IN (0, 1)),
    created_at         TIMESTAMPTZ,
    PRIMARY KEY (tenant_id, user_key),
    CHECK ((account_enabled = 1) = (disabled_at IS NULL))
);
CREATE UNIQUE INDEX tenant_user_by_upn ON tenant_user (tenant_id, upn_key);
CREATE UNIQUE INDEX tenant_user_by_id ON tenant_user (tenant_id, user_id);

CREATE TABLE user_role (
    tenant_id BIGINT NOT NULL,
    user_key  BIGINT NOT NULL,
    role      TEXT   NOT NULL CHECK (role IN ('GlobalAdministrator', 'BillingAdministrator', 'GlobalReader', 'Partner')),
    PRIMARY KEY (tenant_id, user_key, role),
    FOREIGN KEY (tenant_id, user_key) REFERENCES tenant_user (tenant_id, user_key)
);

CREATE TABLE product (
    tenant_id                        BIGINT  NOT NULL REFERENCES tenant (tenant_id),
    product_key                      BIGINT  NOT NULL,
    product_id                       TEXT    NOT NULL COLLATE ignoring_case,
    name                             TEXT    NOT NULL,
    family                           TEXT    NOT NULL,
    legacy_product_id                TEXT    COLLATE ignoring_case,
    has_trial_without_payment_method INTEGER NOT NULL CHECK (has_trial_without_payment_method IN (0, 1)),
    list_price_e4                    BIGINT  CHECK (list_price_e4 >= 0),
    organization_price_e4            BIGINT  CHECK (organization_price_e4 >= 0),
    currency                         TEXT,
    database_capacity_mb             INTEGER CHECK (database_capacity_mb >= 0),
    file_capacity_mb                 INTEGER CHECK (file_capacity_mb >= 0),
    PRIMARY KEY (tenant_id, product_key),
    UNIQUE (tenant_id, product_id),
    CHECK (currency IS NOT NULL OR (list_price_e4 IS NULL AND organization_price_e4 IS NULL))
);

CREATE TABLE product_service (
    tenant_id   BIGINT NOT NULL,
    product_key BIGINT NOT NULL,
    service_key BIGINT NOT NULL,
    name        TEXT   NOT NULL COLLATE ignoring_case,
    PRIMARY KEY (tenant_id, product_key, service_key),
    UNIQUE (tenant_id, product_key, name),
    FOREIGN KEY (tenant_id, product_key) REFERENCES product (tenant_id, product_key)
);

CREATE TABLE policy (
    tenant_id     BIGINT NOT NULL REFERENCES tenant (tenant_id),
    policy_key    BIGINT NOT NULL,
    policy_id     TEXT   NOT NULL COLLATE ignoring_case,
    description   TEXT   NOT NULL,
    default_value TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, policy_key),
    UNIQUE (tenant_id, policy_id)
);

-- Decisions alone: a product without a row follows the policy's default (P7).
CREATE TABLE product_policy (
    tenant_id   BIGINT NOT NULL,
    policy_key  BIGINT NOT NULL,
    product_key BIGINT NOT NULL,
    value       TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, policy_key, product_key),
    FOREIGN KEY (tenant_id, policy_key) REFERENCES policy (tenant_id, policy_key),
    FOREIGN KEY (tenant_id, product_key) REFERENCES product (tenant_id, product_key)
);

CREATE TABLE offer_type (
    tenant_id      BIGINT NOT NULL REFERENCES tenant (tenant_id),
    offer_type_key BIGINT NOT NULL,
    name           TEXT   NOT NULL COLLATE ignoring_case,
    PRIMARY KEY (tenant_id, offer_type_key),
    UNIQUE (tenant_id, name)
);

CREATE TABLE offer_type_policy (
    tenant_id      BIGINT NOT NULL,
    policy_key     BIGINT NOT NULL,
    offer_type_key BIGINT NOT NULL,
    value          TEXT   NOT NULL CHECK (value <> 'OnlyTrialsWithoutPaymentMethod'),
    PRIMARY KEY (tenant_id, policy_key, offer_type_key),
    FOREIGN KEY (tenant_id, policy_key) REFERENCES policy (tenant_id, policy_key),
    FOREIGN KEY (tenant_id, offer_type_key) REFERENCES offer_type (tenant_id, offer_type_key)
);

CREATE TABLE subscription (
    tenant_id             BIGINT      NOT NULL REFERENCES tenant (tenant_id),
    subscription_key      BIGINT      NOT NULL,
    subscription_id       TEXT        NOT NULL COLLATE ignoring_case,
    product_key           BIGINT      NOT NULL,
    -- NULL: the organisation bought it.
    purchaser_key         BIGINT,
    total                 INTEGER     NOT NULL CHECK (total >= 1),
    assigned              INTEGER     NOT NULL,
    purchased_at          TIMESTAMPTZ NOT NULL,
    -- When the first term ends; where it stands now is SubscriptionCalendar's to say.
    first_expires_at      TIMESTAMPTZ NOT NULL,
    term                  TEXT        NOT NULL CHECK (term IN ('Month', 'Year')),
    -- From when it does not renew; NULL where it does.
    renewal_off_at        TIMESTAMPTZ,
    is_trial              INTEGER     NOT NULL CHECK (is_trial IN (0, 1)),
    price_per_license_e4  BIGINT      CHECK (price_per_license_e4 >= 0),
    currency              TEXT,
    is_controlled         INTEGER     NOT NULL CHECK (is_controlled IN (0, 1)),
    cancelled_at          TIMESTAMPTZ,
    -- Grows with every change of the row and of its licences: what a plan saw holds while it is the same.
    version               BIGINT      NOT NULL CHECK (version >= 1),
    cancellation_reason   TEXT,
    cancellation_feedback TEXT        CHECK (cancellation_feedback IS NULL OR cancellation_reason IS NOT NULL),
    PRIMARY KEY (tenant_id, subscription_key),
    UNIQUE (tenant_id, subscription_id),
    FOREIGN KEY (tenant_id, product_key) REFERENCES product (tenant_id, product_key),
    FOREIGN KEY (tenant_id, purchaser_key) REFERENCES tenant_user (tenant_id, user_key),
    CHECK (assigned BETWEEN 0 AND total),
    CHECK (first_expires_at > purchased_at),
    CHECK (currency IS NOT NULL OR price_per_license_e4 IS NULL),
    CHECK (is_controlled = 1 OR purchaser_key IS NOT NULL)
);
CREATE INDEX subscription_by_product ON subscription (tenant_id, product_key);
CREATE INDEX subscription_by_purchaser ON subscription (tenant_id, purchaser_key) WHERE purchaser_key IS NOT NULL;

-- Every total is the sum of its orders.
CREATE TABLE subscription_order (
    tenant_id            BIGINT      NOT NULL,
    subscription_key     BIGINT      NOT NULL,
    order_number         INTEGER     NOT NULL CHECK (order_number >= 1),
    ordered_at           TIMESTAMPTZ NOT NULL,
    quantity             INTEGER     NOT NULL CHECK (quantity <> 0),
    price_per_license_e4 BIGINT,
    currency             TEXT,
    ordered_by           TEXT        NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key, order_number),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription (tenant_id, subscription_key)
);

CREATE TABLE license (
    tenant_id        BIGINT      NOT NULL,
    subscription_key BIGINT      NOT NULL,
    user_key         BIGINT      NOT NULL,
    assigned_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key, user_key),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, user_key) REFERENCES tenant_user (tenant_id, user_key)
);
CREATE INDEX license_by_user ON license (tenant_id, user_key);

-- Services that are switched off for a user; one that is on has no row.
CREATE TABLE license_service_off (
    tenant_id        BIGINT NOT NULL,
    subscription_key BIGINT NOT NULL,
    user_key         BIGINT NOT NULL,
    product_key      BIGINT NOT NULL,
    service_key      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, subscription_key, user_key, service_key),
    FOREIGN KEY (tenant_id, subscription_key, user_key) REFERENCES license (tenant_id, subscription_key, user_key),
    FOREIGN KEY (tenant_id, product_key, service_key) REFERENCES product_service (tenant_id, product_key, service_key)
);
CREATE INDEX license_service_off_by_service ON license_service_off (tenant_id, product_key, service_key);

-- Who held a licence that was moved, or that ended with its subscription (T3, L3).
CREATE TABLE former_license (
    tenant_id               BIGINT      NOT NULL,
    former_key              BIGINT      NOT NULL,
    subscription_key        BIGINT      NOT NULL,
    user_key                BIGINT      NOT NULL,
    ended_at                TIMESTAMPTZ NOT NULL,
    assigned_at             TIMESTAMPTZ NOT NULL,
    -- Where the user was moved to; NULL where nowhere.
    target_subscription_key BIGINT,
    PRIMARY KEY (tenant_id, former_key),
    FOREIGN KEY (tenant_id, subscription_key) REFERENCES subscription (tenant_id, subscription_key),
    FOREIGN KEY (tenant_id, user_key) REFERENCES tenant_user (tenant_id, user_key),
    FOREIGN KEY (tenant_id, target_subscription_key) REFERENCES subscription (tenant_id, subscription_key)
);
CREATE INDEX former_license_by_subscription ON former_license (tenant_id, subscription_key);
CREATE INDEX former_license_by_user ON former_license (tenant_id, user_key);

CREATE TABLE outbox (
    tenant_id        BIGINT      NOT NULL REFERENCES tenant (tenant_id),
    notice_key       BIGINT      NOT NULL,
    notice_id        TEXT        NOT NULL,
    kind             TEXT        NOT NULL,
    recipient        TEXT        NOT NULL,
    recipient_key    BIGINT      NOT NULL,
    facts            TEXT        NOT NULL,
    created_at       TIMESTAMPTZ NOT NULL,
    status           TEXT        NOT NULL CHECK (status IN ('Pending', 'Sent', 'Failed')),
    attempts         INTEGER     NOT NULL CHECK (attempts >= 0),
    sent_at          TIMESTAMPTZ,
    last_error       TEXT,
    correlation_id   TEXT        NOT NULL,
    -- What a notice is about.
    subscription_key BIGINT,
    PRIMARY KEY (tenant_id, notice_key),
    UNIQUE (tenant_id, notice_id),
    FOREIGN KEY (tenant_id, recipient_key) REFERENCES tenant_user (tenant_id, user_key),
    CHECK ((status = 'Sent') = (sent_at IS NOT NULL))
);
CREATE INDEX outbox_by_recipient ON outbox (tenant_id, recipient_key);
-- A purchaser is not asked again while the first request waits to be sent.
CREATE UNIQUE INDEX outbox_one_request ON outbox (tenant_id, subscription_key) WHERE kind = 'CancellationRequested' AND status <> 'Sent';

CREATE TABLE audit (
    tenant_id      BIGINT      NOT NULL REFERENCES tenant (tenant_id),
    sequence       BIGINT      NOT NULL CHECK (sequence >= 1),
    occurred_at    TIMESTAMPTZ NOT NULL,
    actor          TEXT        NOT NULL,
    -- Who that was, whatever he is called today; not a foreign key, for the log outlives what it tells of.
    actor_key      BIGINT      NOT NULL,
    action         TEXT        NOT NULL,
    target         TEXT        NOT NULL,
    before         TEXT,
    after          TEXT,
    outcome        TEXT        NOT NULL CHECK (outcome IN ('Succeeded', 'Refused')),
    correlation_id TEXT        NOT NULL,
    -- These two nobody may give: the login that wrote the entry, and when, by the database's own clock.
    login          TEXT        NOT NULL DEFAULT session_user,
    recorded_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, sequence)
);
CREATE INDEX audit_by_correlation ON audit (tenant_id, correlation_id);
CREATE INDEX audit_by_actor ON audit (tenant_id, actor_key);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log can be added to and read, nothing else';
END
$$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
