using System.Globalization;
using MSCommerce.Torture.Tests.Arenas;

namespace MSCommerce.Torture.Tests.Faults;

/// <summary>
/// Failures that the server reports itself, at a row of our choice: a trigger counts the rows that a tenant's changes write. The count is a sequence's, which no rollback
/// turns back, so what is repeated finds the fault gone.
/// </summary>
internal sealed class InjectedFaults : IAsyncDisposable
{
    private static readonly string[] Tables = ["audit", "license", "subscription", "tenant_user", "product_policy", "outbox"];

    private readonly PostgreSqlArena _arena;
    private readonly string _name;

    private InjectedFaults(PostgreSqlArena arena)
    {
        _arena = arena;
        _name = $"faults_of_{arena.Login()}";
    }

    public static async Task<InjectedFaults> MakeAsync(PostgreSqlArena arena)
    {
        var faults = new InjectedFaults(arena);
        await arena.ExecuteAsync(
            $"""
            CREATE SEQUENCE public.{faults._name};
            CREATE TABLE public.{faults._name}_plan (state TEXT, first BIGINT, last BIGINT);
            INSERT INTO public.{faults._name}_plan VALUES ('', 0, 0);
            CREATE FUNCTION public.{faults._name}_fail() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
            DECLARE plan public.{faults._name}_plan; seen BIGINT;
            BEGIN
                IF session_user <> '{arena.Login()}' THEN RETURN NULL; END IF;
                SELECT * INTO plan FROM public.{faults._name}_plan;
                IF plan.state = '' THEN RETURN NULL; END IF;
                seen := nextval('public.{faults._name}');
                IF seen BETWEEN plan.first AND plan.last THEN RAISE EXCEPTION 'injected' USING ERRCODE = plan.state; END IF;
                RETURN NULL;
            END $$;
            """);
        foreach (var table in Tables)
        {
            await arena.ExecuteAsync(
                $"""
                CREATE TRIGGER {faults._name} AFTER INSERT OR UPDATE OR DELETE ON mscommerce.{table} FOR EACH ROW EXECUTE FUNCTION public.{faults._name}_fail();
                """);
        }

        await arena.ExecuteAsync(
            $"CREATE CONSTRAINT TRIGGER {faults._name}_late AFTER INSERT ON mscommerce.audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.{faults._name}_fail()");
        return faults;
    }

    /// <summary>Some row after the first so many fails with a state; what comes after so many failures succeeds.</summary>
    public Task ArmAsync(string state, int after, int times) => _arena.ExecuteAsync(string.Create(
        CultureInfo.InvariantCulture, $"SELECT setval('public.{_name}', 1, false); UPDATE public.{_name}_plan SET state = '{state}', first = {after}, last = {after + times - 1}"));

    public Task DisarmAsync() => _arena.ExecuteAsync($"UPDATE public.{_name}_plan SET state = ''");

    /// <summary>Whether the fault has come to pass.</summary>
    public async Task<bool> HasStruckAsync() => (bool)(await _arena.ScalarAsync($"SELECT is_called AND last_value >= (SELECT first FROM public.{_name}_plan) FROM public.{_name}"))!;

    public async ValueTask DisposeAsync() => await _arena.ExecuteAsync($"DROP FUNCTION public.{_name}_fail() CASCADE; DROP TABLE public.{_name}_plan; DROP SEQUENCE public.{_name}");
}
