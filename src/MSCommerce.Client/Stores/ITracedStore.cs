namespace MSCommerce.Stores;

/// <summary>A store that can say what it sends where, for whoever looks on: PowerShell's -Verbose, the command line's --verbose. It never says a secret.</summary>
public interface ITracedStore
{
    /// <summary>Says from now on what it sends.</summary>
    /// <param name="tell">Told each thing, possibly from several threads at once; null where nobody looks on any more.</param>
    void TraceTo(Action<string>? tell);
}
