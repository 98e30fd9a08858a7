using System.Runtime.CompilerServices;

namespace MSCommerce.PowerShell;

/// <summary>A cmdlet that changes how people of the tenant ask for licences.</summary>
public abstract class RequestProcessCommand : PropertyChangeCommand
{
    private string _target = "";

    private protected override string Purpose => "Set the request process";

    private protected override int Named => 1;

    private protected abstract Task<IReadOnlyList<PropertyChange>> PlanProcessAsync(CommerceClient client, CancellationToken stop);

    private protected sealed override async Task<IReadOnlyList<PropertyChange>> PlanAsync(CommerceClient client, CancellationToken stop)
    {
        var plan = await PlanProcessAsync(client, stop);
        // There is one process, whatever the store calls it.
        _target = plan.Count > 0 ? plan[0].Target : "";
        return plan;
    }

    private protected sealed override Task<IReadOnlyList<PropertyChange>> ApplyAsync(CommerceClient client, IReadOnlyList<PropertyChange> changes, CancellationToken stop) =>
        client.LicenseRequests.ApplyProcessAsync(changes, stop);

    private protected sealed override async IAsyncEnumerable<object> ReadAsync(
        CommerceClient client, IReadOnlyList<string> changed, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return await client.LicenseRequests.GetProcessAsync(stop);
    }

    private protected sealed override string TargetOf(object item) => _target;
}
