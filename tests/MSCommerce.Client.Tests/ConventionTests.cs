using System.Reflection;

namespace MSCommerce.Client.Tests;

/// <summary>What every operation of the client keeps to, so that the command line can be made from it.</summary>
public class ConventionTests
{
    public static TheoryData<string> Operations => [.. OperationMethods.Select(Name)];

    private static IEnumerable<MethodInfo> OperationMethods => typeof(CommerceClient)
        .GetProperties()
        .SelectMany(area => area.PropertyType.GetMethods())
        .Where(method => method.GetCustomAttribute<OperationAttribute>() is not null);

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_takes_one_request_then_progress_then_a_token(string name)
    {
        var parameters = Method(name).GetParameters();

        Assert.Equal(typeof(CancellationToken), parameters[^1].ParameterType);
        Assert.True(parameters[^1].HasDefaultValue);
        foreach (var parameter in parameters[..^1])
        {
            Assert.True(
                parameter.ParameterType == typeof(IProgress<OperationProgress>)
                || parameter.ParameterType.Name.EndsWith("Request", StringComparison.Ordinal)
                || parameter.ParameterType.Name.EndsWith("Query", StringComparison.Ordinal), $"{parameter.ParameterType} {parameter.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_that_changes_the_tenant_can_be_run_dry_and_no_other_can(string name)
    {
        var method = Method(name);
        var dryRun = method.GetParameters().Any(parameter => parameter.ParameterType.GetProperty("DryRun") is not null);

        Assert.Equal(method.GetCustomAttribute<OperationAttribute>()!.Changes, dryRun);
    }

    [Fact]
    public void Commands_are_unique() =>
        Assert.Equal(OperationMethods.Count(), OperationMethods.Select(method => method.GetCustomAttribute<OperationAttribute>()!.Command).Distinct().Count());

    [Fact]
    public void Every_public_type_and_member_is_immutable_or_behaviour()
    {
        var settable = typeof(CommerceClient).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(property => property.SetMethod is { IsPublic: true } setter
                && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit))
                && !typeof(Attribute).IsAssignableFrom(property.DeclaringType));

        Assert.Empty(settable.Select(property => $"{property.DeclaringType}.{property.Name}"));
    }

    private static MethodInfo Method(string name) => OperationMethods.Single(method => Name(method) == name);

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
