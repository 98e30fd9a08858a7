using System.Management.Automation;
using System.Reflection;

namespace MSCommerce.PowerShell.Tests.Conventions;

/// <summary>All cmdlets, as their attributes describe them.</summary>
internal static class Cmdlets
{
    internal static Assembly Assembly => typeof(CommerceCommand).Assembly;

    internal static IReadOnlyList<Type> All { get; } =
        [.. Assembly.GetTypes().Where(type => Attribute<CmdletAttribute>(type) is not null).OrderBy(Name, StringComparer.Ordinal)];

    internal static TheoryData<Type> Data => [.. All];

    internal static CustomAttributeData? Attribute<T>(MemberInfo member) =>
        member.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType == typeof(T));

    internal static string Verb(Type cmdlet) => (string)Attribute<CmdletAttribute>(cmdlet)!.ConstructorArguments[0].Value!;

    internal static string Noun(Type cmdlet) => (string)Attribute<CmdletAttribute>(cmdlet)!.ConstructorArguments[1].Value!;

    internal static string Name(Type cmdlet) => $"{Verb(cmdlet)}-{Noun(cmdlet)}";

    internal static IReadOnlyList<string> Aliases(MemberInfo member) => Attribute<AliasAttribute>(member) is { } alias
        ? [.. ((IEnumerable<CustomAttributeTypedArgument>)alias.ConstructorArguments[0].Value!).Select(one => (string)one.Value!)]
        : [];

    /// <summary>
    /// Whether a change writes its result without -PassThru: as Microsoft's does, as New does everywhere, and where nobody could go on without the answer, the new card's id, what
    /// was paid, what was sent.
    /// </summary>
    internal static bool AlwaysAnswers(Type cmdlet) => Verb(cmdlet) == "New"
        || cmdlet == typeof(UpdateMSCommerceProductPolicyCommand) || cmdlet == typeof(AddSelfServicePaymentMethodCommand) || cmdlet == typeof(SubmitSelfServicePaymentCommand)
        || cmdlet == typeof(SendMSCommerceNoticeCommand) || cmdlet == typeof(CopyMSCommerceStoreCommand);

    internal static bool Is(Type cmdlet, string property) =>
        Attribute<CmdletAttribute>(cmdlet)!.NamedArguments.Any(argument => argument.MemberName == property && argument.TypedValue.Value is true);

    internal static IReadOnlyList<PropertyInfo> Parameters(Type cmdlet) =>
        [.. cmdlet.GetProperties().Where(property => Attribute<ParameterAttribute>(property) is not null)];

    internal static bool Declares(PropertyInfo parameter, string property) => parameter.CustomAttributes
        .Where(attribute => attribute.AttributeType == typeof(ParameterAttribute))
        .Any(attribute => attribute.NamedArguments.Any(argument => argument.MemberName == property && argument.TypedValue.Value is true));
}
