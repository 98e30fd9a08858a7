using System.Security;

namespace MSCommerce.PowerShell;

/// <summary>A command that takes a card's details: what its issuer checks, and the address that the issuer knows.</summary>
public abstract class CardCommand : SessionCommand
{
    private protected CardCommand()
    {
    }

    /// <summary>The card's security code, for the provider to check; it is not kept.</summary>
    [Parameter]
    public SecureString? SecurityCode { get; set; }

    /// <summary>The address that the card's issuer knows: street and number.</summary>
    [Parameter]
    public string? Street { get; set; }

    /// <summary>The address: city.</summary>
    [Parameter]
    public string? City { get; set; }

    /// <summary>The address: state, province or region.</summary>
    [Parameter]
    public string? Region { get; set; }

    /// <summary>The address: postal code.</summary>
    [Parameter]
    public string? PostalCode { get; set; }

    /// <summary>The address: country, its two letters of ISO 3166-1, for instance DE.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CountryCompleter))]
    public string? Country { get; set; }

    /// <summary>The security code as the provider takes it; null where none was given.</summary>
    private protected string? RevealedCode => Secrets.Reveal(SecurityCode);
}
