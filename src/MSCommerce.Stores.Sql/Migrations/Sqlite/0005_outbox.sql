-- Sending (N1). A sender claims what it sends, so that no two send the same; a claim lapses, so that one that died keeps nothing from being sent. What
-- failed too often is given up: a value that the table's CHECK does not know, and a CHECK cannot be altered, so the table is made anew.

CREATE TABLE outbox_new (
    tenant_id        INTEGER NOT NULL REFERENCES tenant (tenant_id),
    notice_key       INTEGER NOT NULL,
    notice_id        TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    recipient        TEXT    NOT NULL,
    recipient_key    INTEGER NOT NULL,
    facts            TEXT    NOT NULL,
    created_at       TEXT    NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('Pending', 'Sent', 'Failed', 'Undeliverable')),
    attempts         INTEGER NOT NULL CHECK (attempts >= 0),
    sent_at          TEXT,
    last_error       TEXT,
    correlation_id   TEXT    NOT NULL,
    -- What it is about; NULL for nothing that is a subscription.
    subscription_key INTEGER,
    last_attempt_at  TEXT,
    next_attempt_at  TEXT,
    claim_id         TEXT,
    claimed_until    TEXT,
    PRIMARY KEY (tenant_id, notice_key),
    UNIQUE (tenant_id, notice_id),
    FOREIGN KEY (tenant_id, recipient_key) REFERENCES tenant_user (tenant_id, user_key),
    CHECK ((status = 'Sent') = (sent_at IS NOT NULL)),
    CHECK ((status = 'Failed') = (next_attempt_at IS NOT NULL)),
    CHECK ((claim_id IS NULL) = (claimed_until IS NULL)),
    CHECK (status <> 'Sent' OR claim_id IS NULL)
) WITHOUT ROWID;

INSERT INTO outbox_new
SELECT tenant_id, notice_key, notice_id, kind, recipient, recipient_key, facts, created_at, status, attempts, sent_at, last_error, correlation_id, subscription_key,
       sent_at, CASE status WHEN 'Failed' THEN created_at END, NULL, NULL
FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;

CREATE INDEX outbox_by_recipient ON outbox (tenant_id, recipient_key);

-- A purchaser is not asked again while the first request waits to be sent. One that was given up waits no more: the next is another, to his present address.
CREATE UNIQUE INDEX outbox_one_request ON outbox (tenant_id, subscription_key) WHERE kind = 'CancellationRequested' AND status IN ('Pending', 'Failed');

-- What waits, oldest first, without the many that were sent; those that are not due are passed over here, without their rows.
CREATE INDEX outbox_waiting ON outbox (tenant_id, notice_key, next_attempt_at, claimed_until, last_attempt_at) WHERE status IN ('Pending', 'Failed');
CREATE INDEX outbox_claimed ON outbox (tenant_id, claim_id) WHERE claim_id IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('outbox', 'outbox', '250000 250000 1'),
    ('outbox', 'sqlite_autoindex_outbox_2', '250000 250000 1'),
    ('outbox', 'outbox_by_recipient', '250000 250000 2'),
    ('outbox', 'outbox_one_request', '1000 1000 1'),
    ('outbox', 'outbox_waiting', '1000 1000 1 1 1 1'),
    ('outbox', 'outbox_claimed', '50 50 25');
