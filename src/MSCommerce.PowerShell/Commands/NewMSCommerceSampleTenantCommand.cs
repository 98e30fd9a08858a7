using MSCommerce.Samples;

namespace MSCommerce.PowerShell;

/// <summary>Makes a sample tenant of any size in a file.</summary>
/// <remarks>
/// The tenant is a company with central and self-service subscriptions, guests, people who have left, trials, and subscriptions that expired or were cancelled.
/// All of it is made up, prices included, from the seed number: the same seed and size make the same tenant. The file appears whole or not at all.
/// The command does not connect to it.
/// </remarks>
/// <example>
/// <para>Makes a small sample and connects to it.</para>
/// <code>New-MSCommerceSampleTenant -Path small.db
/// Connect-MSCommerce -Local -Path small.db</code>
/// </example>
/// <example>
/// <para>Makes a sample of 2,000 users from another seed, in place of one that is there.</para>
/// <code>New-MSCommerceSampleTenant -Path big.db -Users 2000 -Seed 7 -Force</code>
/// </example>
/// <seealso cref="ConnectMSCommerceCommand"/>
[Cmdlet(VerbsCommon.New, "MSCommerceSampleTenant", SupportsShouldProcess = true)]
[OutputType(typeof(StoreContext))]
public sealed class NewMSCommerceSampleTenantCommand : CommerceCommand
{
    private string? _path;

    /// <summary>The file to make.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How many users the tenant has, at least 20.</summary>
    [Parameter]
    [WholeNumber]
    public int Users { get; set; } = SampleOptions.SmallUsers;

    /// <summary>The number that the tenant is made from.</summary>
    [Parameter]
    [WholeNumber]
    public int Seed { get; set; } = SampleOptions.DefaultSeed;

    /// <summary>The tenant's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string TenantName { get; set; } = SampleTenant.Name;

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _path = ResolvePath(Path);
    }

    private protected override async Task RunAsync(CancellationToken stop)
    {
        if (!await ShouldProcessAsync(_path!, $"Make a sample tenant of {Users} users from seed {Seed}", stop))
            return;

        await SampleFile.CreateAsync(_path!, TenantName, new() { Users = Users, Seed = Seed }, Force, Progress, stop);
        Tell($"Made a sample tenant: {_path}.");
        await using var client = await StoreOpener.OpenAsync(StoreOpener.AddressOf(_path!), new(), stop);
        Write(await client.Tenant.GetContextAsync(stop));
    }
}
