using System.Collections;
using System.Reflection;

namespace MSCommerce.Torture.Tests.Inputs;

/// <summary>One method of a client that takes a request.</summary>
internal sealed record ClientCall(PropertyInfo Area, MethodInfo Method, Type Request)
{
    /// <summary>All of them: operations, their plans and their counts.</summary>
    public static IReadOnlyList<ClientCall> All { get; } =
    [
        .. from area in typeof(CommerceClient).GetProperties()
           where area.PropertyType.Name.EndsWith("Client", StringComparison.Ordinal)
           from method in area.PropertyType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let request = method.GetParameters().FirstOrDefault()?.ParameterType
           where request is { IsClass: true, Namespace: nameof(MSCommerce) } && (request.Name.EndsWith("Request", StringComparison.Ordinal) || request.Name.EndsWith("Query", StringComparison.Ordinal))
           orderby area.Name, method.Name
           select new ClientCall(area, method, request),
    ];

    public string Name => $"{Area.Name}.{Method.Name}";

    public object MakeRequest(BadValues values)
    {
        var request = Activator.CreateInstance(Request)!;
        foreach (var property in Request.GetProperties().Where(property => property.CanWrite))
            property.SetValue(request, values.Make(property));
        return request;
    }

    /// <summary>Calls it, and reads what it answers to its end.</summary>
    /// <exception cref="Exception">Whatever the method throws.</exception>
    public async Task RunAsync(CommerceClient client, object? request, CancellationToken stop)
    {
        var arguments = Method.GetParameters().Select((parameter, index) =>
            index == 0 ? request : parameter.ParameterType == typeof(CancellationToken) ? stop : parameter.ParameterType == typeof(DateTimeOffset) ? DateTimeOffset.MaxValue : (object?)null).ToArray();
        var answer = Method.Invoke(Area.GetValue(client), BindingFlags.DoNotWrapExceptions, null, arguments, null);
        if (answer is Task task)
            await task;
        else
            await ReadAsync((dynamic)answer!, stop);
    }

    public static string Describe(object? request) => request is null
        ? "null"
        : $"{request.GetType().Name} {{ {string.Join(", ", request.GetType().GetProperties().Where(property => property.CanWrite).Select(property => $"{property.Name} = {Show(property.GetValue(request))}"))} }}";

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{string.Concat(text.Take(60).Select(character => character is >= ' ' and < '\u007f' ? character.ToString() : FormattableString.Invariant($"\\u{(int)character:x4}")))}\"{(text.Length > 60 ? FormattableString.Invariant($"… {text.Length}") : "")}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Take(5).Select(Show))}]",
        _ => FormattableString.Invariant($"{value}"),
    };

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> items, CancellationToken stop)
    {
        await foreach (var _ in items.WithCancellation(stop))
        {
            // To its end.
        }
    }
}
