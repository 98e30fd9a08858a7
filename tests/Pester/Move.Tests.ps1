BeforeAll {
    . $PSScriptRoot/Sample.ps1

    function Get-Source([string] $Product = 'Project Plan 3') {
        Get-SelfServiceSubscription -SelfService -ProductId $Product -Status Active
    }

    function Get-Everything {
        @(Get-SelfServiceSubscription | Sort-Object SubscriptionId) + @(Get-SelfServiceUser | Sort-Object SubscriptionId, UserId) + @(Get-MSCommerceNotice) | ConvertTo-Json -Depth 3
    }
}

Describe 'Move-SelfServiceUsers' -Tag T1 {
    BeforeEach {
        Enter-Sample
    }

    AfterEach {
        Exit-Sample
    }

    It 'moves all users, cancels the subscription and tells its purchaser' -Tag N1 {
        $source = Get-Source
        $users = (Get-SelfServiceUser -SubscriptionId $source.SubscriptionId).UserPrincipalName
        $target = Get-SelfServiceSubscription -Central -ProductId 'Project Plan 3'

        $result = $source | Move-SelfServiceUsers -TargetProductId 'Project Plan 3' -Confirm:$false -PassThru
        $result.Users | Should -Be $users.Count
        $result.TargetSubscriptionId | Should -Be $target.SubscriptionId
        $result.IsApplied | Should -BeTrue
        $result.Status | Should -Be Deleted

        (Get-SelfServiceSubscription -SubscriptionId $source.SubscriptionId).Status | Should -Be Deleted
        (Get-SelfServiceUser -SubscriptionId $target.SubscriptionId).UserPrincipalName | Where-Object { $_ -in $users } | Should -HaveCount $users.Count
        $notice = Get-MSCommerceNotice
        $notice.Recipient | Should -Be $source.Purchaser
        $notice.Status | Should -Be Pending
        $notice.Body | Should -Match 'Project Plan 3'
        (Get-MSCommerceAuditLog -CorrelationId $notice.CorrelationId).Action | Should -Contain SubscriptionCancelled
    }

    It 'writes nothing to the pipeline without -PassThru, and says where with -Verbose' {
        $verbose = Get-Source | Move-SelfServiceUsers -TargetProductId 'Project Plan 3' -Confirm:$false -Verbose 4>&1
        $verbose | ForEach-Object { $_ | Should -BeOfType System.Management.Automation.VerboseRecord }
        "$verbose" | Should -Match 't\.db'
    }

    It 'shows users, and licences needed and available, with -WhatIf, and writes nothing' {
        $before = Get-Everything
        $script = "Import-Module '$manifest'; Connect-MSCommerce -Store 'sqlite:$((Get-Item t.db).FullName)'; Get-SelfServiceSubscription -SubscriptionId $((Get-Source).SubscriptionId) | Move-SelfServiceUsers -TargetProductId 'Project Plan 3' -WhatIf"
        $shown = pwsh -NoProfile -NonInteractive -Command $script | Out-String
        $shown | Should -Match '4 users of Project Plan 3'
        $shown | Should -Match 'needs 4 licences'
        $shown | Should -Match '10 are available'
        $shown | Should -Match 'cancelled'
        Get-Everything | Should -Be $before
        Get-MSCommerceAuditLog -Action LicenseMoved | Should -BeNullOrEmpty
    }

    It 'moves users that are piped, as one change, and keeps the subscriptions' {
        $target = Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2'
        $users = Get-SelfServiceUser -SelfService -ProductId 'Planner Plan 1', 'Project Plan 3' | Where-Object AccountEnabled | Select-Object -First 6
        $sources = $users.SubscriptionId | Select-Object -Unique
        $results = $users | Move-SelfServiceUsers -TargetSubscriptionId $target.SubscriptionId -Confirm:$false -PassThru

        $results.SubscriptionId | Sort-Object | Should -Be ($sources | Sort-Object)
        ($results.Users | Measure-Object -Sum).Sum | Should -Be 6
        (Get-SelfServiceSubscription -SubscriptionId $sources).Status | Should -Not -Contain Deleted
        Get-MSCommerceNotice | Should -BeNullOrEmpty
        (Get-MSCommerceAuditLog -Action LicenseMoved).CorrelationId | Select-Object -Unique | Should -HaveCount 1
    }

    It 'moves users named with -User, and keeps the subscription' {
        $source = Get-Source
        $user = (Get-SelfServiceUser -SubscriptionId $source.SubscriptionId)[0].UserPrincipalName
        $source | Move-SelfServiceUsers -User $user -TargetProductId 'Visio Plan 2' -Confirm:$false
        (Get-SelfServiceSubscription -SubscriptionId $source.SubscriptionId).Status | Should -Be Active
        (Get-SelfServiceUser -SubscriptionId $source.SubscriptionId).UserPrincipalName | Should -Not -Contain $user
        (Get-SelfServiceUser -ProductId 'Visio Plan 2' -Central -User $user).UserPrincipalName | Should -Be $user
    }

    It 'is known by the singular too' {
        (Get-Alias Move-SelfServiceUser).Definition | Should -Be Move-SelfServiceUsers
    }

    It 'refuses <Because>, and writes nothing' -ForEach @(
        @{ Because = 'too few licences, and says how many are missing'; Id = 'TooFewLicenses'; Category = 'QuotaExceeded'; Match = '\d+ are missing'
            Script = { Get-SelfServiceUser -Central | Where-Object AccountEnabled | Where-Object ProductName -NE 'Project Plan 3' | Move-SelfServiceUsers -TargetProductId 'Project Plan 3' -Confirm:$false } }
        @{ Because = 'a move onto itself'; Id = 'MoveOntoItself'; Category = 'InvalidOperation'; Match = 'both source and target'
            Script = { $it = Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2'; $it | Move-SelfServiceUsers -TargetSubscriptionId $it.SubscriptionId -Confirm:$false } }
        @{ Because = 'a move onto a deleted subscription'; Id = 'TargetNotActive'; Category = 'InvalidOperation'; Match = 'Deleted'
            Script = { Get-Source | Move-SelfServiceUsers -TargetSubscriptionId (Get-SelfServiceSubscription -Status Deleted -First 1).SubscriptionId -Confirm:$false } }
        @{ Because = 'a move from a deleted subscription'; Id = 'SourceDeleted'; Category = 'InvalidOperation'; Match = 'Deleted'
            Script = { Get-SelfServiceSubscription -Status Deleted -First 1 | Move-SelfServiceUsers -TargetProductId 'Visio Plan 2' -Confirm:$false } }
        @{ Because = 'a target that is somebody else''s'; Id = 'TargetNotControlled'; Category = 'InvalidOperation'; Match = 'own'
            Script = { Get-Source | Move-SelfServiceUsers -TargetSubscriptionId (Get-Source 'Planner Plan 1').SubscriptionId -Confirm:$false } }
        @{ Because = 'emptying a central subscription'; Id = 'SourceIsCentral'; Category = 'InvalidOperation'; Match = '-User'
            Script = { Get-SelfServiceSubscription -Central -ProductId 'Visio Plan 2' | Move-SelfServiceUsers -TargetProductId 'Project Plan 3' -Confirm:$false } }
        @{ Because = 'an unknown subscription'; Id = 'SubscriptionNotFound'; Category = 'ObjectNotFound'; Match = 'gone'
            Script = { Move-SelfServiceUsers -SubscriptionId gone -TargetProductId 'Visio Plan 2' -Confirm:$false } }
        @{ Because = 'an unknown target'; Id = 'SubscriptionNotFound'; Category = 'ObjectNotFound'; Match = 'gone'
            Script = { Get-Source | Move-SelfServiceUsers -TargetSubscriptionId gone -Confirm:$false } }
        @{ Because = 'an unknown product'; Id = 'ProductNotFound'; Category = 'ObjectNotFound'; Match = 'Nonsense'
            Script = { Get-Source | Move-SelfServiceUsers -TargetProductId Nonsense -Confirm:$false } }
        @{ Because = 'an unknown user'; Id = 'UserNotFound'; Category = 'ObjectNotFound'; Match = 'nobody'
            Script = { Get-Source | Move-SelfServiceUsers -User nobody@fabrikam.example -TargetProductId 'Visio Plan 2' -Confirm:$false } }
        @{ Because = 'a user without a licence there'; Id = 'UserNotLicensed'; Category = 'ObjectNotFound'; Match = 'admin@'
            Script = { Get-Source | Move-SelfServiceUsers -User admin@fabrikam.example -TargetProductId 'Visio Plan 2' -Confirm:$false } }
        @{ Because = 'no source'; Id = 'NothingNamed'; Category = 'InvalidArgument'; Match = 'No subscription'
            Script = { Move-SelfServiceUsers -TargetProductId 'Visio Plan 2' -Confirm:$false } }
        @{ Because = 'to go on unasked where it cannot ask'; Id = 'ConfirmationImpossible'; Category = 'InvalidArgument'; Match = '-Confirm:\$false'
            Script = { Get-Source | Move-SelfServiceUsers -TargetProductId 'Project Plan 3' } }
        @{ Because = 'two targets'; Id = 'AmbiguousParameterSet'; Category = 'InvalidArgument'; Match = 'Parameter set'
            Script = { Get-Source | Move-SelfServiceUsers -TargetProductId 'Visio Plan 2' -TargetSubscriptionId x -Confirm:$false } }
    ) {
        $before = Get-Everything
        $failure = Get-ErrorOf $Script
        $failure.Id | Should -Be $Id
        $failure.Category | Should -Be $Category
        $failure.Message | Should -Match $Match
        Get-Everything | Should -Be $before
    }

    It 'says that the pipeline brought nothing, and moves nobody' {
        $before = Get-Everything
        @() | Move-SelfServiceUsers -TargetProductId 'Visio Plan 2' -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction Stop | Should -BeNullOrEmpty
        $warned | Should -Be 'Nothing came from the pipeline, and nothing was changed.'
        Get-Everything | Should -Be $before
    }

    It 'refuses a reader' -Tag A {
        $reader = Connect-MSCommerce -Store sqlite:t.db -As reader@fabrikam.example -PassThru
        $failure = Get-ErrorOf { Get-Source | Move-SelfServiceUsers -TargetProductId 'Project Plan 3' -Session $reader -Confirm:$false }
        $failure.Id | Should -Be RoleMissing
        $failure.Category | Should -Be PermissionDenied
        Disconnect-MSCommerce -Session $reader
        Connect-MSCommerce -Store sqlite:t.db
        (Get-Source).Status | Should -Be Active
        (Get-MSCommerceAuditLog -Outcome Refused -First 1).Actor | Should -Be reader@fabrikam.example
    }
}
