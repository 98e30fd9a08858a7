using System.Reflection;
using MSCommerce.Rules;

namespace MSCommerce.Cli.Operations;

/// <summary>An operation of the client, as the command line sees it: its words, what it takes, how it is run.</summary>
internal sealed class Operation
{
    // Without it a failure of the client would come wrapped in a TargetInvocationException.
    private const BindingFlags Plain = BindingFlags.DoNotWrapExceptions;

    private readonly PropertyInfo _area;
    private readonly MethodInfo _method;
    private readonly OperationAttribute _attribute;
    private readonly Type? _requestType;
    private readonly MethodInfo? _plan;
    private readonly MethodInfo? _apply;
    private readonly MethodInfo? _remark;

    private Operation(PropertyInfo area, MethodInfo method, OperationAttribute attribute)
    {
        _area = area;
        _method = method;
        _attribute = attribute;
        _requestType = Array.Find(method.GetParameters(), parameter => !IsProgress(parameter.ParameterType) && parameter.ParameterType != typeof(CancellationToken))?.ParameterType;
        _plan = Find(attribute.Plan);
        _apply = Find(attribute.Apply);
        _remark = Find(attribute.Remark);
        Properties = _requestType is null ? [] : RequestProperty.Of(_requestType);
        (RowType, IsList) = Answer(method.ReturnType);
    }

    /// <summary>The words of its command.</summary>
    public string[] Words => _attribute.Command.Split(' ');

    public string Summary => _attribute.Summary;

    public string Cmdlet => _attribute.Cmdlet;

    public bool Changes => _attribute.Changes;

    public bool TakesAway => _attribute.TakesAway;

    /// <summary>Whether the change can be planned, confirmed and applied as it was confirmed.</summary>
    public bool HasPlan => _plan is not null && _apply is not null;

    /// <summary>Whether it may have something to say beside its answer.</summary>
    public bool HasRemark => _remark is not null;

    /// <summary>Whether it tells how far it is.</summary>
    public bool ReportsProgress => Array.Exists(_method.GetParameters(), parameter => IsProgress(parameter.ParameterType));

    /// <summary>The roles that may run it, in words.</summary>
    public IReadOnlyList<string> RolesThatMay => [.. _attribute.Permissions.SelectMany(RoleTable.RolesThatMay).Distinct(StringComparer.Ordinal)];

    /// <summary>Where the XML documentation lies: beside this assembly.</summary>
    public Assembly Assembly => _method.DeclaringType!.Assembly;

    public IReadOnlyList<RequestProperty> Properties { get; }

    /// <summary>The type of a row of the answer.</summary>
    public Type RowType { get; }

    /// <summary>Whether the answer may have any number of rows.</summary>
    public bool IsList { get; }

    /// <summary>What is answered when a plan is applied: what was made may be another thing than its plan.</summary>
    public (Type RowType, bool IsList) Applied => Answer(_apply!.ReturnType);

    /// <summary>Every operation of a client: the methods of its areas that say so.</summary>
    public static IReadOnlyList<Operation> Of(Type client) =>
    [
        .. from area in client.GetProperties()
           from method in area.PropertyType.GetMethods()
           let attribute = method.GetCustomAttribute<OperationAttribute>()
           where attribute is not null
           select new Operation(area, method, attribute),
    ];

    /// <summary>An empty request, its defaults set; null for an operation that takes none.</summary>
    public object? NewRequest() => _requestType is null ? null : Activator.CreateInstance(_requestType);

    /// <summary>Runs it.</summary>
    public IAsyncEnumerable<object> RunAsync(object client, object? request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        RowsOf(Invoke(_method, client, request, progress, cancellationToken));

    /// <summary>Plans it. Nothing is written, but a refusal is recorded as for the change itself.</summary>
    public async Task<object> PlanAsync(object client, object? request, CancellationToken cancellationToken) =>
        await ResultOf((Task)Invoke(_plan!, client, request, null, cancellationToken));

    /// <summary>Applies a plan.</summary>
    public IAsyncEnumerable<object> ApplyAsync(object client, object plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken) =>
        RowsOf(Invoke(_apply!, client, plan, progress, cancellationToken));

    /// <summary>What is said beside the answer; null for nothing.</summary>
    public async Task<string?> RemarkAsync(object client, CancellationToken cancellationToken) =>
        _remark is null ? null : await (Task<string?>)Invoke(_remark, client, null, null, cancellationToken);

    private object Invoke(MethodInfo method, object client, object? input, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var arguments = method.GetParameters().Select(parameter => parameter.ParameterType switch
        {
            var type when type == typeof(CancellationToken) => cancellationToken,
            var type when IsProgress(type) => progress,
            _ => input,
        });
        return method.Invoke(_area.GetValue(client), Plain, null, [.. arguments], null)!;
    }

    private static async IAsyncEnumerable<object> RowsOf(object answer)
    {
        if (answer is IAsyncEnumerable<object> stream)
        {
            await foreach (var row in stream)
                yield return row;
            yield break;
        }

        var result = await ResultOf((Task)answer);
        foreach (var row in result as IEnumerable<object> ?? [result])
            yield return row;
    }

    private static async Task<object> ResultOf(Task task)
    {
        await task;
        return task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task)!;
    }

    private static (Type Row, bool IsList) Answer(Type type)
    {
        var inner = type.GetGenericArguments()[0];
        if (type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            return (inner, true);
        return inner.IsGenericType && inner.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? (inner.GetGenericArguments()[0], true) : (inner, false);
    }

    private static bool IsProgress(Type type) => type == typeof(IProgress<OperationProgress>);

    private MethodInfo? Find(string? name) => name is null ? null : _area.PropertyType.GetMethod(name);
}
