using MSCommerce.Rules;

namespace MSCommerce;

/// <summary>
/// Marks a method of the client as an operation: the command line makes its command of it, and the tests of the role table find it.
/// Such a method takes one request record (or nothing), optionally an <see cref="IProgress{T}"/>, and a cancellation token.
/// </summary>
/// <param name="command">The words of the command, for instance <c>policy set</c>.</param>
/// <param name="permissions">What the role table must allow; of several, one. Which of them a particular subscription takes, the rules say.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperationAttribute(string command, params Permission[] permissions) : Attribute
{
    /// <summary>The words of the command.</summary>
    public string Command { get; } = command;

    /// <summary>What the role table must allow; of several, one.</summary>
    public IReadOnlyList<Permission> Permissions { get; } = permissions;

    /// <summary>What the operation does, for the command's help: one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Whether it changes the tenant.</summary>
    public bool Changes { get; init; }

    /// <summary>Whether it takes licences or money away: a front door asks before it does.</summary>
    public bool TakesAway { get; init; }

    /// <summary>The method that plans the change without making it; null where there is none. It takes the same request.</summary>
    public string? Plan { get; init; }

    /// <summary>The method that applies what <see cref="Plan"/> answered, as it was confirmed.</summary>
    public string? Apply { get; init; }

    /// <summary>A method that says something beside the list, for whoever reads it; null where there is none. It takes a cancellation token and answers a text or null.</summary>
    public string? Remark { get; init; }

    /// <summary>The cmdlet that does the same.</summary>
    public required string Cmdlet { get; init; }
}

/// <summary>Marks a property of a request as a secret: the command line takes it from standard input or the environment, never from an argument.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
