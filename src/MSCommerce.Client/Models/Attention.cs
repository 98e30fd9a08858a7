namespace MSCommerce;

/// <summary>Whether something that is shown needs an administrator's attention.</summary>
public enum Attention
{
    /// <summary>It does not, or nobody knows.</summary>
    None,

    /// <summary>Something is to be decided, or will go wrong if nothing is done.</summary>
    Warning,

    /// <summary>Something is wrong.</summary>
    Error,
}
