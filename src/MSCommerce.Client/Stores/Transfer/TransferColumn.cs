namespace MSCommerce.Stores.Transfer;

/// <summary>What a column of a section holds.</summary>
public enum TransferKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>An amount of money with up to four decimal places.</summary>
    Amount,

    /// <summary>A moment (UTC), in whole milliseconds.</summary>
    Moment,
}

/// <summary>A column of a section.</summary>
public sealed class TransferColumn
{
    internal TransferColumn(string name, TransferKind kind, bool isRequired, TransferSection? references = null)
    {
        Name = name;
        Kind = kind;
        IsRequired = isRequired;
        References = references;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public TransferKind Kind { get; }

    /// <summary>Whether every row has it.</summary>
    public bool IsRequired { get; }

    /// <summary>The section whose first column this one names a row by, without regard to case; null where it names none.</summary>
    public TransferSection? References { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
