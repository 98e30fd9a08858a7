namespace MSCommerce.PowerShell;

/// <summary>Completes a token of the test provider, which the stores of this version use.</summary>
internal sealed class PaymentTokenCompleter() : WordCompleter(
    ("tok_visa", "A Visa card that pays."),
    ("tok_mastercard", "A Mastercard that pays."),
    ("tok_amex", "An American Express card that pays."),
    ("tok_discover", "A Discover card that pays."),
    ("tok_insufficient_funds", "A card whose charges are declined."),
    ("tok_stolen", "A card that is refused when it is added."),
    ("tok_wrong_security_code", "A card that takes no security code but 999."),
    ("tok_capture_fails", "A card whose charges are authorised, and declined when they are taken."),
    ("tok_refund_fails", "A card that pays, and to which nothing can be paid out."),
    ("tok_debit", "No credit card: refused."),
    ("tok_bank_transfer", "No credit card: refused."),
    ("tok_unavailable", "The provider cannot be reached."));
