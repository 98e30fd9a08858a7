# The example of a store that somebody else made, samples/stores, as it was built last.
function Get-ExampleStore {
    $built = Get-ChildItem (Join-Path $PSScriptRoot '../../samples/stores/MSCommerce.Stores.JsonFile/bin/*/net8.0/MSCommerce.Stores.JsonFile.dll') |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $built) { throw 'The example store is not built: dotnet build samples/stores/MSCommerce.Stores.JsonFile' }
    $built.FullName
}

# A file of such a store, as somebody wrote it.
function New-PolicyFile([string] $Path = 'policies.json') {
    @{ tenantId = 'e0f1'; tenantName = 'Tailspin'; administrator = 'ada@tailspin.example'; decisions = @{} } | ConvertTo-Json | Set-Content $Path
}
