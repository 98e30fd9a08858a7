namespace MSCommerce.PowerShell;

/// <summary>Completes the value of a policy.</summary>
internal sealed class PolicyValueCompleter() : WordCompleter(
    (PolicyValues.Enabled, "People may buy and try it themselves."),
    (PolicyValues.Disabled, "People may neither buy nor try it themselves."),
    (PolicyValues.OnlyTrialsWithoutPaymentMethod, "People may start a trial that needs no card, and nothing else."));
