using MSCommerce.PowerShell.Tests.Harness;
using MSCommerce.Samples;

namespace MSCommerce.PowerShell.Tests.Commands;

/// <summary>The file of a small sample tenant, made once; each test gets its copy.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mscommerce-");

    private string Original => Path.Combine(_folder.FullName, "original.db");

    public async ValueTask InitializeAsync() =>
        await SampleFile.CreateAsync(Original, tenantName: null, new SampleOptions(), force: false, new Progress<OperationProgress>(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A PowerShell session in a folder of its own, connected to a sample of its own.</summary>
    internal CmdletRunner Connect(string? actor = null)
    {
        var folder = _folder.CreateSubdirectory(Guid.NewGuid().ToString());
        File.Copy(Original, Path.Combine(folder.FullName, "t.db"));
        var powershell = new CmdletRunner();
        powershell.SessionState.Path.SetLocation(folder.FullName);
        var connect = powershell.Cmdlet<ConnectMSCommerceCommand>().With("Store", "sqlite:t.db");
        if (actor is not null)
            connect.With("As", actor);
        Assert.Null(connect.Invoke().TerminatingError);
        return powershell;
    }
}
