namespace MSCommerce.Stores.Sql;

/// <summary>A statement and what is given with it.</summary>
/// <param name="Text">The SQL.</param>
/// <param name="Parameters">Its parameters; null for none.</param>
/// <param name="HasRows">Whether it answers rows that nobody reads, where others follow it.</param>
internal sealed record SqlStatement(string Text, SqlParameters? Parameters = null, bool HasRows = false);
