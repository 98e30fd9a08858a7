@{
    RootModule           = 'MSCommerce.psm1'
    ModuleVersion        = '4.0.0'
    GUID                 = 'b1f3c2d4-5a0e-4f7b-9c86-2e7d0a4b61c5'
    Author               = 'The MSCommerce contributors'
    CompanyName          = 'The MSCommerce contributors'
    Copyright            = '(c) The MSCommerce contributors. MIT licence.'
    Description          = 'Manages self-service purchases in Microsoft 365 tenants: policies, subscriptions, licensed users, moves and requests, by hand, in bulk and unattended, on Windows, Linux and macOS. Not Microsoft''s module of the same name; scripts written for that one run unchanged.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @(
        'Export-SelfServiceUsers'
        'Get-MSCommerceNotices'
        'Get-MSCommercePolicies'
        'Get-MSCommerceProductPolicies'
        'Get-MSCommerceUsers'
        'Get-SelfServiceSubscriptions'
        'Get-SelfServiceUsers'
        'Import-MSCommerceUsers'
        'Import-SelfServiceLicenses'
        'Import-SelfServiceSubscriptions'
        'Move-SelfServiceUser'
        'Update-MSCommerceProductPolicies'
    )
    CmdletsToExport      = @(
        'Compare-MSCommercePolicyBaseline'
        'Connect-MSCommerce'
        'Disconnect-MSCommerce'
        'Export-MSCommercePolicyBaseline'
        'Export-SelfServiceUser'
        'Get-MSCommerceAuditLog'
        'Get-MSCommerceContext'
        'Get-MSCommerceNotice'
        'Get-MSCommercePolicy'
        'Get-MSCommerceProductPolicy'
        'Get-MSCommerceUser'
        'Get-SelfServiceSubscription'
        'Get-SelfServiceUser'
        'Import-MSCommerceUser'
        'Import-SelfServiceLicense'
        'Import-SelfServiceSubscription'
        'Move-SelfServiceUsers'
        'New-MSCommerceSampleTenant'
        'Set-MSCommercePolicyBaseline'
        'Test-MSCommerceStore'
        'Update-MSCommerceProductPolicy'
    )
    FormatsToProcess     = @('MSCommerce.Format.ps1xml')
    PrivateData          = @{
        PSData = @{
            Tags       = @('Microsoft365', 'SelfServicePurchase', 'Licensing', 'Commerce', 'MSCommerce', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
