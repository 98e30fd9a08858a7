-- Sending (N1). A sender claims what it sends, so that no two send the same; a claim lapses, so that one that died keeps nothing from being sent. What
-- failed too often is given up.

ALTER TABLE outbox
    ADD COLUMN last_attempt_at TIMESTAMPTZ,
    ADD COLUMN next_attempt_at TIMESTAMPTZ,
    ADD COLUMN claim_id        TEXT,
    ADD COLUMN claimed_until   TIMESTAMPTZ,
    DROP CONSTRAINT outbox_status_check;

UPDATE outbox SET last_attempt_at = sent_at, next_attempt_at = CASE status WHEN 'Failed' THEN created_at END WHERE status <> 'Pending';

ALTER TABLE outbox
    ADD CONSTRAINT outbox_status_check CHECK (status IN ('Pending', 'Sent', 'Failed', 'Undeliverable')),
    ADD CHECK ((status = 'Failed') = (next_attempt_at IS NOT NULL)),
    ADD CHECK ((claim_id IS NULL) = (claimed_until IS NULL)),
    ADD CHECK (status <> 'Sent' OR claim_id IS NULL);

-- A purchaser is not asked again while the first request waits to be sent. One that was given up waits no more: the next is another, to his present address.
DROP INDEX outbox_one_request;
CREATE UNIQUE INDEX outbox_one_request ON outbox (tenant_id, subscription_key) WHERE kind = 'CancellationRequested' AND status IN ('Pending', 'Failed');

-- What waits, oldest first, without the many that were sent; those that are not due are passed over here, without their rows.
CREATE INDEX outbox_waiting ON outbox (tenant_id, notice_key, next_attempt_at, claimed_until, last_attempt_at) WHERE status IN ('Pending', 'Failed');
CREATE INDEX outbox_claimed ON outbox (tenant_id, claim_id) WHERE claim_id IS NOT NULL;
