# A tenant in the PostgreSQL server that `dotnet test` starts for these tests. MSCOMMERCE_POSTGRESQL is its port, MSCOMMERCE_PSQL its psql; where there is none,
# MSCOMMERCE_POSTGRESQL_MISSING says why.
$postgresMissing = if (-not $env:MSCOMMERCE_POSTGRESQL) {
    $env:MSCOMMERCE_POSTGRESQL_MISSING ? $env:MSCOMMERCE_POSTGRESQL_MISSING : "these tests need the server that 'dotnet test' starts for them"
}

function Invoke-Sql([string] $Sql, [string] $Login = 'postgres', [string] $Database = 'postgres') {
    & $env:MSCOMMERCE_PSQL --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname "postgresql://$Login@127.0.0.1:$env:MSCOMMERCE_POSTGRESQL/$Database" --command $Sql 2>&1
}

# What a database's administrator does beforehand: a database, its owner, and logins.
function New-PostgreSqlDatabase([string] $Name, [string[]] $Login) {
    $null = Invoke-Sql "CREATE ROLE ${Name}_owner LOGIN CREATEROLE PASSWORD 'owner-s3cret'"
    foreach ($one in $Login) { $null = Invoke-Sql "CREATE ROLE $one LOGIN PASSWORD '$one-s3cret'" }
    $null = Invoke-Sql "CREATE DATABASE $Name OWNER ${Name}_owner"
}

function Get-PostgreSqlStore([string] $Database, [string] $Login) {
    $who = $Login ? "$Login@" : ''
    "postgresql://${who}127.0.0.1:$env:MSCOMMERCE_POSTGRESQL/$Database"
}

function New-Credential([string] $Login) {
    [pscredential]::new($Login, (ConvertTo-SecureString "$Login-s3cret" -AsPlainText -Force))
}
