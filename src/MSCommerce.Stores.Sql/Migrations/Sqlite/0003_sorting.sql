-- Principal names compare without regard to case, whatever the letters: SQLite's NOCASE knows those of ASCII alone. The key is the name in upper case
-- as .NET has it (name_key, a function of whoever migrates), so that what is one name to the rules is one name here. It is what lists are sorted by.

ALTER TABLE tenant_user ADD COLUMN upn_key TEXT NOT NULL DEFAULT '';
UPDATE tenant_user SET upn_key = name_key(upn);

-- Who was told from another by the case of such a letter alone, and came later, is found by his object id; the store's check names him.
UPDATE tenant_user SET upn_key = upn_key || ' ' || user_key
WHERE (tenant_id, user_key) IN (
    SELECT d.tenant_id, d.user_key
    FROM (SELECT tenant_id, user_key, row_number() OVER (PARTITION BY tenant_id, upn_key ORDER BY user_key) AS place FROM tenant_user) d
    WHERE d.place > 1);

DROP INDEX tenant_user_by_upn;
CREATE UNIQUE INDEX tenant_user_by_upn ON tenant_user (tenant_id, upn_key);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('tenant_user', 'tenant_user_by_upn', '10000000 10000000 1');
