using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;

namespace MSCommerce.Stores.Sql.PostgreSql;

/// <summary>What of the schema keeps tenants apart and the audit log honest, and could have been taken away behind the store's back.</summary>
internal static class PostgreSqlChecks
{
    private const int Shown = 5;

    public static async IAsyncEnumerable<StoreCheck> RunAsync(DbConnection connection, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return await NoneAsync(
            connection, "Row-level security", "Every table with a tenant shows a login its own tenant's rows alone.", "it is off or without a policy on",
            """
            SELECT c.relname::text FROM pg_class c
            JOIN pg_namespace s ON s.oid = c.relnamespace AND s.nspname = 'mscommerce'
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p') AND (NOT c.relrowsecurity
               OR c.relname <> 'change_turn' AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own_tenant'))
            ORDER BY 1
            """,
            stop);
        yield return await NoneAsync(
            connection, "References", "Every reference between rows is checked.", "it is not checked:",
            """
            SELECT k.conname::text FROM pg_constraint k
            JOIN pg_namespace s ON s.oid = k.connamespace AND s.nspname = 'mscommerce'
            WHERE NOT k.convalidated ORDER BY 1
            """,
            stop);
        yield return await NoneAsync(
            connection, "Audit log guarded", "Entries can be added, not changed or deleted, and tell who wrote them.", "it is open to",
            """
            SELECT 'changes: its trigger is missing or off' WHERE NOT EXISTS (
                SELECT 1 FROM pg_trigger t WHERE t.tgrelid = 'mscommerce.audit'::regclass AND t.tgname = 'audit_is_not_changed' AND t.tgenabled = 'O')
            UNION ALL
            SELECT 'the words of others: its policy is missing' WHERE NOT EXISTS (
                SELECT 1 FROM pg_policy p WHERE p.polrelid = 'mscommerce.audit'::regclass AND p.polname = 'own_words')
            UNION ALL
            SELECT r.role || ', who may ' || v.privilege
            FROM (VALUES ('mscommerce_writer'), ('mscommerce_reader')) r (role), (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) v (privilege)
            WHERE has_table_privilege(r.role, 'mscommerce.audit', v.privilege)
            """,
            stop);
        yield return await NoneAsync(
            connection, "Cards guarded", "Who bought stays who he is, and an invoice is charged to a card of his.", "it is open to",
            """
            SELECT 'the cards of others: its trigger is missing or off' WHERE NOT EXISTS (
                SELECT 1 FROM pg_trigger t WHERE t.tgrelid = 'mscommerce.invoice'::regclass AND t.tgname = 'invoice_keeps_to_card' AND t.tgenabled = 'O')
            UNION ALL
            SELECT r.role || ', who may UPDATE ' || v.name || '.' || v.of
            FROM (VALUES ('mscommerce_writer'), ('mscommerce_reader')) r (role),
                 (VALUES ('subscription', 'purchaser_key'), ('billing_profile', 'owner_key'), ('payment_method', 'owner_key'), ('tenant_login', 'user_key')) v (name, of)
            WHERE has_column_privilege(r.role, 'mscommerce.' || v.name, v.of, 'UPDATE')
            """,
            stop);
    }

    private static async Task<StoreCheck> NoneAsync(DbConnection connection, string name, string holds, string fault, string sql, CancellationToken stop)
    {
        var offenders = (await connection.QueryAsync<string>(new(sql, cancellationToken: stop))).ToList();
        return new() { Name = name, Passed = offenders.Count == 0, Detail = offenders.Count == 0 ? holds : $"{fault} {string.Join(", ", offenders.Take(Shown))}" };
    }
}
