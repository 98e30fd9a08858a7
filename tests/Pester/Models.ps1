# Objects of every type that a cmdlet returns, without a store: each property filled with something as long as it gets in earnest.
$realistic = @{
    ProductName = 'Microsoft Purview Discovery'; TargetProductName = 'Power Automate per user'; ProductId = 'CFQ7TTC0N8SL'; Family = 'PowerPlatform'
    Purchaser = 'anders.yilmaz@fabrikam.example'; Actor = 'anders.yilmaz@fabrikam.example'; Requester = 'anders.yilmaz@fabrikam.example'
    Recipient = 'anders.yilmaz@fabrikam.example'; UserPrincipalName = 'anders.yilmaz@fabrikam.example'; OrderedBy = 'anders.yilmaz@fabrikam.example'
    DisplayName = 'Maximiliane Hohenstein'; CardholderName = 'Maximiliane Hohenstein'; TenantName = 'Fabrikam (sample)'; Tenant = 'Fabrikam (sample)'
    Store = 'sqlite:/home/ada/self-service/fabrikam.db'; Path = '/home/ada/reports/self-service-users.csv'; Login = 'fabrikam_administrator'
    SubscriptionId = '054b36b1-e1fb-4018-acbf-3c9ad6bcb59b'; MovedTo = '054b36b1-e1fb-4018-acbf-3c9ad6bcb59b'; Checksum = 'C0FFEE' * 10
    PolicyId = 'AllowSelfServicePurchase'; PolicyValue = 'OnlyTrialsWithoutPaymentMethod'; Current = 'Enabled'; Wanted = 'Disabled'; Actual = 'Enabled'; Expected = 'Disabled'
    Scope = 'OfferType'; ScopeId = 'SaaS'; DefaultValue = 'Enabled'; Action = 'LicenseRequestsPurged'; Target = 'CFQ7TTC0N8SL'; Before = 'Enabled'; After = 'Disabled'
    PaymentMethod = 'American Express ending in 0005'; PaidWith = 'American Express ending in 0005'; PaymentMethodExpires = '2031-12'; Brand = 'American Express'
    LastFourDigits = '0005'; Currency = 'EUR'; Country = 'DE'; Property = 'IsControlledByOrganization'; ErrorId = 'PurchaseDisabled'; Section = 'FormerLicensedUsers'
    ListPrice = 1234.56d; OrganizationPrice = 1234.56d; PricePerLicense = 1234.56d; ExpiryMonth = 12; ExpiryYear = 2031; Description = 'This policy allows you to manage whether members of your organization can buy specific products.'
    Message = 'Ask the service desk for licences: it has an answer within two working days.'; Detail = 'Every subscription counts as many licences as are assigned.'
    Name = 'Microsoft Purview Discovery'
}

# A value of a type, for a property of that name.
function New-Value([type] $Type, [string] $Name) {
    $Type = [Nullable]::GetUnderlyingType($Type) ?? $Type
    if ($realistic.ContainsKey($Name) -and $realistic[$Name].GetType() -eq $Type) { return $realistic[$Name] }
    if ($Type -eq [string]) { return "$Name of some length" }
    # The longest of its words.
    if ($Type.IsEnum) { return [enum]::Parse($Type, ([enum]::GetNames($Type) | Sort-Object Length -Descending)[0]) }
    if ($Type -eq [bool]) { return $false }
    if ($Type -in [int], [long]) { return 1234 -as $Type }
    if ($Type -eq [decimal]) { return 12345.67d }
    if ($Type -eq [datetimeoffset]) { return [datetimeoffset]::new(2026, 12, 27, 22, 58, 0, [TimeZoneInfo]::Local.GetUtcOffset([datetime]'2026-12-27')) }
    if ($Type -eq [dateonly]) { return [dateonly]::new(2026, 12, 27) }
    if ($Type -eq [guid]) { return [guid]'054b36b1-e1fb-4018-acbf-3c9ad6bcb59b' }
    if ($Type -eq [uri]) { return [uri]'https://intranet.fabrikam.example/licences' }
    if ($Type.IsGenericType -and $Type.Name -eq 'IReadOnlyList`1') {
        $list = [Activator]::CreateInstance([System.Collections.Generic.List`1].MakeGenericType($Type.GenericTypeArguments))
        $list.Add((New-Value $Type.GenericTypeArguments[0] $Name))
        return , $list
    }

    if ($Type.FullName -like 'MSCommerce.*' -and $Type.Name -ne 'OtherFields') { return New-Model $Type }
}

function Get-ModelType([string] $Name) {
    [System.Runtime.Loader.AssemblyLoadContext]::All.Where({ $_.Name -eq 'MSCommerce' }).Assemblies.ForEach({ $_.GetType($Name) }).Where({ $_ })[0]
}

# An object of one of the module's types; what is given replaces what would be made up.
function New-Model($Type, [hashtable] $Property = @{}) {
    if ($Type -is [string]) { $Type = Get-ModelType $Type }
    $model = $Type.GetConstructor([type]::EmptyTypes) ? [Activator]::CreateInstance($Type) : [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
    foreach ($one in $Type.GetProperties().Where({ $_.CanWrite })) {
        if ($Property.ContainsKey($one.Name)) {
            $one.SetValue($model, [System.Management.Automation.LanguagePrimitives]::ConvertTo($Property[$one.Name], $one.PropertyType))
        }
        elseif ($null -ne ($value = New-Value $one.PropertyType $one.Name)) {
            $one.SetValue($model, $value)
        }
    }

    $model
}
