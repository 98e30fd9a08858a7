namespace MSCommerce.Cli;

/// <summary>The command line is wrong in a way that only running it shows.</summary>
internal sealed class UsageException(string message) : Exception(message);
