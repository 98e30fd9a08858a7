using System.Reflection;

namespace MSCommerce.Stores;

/// <summary>
/// Answers every call of an area that a store does not offer with <c>NotSupportedByStore</c> and the place where it can be done (X7). Made of the interface, so that an
/// operation that is added to the contract is answered too and never passes for done.
/// </summary>
public static class UnofferedArea
{
    /// <summary>An area, not offered as a whole. The audit log's takes refusals and drops them: a refusal stays the refusal that it is.</summary>
    /// <typeparam name="TArea">The area's interface, for instance <see cref="IBillingStore"/>.</typeparam>
    /// <param name="store">The store in words, as a sentence begins: "A Microsoft 365 tenant".</param>
    /// <param name="what">What it cannot do: "read or change invoices".</param>
    /// <param name="where">Where that can be done, as a sentence.</param>
    /// <returns>The area.</returns>
    public static TArea Of<TArea>(string store, string what, string where)
        where TArea : class
    {
        var area = DispatchProxy.Create<TArea, Refusal>();
        ((Refusal)(object)area).Error = () => CommerceErrors.NotSupported(store, what, where);
        return area;
    }

    // Not sealed: the proxy derives from it.
    internal class Refusal : DispatchProxy
    {
        public Func<CommerceException> Error { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == nameof(IAuditStore.RecordRefusalAsync) ? Task.CompletedTask : throw Error();
    }
}
