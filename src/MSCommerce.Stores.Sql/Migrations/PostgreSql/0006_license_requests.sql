-- Licence requests (R1 to R6) and the organisation's own process for them (R7), which is on while it has a message.

ALTER TABLE tenant
    ADD COLUMN own_process_message TEXT,
    ADD COLUMN own_process_link    TEXT,
    ADD CHECK (own_process_link IS NULL OR own_process_message IS NOT NULL);

CREATE TABLE license_request (
    tenant_id           BIGINT      NOT NULL REFERENCES tenant (tenant_id),
    request_key         BIGINT      NOT NULL,
    request_id          TEXT        NOT NULL,
    product_key         BIGINT      NOT NULL,
    requester_key       BIGINT      NOT NULL,
    requested_at        TIMESTAMPTZ NOT NULL,
    message             TEXT,
    status              TEXT        NOT NULL CHECK (status IN ('Pending', 'Approved', 'PartiallyApproved', 'Denied')),
    decided_at          TIMESTAMPTZ,
    decided_by_key      BIGINT,
    decision_message    TEXT,
    -- The product whose licences were given; NULL where none was.
    granted_product_key BIGINT,
    PRIMARY KEY (tenant_id, request_key),
    UNIQUE (tenant_id, request_id),
    FOREIGN KEY (tenant_id, product_key) REFERENCES product (tenant_id, product_key),
    FOREIGN KEY (tenant_id, requester_key) REFERENCES tenant_user (tenant_id, user_key),
    FOREIGN KEY (tenant_id, decided_by_key) REFERENCES tenant_user (tenant_id, user_key),
    FOREIGN KEY (tenant_id, granted_product_key) REFERENCES product (tenant_id, product_key),
    CHECK ((status = 'Pending') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by_key IS NULL)),
    CHECK (decision_message IS NULL OR decided_at IS NOT NULL),
    CHECK ((status IN ('Approved', 'PartiallyApproved')) = (granted_product_key IS NOT NULL))
);
CREATE INDEX license_request_by_requester ON license_request (tenant_id, requester_key);
CREATE INDEX license_request_by_decision ON license_request (tenant_id, decided_at) WHERE decided_at IS NOT NULL;

-- One at a time: who asks for a product waits for the decision before he asks again.
CREATE UNIQUE INDEX license_request_pending ON license_request (tenant_id, requester_key, product_key) WHERE status = 'Pending';

-- For whom; NULL while nothing was decided.
CREATE TABLE license_request_user (
    tenant_id   BIGINT  NOT NULL,
    request_key BIGINT  NOT NULL,
    user_key    BIGINT  NOT NULL,
    place       INTEGER NOT NULL,
    is_approved INTEGER CHECK (is_approved IN (0, 1)),
    PRIMARY KEY (tenant_id, request_key, user_key),
    FOREIGN KEY (tenant_id, request_key) REFERENCES license_request (tenant_id, request_key),
    FOREIGN KEY (tenant_id, user_key) REFERENCES tenant_user (tenant_id, user_key)
);

-- What was switched off for those who were approved: by name, for the record outlives what the catalogue calls it.
CREATE TABLE license_request_service (
    tenant_id   BIGINT  NOT NULL,
    request_key BIGINT  NOT NULL,
    place       INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, request_key, place),
    FOREIGN KEY (tenant_id, request_key) REFERENCES license_request (tenant_id, request_key)
);

INSERT INTO key_counter (tenant_id, name, last) SELECT tenant_id, 'license_request', 0 FROM tenant;

-- The tenant's facts are an administrator's to write, these with them: who may decide requests is the same.
GRANT UPDATE (own_process_message, own_process_link) ON tenant TO mscommerce_writer;
GRANT SELECT ON license_request, license_request_user, license_request_service TO mscommerce_writer, mscommerce_reader;
-- What is past its retention is deleted by whoever makes the next change of requests.
GRANT INSERT, DELETE ON license_request, license_request_user, license_request_service TO mscommerce_writer;
GRANT UPDATE (status, decided_at, decided_by_key, decision_message, granted_product_key) ON license_request TO mscommerce_writer;
GRANT UPDATE (is_approved) ON license_request_user TO mscommerce_writer;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['license_request', 'license_request_user', 'license_request_service'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own_tenant ON %I TO mscommerce_writer, mscommerce_reader USING (tenant_id = (SELECT current_tenant()))', name);
    END LOOP;
END
$$;
