namespace MSCommerce.PowerShell;

/// <summary>Lists the users who hold licences, grouped by purchaser, or those who held one.</summary>
/// <remarks>
/// One object for each licence that a user holds. The list streams: -First, or Select-Object -First, stops it at once, however many there are. Sorted by display name
/// or date, all are looked at first. An administrator sees all users, a purchaser those of his own subscriptions. For a file use Export-SelfServiceUser, which is faster.
///
/// -Former lists the users who held a licence and do not any more, because the subscription was cancelled, ran out, or they were moved: with the subscription that it was, when it
/// ended, and where they were moved to. Piped to Add-SelfServiceLicense they are given a central licence.
/// </remarks>
/// <example>
/// <para>Lists who holds licences that people bought themselves.</para>
/// <code>Get-SelfServiceUser -SelfService</code>
/// </example>
/// <example>
/// <para>Lists who uses the subscriptions of one product.</para>
/// <code>Get-SelfServiceSubscription -SelfService -ProductId 'Planner Plan 1' | Get-SelfServiceUser</code>
/// </example>
/// <example>
/// <para>Counts licences by purchaser.</para>
/// <code>Get-SelfServiceUser -SelfService | Group-Object -Property Purchaser -NoElement</code>
/// </example>
/// <example>
/// <para>Shows who was licensed last, and how many licences there are in all.</para>
/// <code>Get-SelfServiceUser -SortBy AssignedAt -Descending -First 10 -IncludeTotalCount</code>
/// </example>
/// <example>
/// <para>Lists who lost a licence when a subscription was cancelled or ran out.</para>
/// <code>Get-SelfServiceSubscription -SelfService -Status Deleted | Get-SelfServiceUser -Former</code>
/// </example>
/// <seealso cref="ExportSelfServiceUserCommand"/>
/// <seealso cref="AddSelfServiceLicenseCommand"/>
/// <seealso cref="MoveSelfServiceUsersCommand"/>
[Cmdlet(VerbsCommon.Get, "SelfServiceUser", SupportsPaging = true, DefaultParameterSetName = LicensedSet)]
[Alias("Get-SelfServiceUsers")]
[OutputType(typeof(LicensedUser), ParameterSetName = [LicensedSet])]
[OutputType(typeof(FormerLicensedUser), ParameterSetName = [FormerSet])]
public sealed class GetSelfServiceUserCommand : LicensedUserListCommand
{
    private const string LicensedSet = "Licensed";
    private const string FormerSet = "Former";

    /// <summary>Lists the users who held a licence and do not any more.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FormerSet)]
    public SwitchParameter Former { get; set; }

    /// <summary>The order: Purchaser, which is the default, Product, User, DisplayName or AssignedAt; with -Former also EndedAt.</summary>
    [Parameter]
    public LicensedUserSort SortBy { get; set; }

    /// <summary>Turns the order round.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    private protected override string Purpose => "Read licensed users";

    private protected override Task RunAsync(CommerceClient client, CancellationToken stop)
    {
        if (ExpectsInput && Ids.Count == 0)
            return Task.CompletedTask;

        var query = new LicensedUserQuery
        {
            SubscriptionId = Ids,
            Product = ProductId,
            Purchaser = Purchaser,
            User = User,
            Channel = Channel,
            SortBy = SortBy,
            Descending = Descending,
            Skip = PageSkip,
            First = PageFirst,
        };
        return Former
            ? WritePageAsync(token => client.Licenses.CountFormerUsersAsync(query, token), client.Licenses.GetFormerUsersAsync(query, stop), stop)
            : WritePageAsync(token => client.Licenses.CountUsersAsync(query, token), client.Licenses.GetUsersAsync(query, stop), stop);
    }
}
