using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MSCommerce.Stores.Tests.PostgreSql;

/// <summary>What becomes of the connection on which a commit is sent.</summary>
public enum Cut
{
    None,

    /// <summary>The commit does not reach the server.</summary>
    BeforeCommit,

    /// <summary>The commit is made, and its answer does not come back.</summary>
    AfterCommit,

    /// <summary>The same, and the server cannot be reached from then on.</summary>
    AfterCommitForGood,
}

/// <summary>Stands between a store and its server, and cuts the connection at the commit.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly byte[] Commit = Encoding.ASCII.GetBytes("COMMIT\0");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _server;
    private readonly Task _accepting;
    private int _cut;
    private volatile bool _isDown;

    public CuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Cuts the next connection that commits.</summary>
    public void Arm(Cut cut) => Interlocked.Exchange(ref _cut, (int)cut);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                if (_isDown)
                    client.Dispose();
                else
                    _ = ServeAsync(client);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Done.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                await await Task.WhenAny(SendAsync(near, far), far.CopyToAsync(near, _stop.Token));
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One of the two has gone.
            }
        }
    }

    private async Task SendAsync(NetworkStream near, NetworkStream far)
    {
        var buffer = new byte[64 * 1024];
        while (await near.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            var cut = buffer.AsSpan(0, read).IndexOf(Commit) >= 0 ? (Cut)Interlocked.Exchange(ref _cut, (int)Cut.None) : Cut.None;
            if (cut == Cut.BeforeCommit)
            {
                Cuts++;
                return;
            }

            await far.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            if (cut == Cut.None)
                continue;
            Cuts++;
            _isDown = cut == Cut.AfterCommitForGood;
            return;
        }
    }
}
