-- What an administrator sets and sees: the tenant's facts, capacity, and why a subscription was cancelled.

ALTER TABLE tenant ADD COLUMN country TEXT;
ALTER TABLE tenant ADD COLUMN sector TEXT NOT NULL DEFAULT 'Commercial' CHECK (sector IN ('Commercial', 'Education', 'Government'));
ALTER TABLE tenant ADD COLUMN is_managed INTEGER NOT NULL DEFAULT 1 CHECK (is_managed IN (0, 1));
ALTER TABLE tenant ADD COLUMN license_request_retention_days INTEGER NOT NULL DEFAULT 30 CHECK (license_request_retention_days >= 1);

ALTER TABLE product ADD COLUMN database_capacity_mb INTEGER CHECK (database_capacity_mb >= 0);
ALTER TABLE product ADD COLUMN file_capacity_mb INTEGER CHECK (file_capacity_mb >= 0);

ALTER TABLE subscription ADD COLUMN cancellation_reason TEXT;
ALTER TABLE subscription ADD COLUMN cancellation_feedback TEXT CHECK (cancellation_feedback IS NULL OR cancellation_reason IS NOT NULL);

-- What a notice is about; NULL for those of before.
ALTER TABLE outbox ADD COLUMN subscription_key INTEGER;

-- A purchaser is not asked again while the first request waits to be sent.
CREATE UNIQUE INDEX outbox_one_request ON outbox (tenant_id, subscription_key) WHERE kind = 'CancellationRequested' AND status <> 'Sent';
