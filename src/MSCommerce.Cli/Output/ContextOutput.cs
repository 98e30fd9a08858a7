namespace MSCommerce.Cli.Output;

/// <summary>Writes what a client is connected to: the answer of the commands that make stores.</summary>
internal static class ContextOutput
{
    public static async Task WriteAsync(CommerceClient client, OutputFormat format, Terminal terminal, CancellationToken cancellationToken)
    {
        var context = await client.Tenant.GetContextAsync(cancellationToken);
        await ResultWriter.For(format, terminal).WriteAsync(typeof(StoreContext), isList: false, new object[] { context }.ToAsyncEnumerable(), cancellationToken);
    }
}
