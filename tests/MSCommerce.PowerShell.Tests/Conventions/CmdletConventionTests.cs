using System.Management.Automation;
using System.Reflection;

namespace MSCommerce.PowerShell.Tests.Conventions;

public sealed class CmdletConventionTests
{
    /// <summary>The verbs that PowerShell approves of, those that this module may come to use.</summary>
    private static readonly string[] ApprovedVerbs =
    [
        "Add", "Approve", "Clear", "Compare", "Connect", "Copy", "Deny", "Disconnect", "Export", "Get", "Import", "Move", "New", "Remove", "Request", "Send", "Set",
        "Submit", "Test", "Update",
    ];

    private static readonly string[] ReadingVerbs = ["Get", "Test", "Compare", "Connect", "Disconnect"];

    public static TheoryData<Type> All => Cmdlets.Data;

    public static TheoryData<Type> Changing => [.. Cmdlets.All.Where(cmdlet => !ReadingVerbs.Contains(Cmdlets.Verb(cmdlet)))];

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_sealed_and_in_a_file_of_its_name(Type cmdlet)
    {
        Assert.True(cmdlet.IsSealed && cmdlet.IsPublic);
        Assert.Equal($"{Cmdlets.Verb(cmdlet)}{Cmdlets.Noun(cmdlet)}Command", cmdlet.Name);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "src", "MSCommerce.PowerShell", "Commands", cmdlet.Name + ".cs")));
        Assert.True(cmdlet.IsSubclassOf(typeof(CommerceCommand)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_verb_is_approved_and_its_noun_is_one_of_the_modules(Type cmdlet)
    {
        Assert.Contains(Cmdlets.Verb(cmdlet), ApprovedVerbs);
        Assert.Matches("^(MSCommerce|SelfService)", Cmdlets.Noun(cmdlet));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_says_what_it_writes(Type cmdlet) => Assert.NotNull(Cmdlets.Attribute<OutputTypeAttribute>(cmdlet));

    [Theory]
    [MemberData(nameof(Changing))]
    public void One_that_changes_something_can_be_asked_what_it_would_do(Type cmdlet) => Assert.True(Cmdlets.Is(cmdlet, "SupportsShouldProcess"));

    [Theory]
    [MemberData(nameof(Changing))]
    public void One_that_changes_something_writes_it_with_PassThru(Type cmdlet)
    {
        if (Cmdlets.AlwaysAnswers(cmdlet))
            return;
        Assert.Contains(Cmdlets.Parameters(cmdlet), parameter => parameter.Name == "PassThru" && parameter.PropertyType == typeof(SwitchParameter));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_takes_a_session_where_it_works_on_one(Type cmdlet)
    {
        // It works on a store that cannot be connected to before it has run.
        if (Cmdlets.Verb(cmdlet) is "Connect" or "New" || cmdlet == typeof(UpdateMSCommerceStoreCommand))
            return;
        Assert.Contains(Cmdlets.Parameters(cmdlet), parameter => parameter.Name == "Session" && parameter.PropertyType == typeof(CommerceSession));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_value_wanted_is_never_bound_from_the_pipeline(Type cmdlet) => Assert.All(
        Cmdlets.Parameters(cmdlet).Where(parameter => parameter.Name is "Value" or "Enabled" || IsWanted(cmdlet, parameter) || parameter.Name.StartsWith("Target", StringComparison.Ordinal)),
        parameter =>
        {
            Assert.False(Cmdlets.Declares(parameter, "ValueFromPipeline"));
            Assert.False(Cmdlets.Declares(parameter, "ValueFromPipelineByPropertyName"));
        });

    [Theory]
    [MemberData(nameof(All))]
    public void What_the_tenant_knows_is_completed(Type cmdlet) => Assert.All(
        Cmdlets.Parameters(cmdlet).Where(parameter => parameter.Name is "ProductId" or "PolicyId" or "OfferType" or "SubscriptionId" or "User" or "Purchaser" or "TargetProductId" or "TargetSubscriptionId" or "Recipient" or "Actor"
            or "PaymentMethodId" or "BillingProfileId" or "InvoiceId" or "RequestId" or "Requester" or "Country"),
        parameter =>
        {
            var completer = Assert.IsAssignableFrom<Type>(Cmdlets.Attribute<ArgumentCompleterAttribute>(parameter)?.ConstructorArguments[0].Value);
            Assert.IsAssignableFrom<IArgumentCompleter>(Activator.CreateInstance(completer));
        });

    [Theory]
    [MemberData(nameof(All))]
    public void A_noun_that_lists_things_goes_by_the_other_number_too(Type cmdlet)
    {
        if (Cmdlets.Noun(cmdlet) is not (("MSCommercePolicy" or "MSCommerceProductPolicy" or "MSCommerceUser" or "MSCommerceLogin" or "MSCommerceNotice" or "SelfServiceSubscription" or "SelfServiceUser" or "SelfServiceUsers" or "SelfServiceLicense"
            or "SelfServiceProduct" or "SelfServiceOrder" or "SelfServiceLicenseSummary" or "SelfServiceCapacity" or "SelfServiceCancellation"
            or "SelfServiceEligibility" or "SelfServicePaymentMethod" or "SelfServiceBillingProfile" or "SelfServiceInvoice" or "SelfServicePayment" or "SelfServiceLicenseRequest") and var noun))
            return;
        var other = noun.EndsWith('y') ? noun[..^1] + "ies" : noun.EndsWith("Users", StringComparison.Ordinal) ? noun[..^1] : noun + "s";
        Assert.Contains($"{Cmdlets.Verb(cmdlet)}-{other}", Cmdlets.Aliases(cmdlet));
    }

    [Fact]
    public void Every_operation_of_the_client_names_a_cmdlet_that_exists() => Assert.All(
        typeof(CommerceClient).GetProperties().SelectMany(area => area.PropertyType.GetMethods()).Select(method => method.GetCustomAttribute<OperationAttribute>()).OfType<OperationAttribute>(),
        operation =>
        {
            var cmdlet = Assert.Single(Cmdlets.All, cmdlet => Cmdlets.Name(cmdlet) == operation.Cmdlet);
            if (operation.Changes)
                Assert.True(Cmdlets.Is(cmdlet, "SupportsShouldProcess"));
            // That one asks in the same way where it takes away, and not where it gives.
            if (operation.TakesAway && cmdlet != typeof(SetMSCommerceUserCommand))
            {
                var impact = Cmdlets.Attribute<CmdletAttribute>(cmdlet)!.NamedArguments.Single(argument => argument.MemberName == "ConfirmImpact");
                Assert.Equal((int)ConfirmImpact.High, impact.TypedValue.Value);
            }
        });

    /// <summary>Lists that may be empty, or null, and why: in none of them does that mean everything.</summary>
    private static readonly (Type Cmdlet, string Parameter, string Attribute)[] MayBeEmpty =
    [
        // An empty list is a value here: no service, no role.
        (typeof(AddSelfServiceLicenseCommand), "DisabledService", "ValidateNotNullAttribute"),
        (typeof(ApproveSelfServiceLicenseRequestCommand), "DisabledService", "ValidateNotNullAttribute"),
        (typeof(SetSelfServiceProductCommand), "Service", "ValidateNotNullAttribute"),
        (typeof(SetMSCommerceUserCommand), "Role", "ValidateNotNullAttribute"),
        // Null is a piped user's subscription that the store does not know.
        (typeof(MoveSelfServiceUsersCommand), "SubscriptionId", "NotEmptyListAttribute"),
        (typeof(RemoveSelfServiceLicenseCommand), "SubscriptionId", "NotEmptyListAttribute"),
        // A piped billing profile may have no card; the command line is asked when the command begins.
        (typeof(GetSelfServicePaymentMethodCommand), "PaymentMethodId", "AllowNullAttribute"),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void A_list_that_is_empty_or_null_is_never_taken_for_everything(Type cmdlet) => Assert.All(
        Cmdlets.Parameters(cmdlet).Where(parameter => parameter.PropertyType.IsArray),
        parameter =>
        {
            var wanted = Array.Find(MayBeEmpty, one => one.Cmdlet == cmdlet && one.Parameter == parameter.Name).Attribute ?? "ValidateNotNullOrEmptyAttribute";
            Assert.Contains(parameter.CustomAttributes, attribute => attribute.AttributeType.Name == wanted);
        });

    [Theory]
    [MemberData(nameof(All))]
    public void A_number_is_whole_and_never_rounded(Type cmdlet) => Assert.All(
        Cmdlets.Parameters(cmdlet).Where(parameter => (Nullable.GetUnderlyingType(parameter.PropertyType) ?? parameter.PropertyType) is var type && (type == typeof(int) || type == typeof(long))),
        parameter => Assert.Contains(parameter.CustomAttributes, attribute => attribute.AttributeType == typeof(WholeNumberAttribute)));

    /// <summary>What a Set or Add cmdlet sets: everything but what names the thing, which a piped object has too, with its present value.</summary>
    private static bool IsWanted(Type cmdlet, PropertyInfo parameter) => Cmdlets.Verb(cmdlet) switch
    {
        "Set" when cmdlet == typeof(SetMSCommerceLoginCommand) => parameter.Name is not "Login",
        "Set" => parameter.Name is not ("User" or "ProductId" or "SubscriptionId" or "BillingProfileId") && (parameter.Name != "PaymentMethodId" || cmdlet == typeof(SetSelfServiceBillingProfileCommand)),
        "Approve" or "Deny" => parameter.Name is not "RequestId",
        "Submit" => parameter.Name is not "InvoiceId",
        "Add" => parameter.Name is not "User",
        "New" when cmdlet == typeof(NewSelfServiceLicenseRequestCommand) => parameter.Name is not ("User" or "ProductId"),
        "New" => parameter.Name is not "ProductId",
        _ => false,
    };

    [Fact]
    public void No_state_is_static_but_the_table_of_sessions() => Assert.All(
        Cmdlets.Assembly.GetTypes().SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.Name.StartsWith('<') || field.Name.EndsWith("BackingField", StringComparison.Ordinal))
            .Where(field => !field.DeclaringType!.FullName!.Contains('<', StringComparison.Ordinal)),
        field => Assert.True(field.IsInitOnly || field.IsLiteral, $"{field.DeclaringType}.{field.Name}"));
}
