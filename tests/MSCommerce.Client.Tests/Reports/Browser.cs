using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MSCommerce.Client.Tests.Reports;

/// <summary>A browser without a window (Chromium, Chrome or Edge), driven over its DevTools protocol.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"];

    private static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private readonly TemporaryFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _asked = new();
    private readonly ConcurrentQueue<(string Method, JsonNode Parameters)> _events = new();
    private Process? _process;
    private Task _listening = Task.CompletedTask;
    private TaskCompletionSource _loaded = new();
    private int _last;

    /// <summary>What the page did since it was opened: requests, messages of its console, errors.</summary>
    internal IReadOnlyList<(string Method, JsonNode Parameters)> Events => [.. _events];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program)
            return;
        List<string> arguments =
        [
            "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-extensions", "--remote-debugging-port=0",
            $"--user-data-dir={_profile.Path}", "about:blank",
        ];
        // The sandbox refuses root, which containers run as.
        if (OperatingSystem.IsLinux() && Environment.UserName == "root")
            arguments.Insert(0, "--no-sandbox");
        _process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;

        var said = new List<string>();
        string? address = null;
        while (address is null && await _process.StandardError.ReadLineAsync(Stop) is { } line)
        {
            said.Add(line);
            address = line.StartsWith("DevTools listening on ", StringComparison.Ordinal) ? line[22..] : null;
        }

        Assert.True(address is not null, string.Join('\n', said));
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var http = new HttpClient();
        var pages = await http.GetFromJsonAsync<JsonArray>($"http://127.0.0.1:{new Uri(address!).Port}/json/list", Stop);
        await _socket.ConnectAsync(new(pages!.Single(page => (string?)page!["type"] == "page")!["webSocketDebuggerUrl"]!.GetValue<string>()), Stop);
        _listening = ListenAsync();
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
            await AskAsync($"{domain}.enable");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            await _listening;
            _process.Dispose();
        }

        _socket.Dispose();
        _profile.Dispose();
    }

    /// <summary>Opens a page; the test is skipped where there is no browser.</summary>
    internal async Task OpenAsync(string path, int width, string scheme = "light", bool scripts = true)
    {
        if (_process is null)
            Assert.Skip("A browser, Chromium, Chrome or Edge, is not installed. On Debian and Ubuntu: apt-get install chromium");
        await AskAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await AskAsync("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });
        await AskAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = !scripts });
        _events.Clear();
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await AskAsync("Page.navigate", new() { ["url"] = new Uri(path).AbsoluteUri });
        await _loaded.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    /// <summary>What an expression comes to on the page.</summary>
    internal async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await AskAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true });
        Assert.Null(answer["exceptionDetails"]);
        return answer["result"]!["value"];
    }

    /// <summary>Asks the browser for something.</summary>
    internal async Task<JsonNode> AskAsync(string method, JsonObject? parameters = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] });
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, Stop);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)))
        .Concat(Places)
        .FirstOrDefault(File.Exists);

    private async Task ListenAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                    continue;
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                Take(JsonNode.Parse(message.ToArray())!);
                message.SetLength(0);
            }
        }
        catch (WebSocketException)
        {
            // The browser ended.
        }
    }

    private void Take(JsonNode message)
    {
        if ((int?)message["id"] is { } id && _asked.TryRemove(id, out var asked))
        {
            asked.SetResult(message["result"] ?? message);
            return;
        }

        var method = message["method"]!.GetValue<string>();
        _events.Enqueue((method, message["params"]!));
        if (method == "Page.loadEventFired")
            _loaded.TrySetResult();
    }
}
