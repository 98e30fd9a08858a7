-- Licence requests (R1 to R6) and the organisation's own process for them (R7), which is on while it has a message.

ALTER TABLE tenant ADD COLUMN own_process_message TEXT;
ALTER TABLE tenant ADD COLUMN own_process_link TEXT CHECK (own_process_link IS NULL OR own_process_message IS NOT NULL);

CREATE TABLE license_request (
    tenant_id           INTEGER NOT NULL REFERENCES tenant (tenant_id),
    request_key         INTEGER NOT NULL,
    request_id          TEXT    NOT NULL,
    product_key         INTEGER NOT NULL,
    requester_key       INTEGER NOT NULL,
    requested_at        TEXT    NOT NULL,
    message             TEXT,
    status              TEXT    NOT NULL CHECK (status IN ('Pending', 'Approved', 'PartiallyApproved', 'Denied')),
    decided_at          TEXT,
    decided_by_key      INTEGER,
    decision_message    TEXT,
    -- The product whose licences were given; NULL where none was.
    granted_product_key INTEGER,
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
) WITHOUT ROWID;
CREATE INDEX license_request_by_requester ON license_request (tenant_id, requester_key);
CREATE INDEX license_request_by_decision ON license_request (tenant_id, decided_at) WHERE decided_at IS NOT NULL;

-- One at a time: who asks for a product waits for the decision before he asks again.
CREATE UNIQUE INDEX license_request_pending ON license_request (tenant_id, requester_key, product_key) WHERE status = 'Pending';

-- For whom; NULL while nothing was decided.
CREATE TABLE license_request_user (
    tenant_id   INTEGER NOT NULL,
    request_key INTEGER NOT NULL,
    user_key    INTEGER NOT NULL,
    place       INTEGER NOT NULL,
    is_approved INTEGER CHECK (is_approved IN (0, 1)),
    PRIMARY KEY (tenant_id, request_key, user_key),
    FOREIGN KEY (tenant_id, request_key) REFERENCES license_request (tenant_id, request_key),
    FOREIGN KEY (tenant_id, user_key) REFERENCES tenant_user (tenant_id, user_key)
) WITHOUT ROWID;

-- What was switched off for those who were approved: by name, for the record outlives what the catalogue calls it.
CREATE TABLE license_request_service (
    tenant_id   INTEGER NOT NULL,
    request_key INTEGER NOT NULL,
    place       INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    PRIMARY KEY (tenant_id, request_key, place),
    FOREIGN KEY (tenant_id, request_key) REFERENCES license_request (tenant_id, request_key)
) WITHOUT ROWID;

INSERT INTO key_counter (tenant_id, name, last) SELECT tenant_id, 'license_request', 0 FROM tenant;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('license_request', 'license_request', '10000 10000 1'),
    ('license_request', 'sqlite_autoindex_license_request_2', '10000 10000 1'),
    ('license_request', 'license_request_by_requester', '10000 10000 2'),
    ('license_request', 'license_request_by_decision', '9000 9000 1'),
    ('license_request', 'license_request_pending', '1000 1000 1 1'),
    ('license_request_user', 'license_request_user', '50000 50000 5 1'),
    ('license_request_service', 'license_request_service', '5000 5000 2 1');
