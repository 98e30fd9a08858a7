@{
    ModuleVersion        = '4.0.0'
    # The first is a file; it answers for the second, which PowerShell asks for by name (docs/architecture.md, Import). Both carry the version.
    NestedModules        = @('bin/MSCommerce.Loader.4.0.0.dll', 'MSCommerce.PowerShell.4.0.0.dll')
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
        'Add-SelfServiceLicenses',
        'Add-SelfServicePaymentMethods',
        'Approve-SelfServiceLicenseRequests',
        'Deny-SelfServiceLicenseRequests',
        'Export-SelfServiceUsers',
        'Get-MSCommerceLogins',
        'Get-MSCommerceNotices',
        'Get-MSCommercePolicies',
        'Get-MSCommerceProductPolicies',
        'Get-MSCommerceUsers',
        'Get-SelfServiceBillingProfiles',
        'Get-SelfServiceCapacities',
        'Get-SelfServiceInvoices',
        'Get-SelfServiceLicenseRequests',
        'Get-SelfServiceLicenseSummaries',
        'Get-SelfServiceOrders',
        'Get-SelfServicePaymentMethods',
        'Get-SelfServiceProducts',
        'Get-SelfServiceSubscriptions',
        'Get-SelfServiceUsers',
        'Import-MSCommerceUsers',
        'Import-SelfServiceLicenses',
        'Import-SelfServiceProducts',
        'Import-SelfServiceSubscriptions',
        'Move-SelfServiceUser',
        'New-SelfServiceLicenseRequests',
        'New-SelfServiceSubscriptions',
        'Remove-MSCommerceLogins',
        'Remove-SelfServiceLicenses',
        'Remove-SelfServicePaymentMethods',
        'Remove-SelfServiceSubscriptions',
        'Request-SelfServiceCancellations',
        'Send-MSCommerceNotices',
        'Set-MSCommerceLogins',
        'Set-MSCommerceUsers',
        'Set-SelfServiceBillingProfiles',
        'Set-SelfServicePaymentMethods',
        'Set-SelfServiceProducts',
        'Set-SelfServiceSubscriptions',
        'Submit-SelfServicePayments',
        'Test-SelfServiceEligibilities',
        'Update-MSCommerceProductPolicies'
    )
    CmdletsToExport      = @(
        'Add-SelfServiceLicense',
        'Add-SelfServicePaymentMethod',
        'Approve-SelfServiceLicenseRequest',
        'Clear-SelfServiceRequestProcess',
        'Compare-MSCommercePolicyBaseline',
        'Connect-MSCommerce',
        'Copy-MSCommerceStore',
        'Deny-SelfServiceLicenseRequest',
        'Disconnect-MSCommerce',
        'Export-MSCommercePolicyBaseline',
        'Export-MSCommerceReport',
        'Export-SelfServiceUser',
        'Get-MSCommerceAuditLog',
        'Get-MSCommerceContext',
        'Get-MSCommerceLogin',
        'Get-MSCommerceNotice',
        'Get-MSCommercePolicy',
        'Get-MSCommerceProductPolicy',
        'Get-MSCommerceTenant',
        'Get-MSCommerceUser',
        'Get-SelfServiceBillingProfile',
        'Get-SelfServiceCapacity',
        'Get-SelfServiceInvoice',
        'Get-SelfServiceLicenseRequest',
        'Get-SelfServiceLicenseSummary',
        'Get-SelfServiceOrder',
        'Get-SelfServicePaymentMethod',
        'Get-SelfServiceProduct',
        'Get-SelfServiceRequestProcess',
        'Get-SelfServiceSubscription',
        'Get-SelfServiceUser',
        'Import-MSCommerceUser',
        'Import-SelfServiceLicense',
        'Import-SelfServiceProduct',
        'Import-SelfServiceSubscription',
        'Move-SelfServiceUsers',
        'New-MSCommerceSampleTenant',
        'New-MSCommerceTenant',
        'New-SelfServiceLicenseRequest',
        'New-SelfServiceSubscription',
        'Remove-MSCommerceLogin',
        'Remove-SelfServiceLicense',
        'Remove-SelfServicePaymentMethod',
        'Remove-SelfServiceSubscription',
        'Request-SelfServiceCancellation',
        'Send-MSCommerceNotice',
        'Set-MSCommerceLogin',
        'Set-MSCommercePolicyBaseline',
        'Set-MSCommerceTenant',
        'Set-MSCommerceUser',
        'Set-SelfServiceBillingProfile',
        'Set-SelfServicePaymentMethod',
        'Set-SelfServiceProduct',
        'Set-SelfServiceRequestProcess',
        'Set-SelfServiceSubscription',
        'Submit-SelfServicePayment',
        'Test-MSCommerceStore',
        'Test-SelfServiceEligibility',
        'Update-MSCommerceProductPolicy',
        'Update-MSCommerceStore'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('Microsoft365', 'SelfServicePurchase', 'Licensing', 'Commerce', 'MSCommerce', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
