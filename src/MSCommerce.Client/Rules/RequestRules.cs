using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace MSCommerce.Rules;

/// <summary>What every request must be, whatever it asks for: there, without holes, and with values that its lists of values have.</summary>
public static class RequestRules
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Member>> Members = new();

    /// <summary>Refuses a request that is null, or has null where a value must be, in a list too, or a value that its type has no name for.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The refusal, which names the property; null where it is sound.</returns>
    public static CommerceException? Refuse(object? request)
    {
        if (request is null)
            return CommerceErrors.InvalidRequest("RequestMissing", "There is no request: it is null. Make one, and say what is wanted.");
        foreach (var member in Members.GetOrAdd(request.GetType(), Read))
        {
            var value = member.Property.GetValue(request);
            if (value is null && member.MayBeNull)
                continue;
            if ((Refuse(member, value) ?? RefuseValue(member.Property.Name, value)) is { } refusal)
                return refusal;
            if (value is not IList list)
                continue;
            foreach (var item in list)
            {
                if (Refuse(member, item) is { } refused)
                    return refused;
            }
        }

        return request is IPeriod { Since: { } since, Until: { } until } && since > until
            ? CommerceErrors.InvalidRequest(
                "PeriodInvalid", string.Create(CultureInfo.InvariantCulture, $"Since ({since:u}) is after Until ({until:u}), and nothing can be in between. Give the earlier date as Since."), nameof(IPeriod.Since))
            : null;
    }

    /// <summary>Refuses a page that no list has: one that begins before its first row, or has fewer rows than none.</summary>
    /// <param name="property">The property of the request.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The refusal, which names the property; null where it is sound.</returns>
    public static CommerceException? RefuseValue(string property, object? value) =>
        property is nameof(SubscriptionQuery.First) or nameof(SubscriptionQuery.Skip) && value is long or int && Convert.ToInt64(value, CultureInfo.InvariantCulture) < 0
            ? CommerceErrors.InvalidRequest("PageInvalid", string.Create(CultureInfo.InvariantCulture, $"{property} is {value}, and cannot be less than 0. Give a number of rows, or leave it out."), property)
            : null;

    private static CommerceException? Refuse(Member member, object? value) => value switch
    {
        null or LicenseReference { SubscriptionId: null } or LicenseReference { User: null } => CommerceErrors.InvalidRequest(
            "ValueMissing", $"{member.Property.Name} is null, or has null among its values. Give a value, or leave it out.", member.Property.Name),
        Enum choice when !Enum.IsDefined(choice.GetType(), choice) => CommerceErrors.InvalidRequest(
            "ValueUnknown", $"{member.Property.Name} cannot be '{choice}'. Give one of {string.Join(", ", Enum.GetNames(choice.GetType()))}.", member.Property.Name),
        _ => null,
    };

    private static IReadOnlyList<Member> Read(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return [.. type.GetProperties().Where(property => property.CanWrite).Select(property => new Member(property, nullability.Create(property).ReadState != NullabilityState.NotNull))];
    }

    private sealed record Member(PropertyInfo Property, bool MayBeNull);
}
