using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>
/// The one exception of this library: <see cref="Error"/> says what kind, <see cref="ErrorId"/> exactly which, and the message
/// what failed, on what, and what to do next. Create it through <see cref="CommerceErrors"/>.
/// </summary>
public sealed class CommerceException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="error">Its kind.</param>
    /// <param name="errorId">Its stable PascalCase name, for instance <c>ProductNotFound</c>.</param>
    /// <param name="message">What failed, on what, and what to do next.</param>
    /// <param name="target">What the user named: the id, the path, the value.</param>
    /// <param name="innerException">What caused it.</param>
    public CommerceException(CommerceError error, string errorId, string message, string? target = null, Exception? innerException = null)
        : base(CardNumbers.Mask(message), innerException)
    {
        Error = error;
        ErrorId = errorId;

        // A card number that somebody typed where an id belongs is repeated nowhere (U6).
        Target = target is null || CardNumbers.IsIn(target) ? null : target;
    }

    /// <summary>The kind of failure.</summary>
    public CommerceError Error { get; }

    /// <summary>The stable PascalCase name of exactly this failure; scripts may rely on it.</summary>
    public string ErrorId { get; }

    /// <summary>What the user named: the id, the path, the value; null where nothing was.</summary>
    public string? Target { get; }

    /// <summary>Throws a refusal, where there is one: what rules answer is null where they allow.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <exception cref="CommerceException">The refusal.</exception>
    public static void ThrowIf(CommerceException? refusal)
    {
        if (refusal is not null)
            throw refusal;
    }
}
