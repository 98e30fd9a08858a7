# A tenant of Microsoft 365 for tests: the double of its services, started as a process of its own and ended with this one.
function Start-Double {
    $assembly = Get-ChildItem (Join-Path $PSScriptRoot '../MSCommerce.ServiceDouble/bin/*/net*/MSCommerce.ServiceDouble.dll') | Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $assembly) { throw 'The double is not built: dotnet build tests/MSCommerce.ServiceDouble' }
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    'exec', $assembly.FullName | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $where = $process.StandardOutput.ReadLine() | ConvertFrom-Json
    [pscustomobject]@{
        Process   = $process
        Uri       = $where.http
        Https     = $where.https
        TenantId  = $where.tenant
        Domain    = $where.domain
        User      = $where.user
        # Where the services are, for Connect-MSCommerce.
        Endpoints = @{ LicensingEndpoint = $where.http; GraphEndpoint = $where.http; AuthorityEndpoint = $where.http }
    }
}

function Stop-Double($Double) {
    # It ends with its standard input.
    $Double.Process.StandardInput.Close()
    if (-not $Double.Process.WaitForExit(10000)) { $Double.Process.Kill() }
}

function Get-FromDouble($Double, [string] $What) { Invoke-RestMethod "$($Double.Uri)/double/$What" }

function Set-Double($Double, [string] $What) { Invoke-RestMethod "$($Double.Uri)/double/$What" -Method Post }
