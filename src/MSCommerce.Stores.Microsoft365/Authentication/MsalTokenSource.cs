using Microsoft.Identity.Client;

namespace MSCommerce.Stores.Microsoft365.Authentication;

/// <summary>A token source over MSAL, which keeps tokens and renews them before they expire.</summary>
internal abstract class MsalTokenSource : ITokenSource, IDisposable
{
    private readonly SemaphoreSlim _renewal = new(1);

    public Task<AccessGrant> SignInAsync(string scope, CancellationToken stop) => TranslateAsync(() => AcquireFirstAsync(scope, stop));

    public async Task<AccessGrant> GetAsync(string scope, string? rejected, CancellationToken stop)
    {
        if (rejected is null)
            return await TranslateAsync(() => AcquireAsync(scope, renew: false, stop));

        // Many requests are refused at once where a token ends: one renews it for all.
        await _renewal.WaitAsync(stop);
        try
        {
            var kept = await TranslateAsync(() => AcquireAsync(scope, renew: false, stop));
            return kept.Token != rejected ? kept : await TranslateAsync(() => AcquireAsync(scope, renew: true, stop));
        }
        finally
        {
            _renewal.Release();
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A token, kept or renewed.</summary>
    protected abstract Task<AccessGrant> AcquireAsync(string scope, bool renew, CancellationToken stop);

    /// <summary>The first token of a session: the one that may take a person.</summary>
    protected virtual Task<AccessGrant> AcquireFirstAsync(string scope, CancellationToken stop) => AcquireAsync(scope, renew: false, stop);

    /// <summary>The failure as this library reports it. MSAL's own is not attached: what it holds of the answer is not for eyes.</summary>
    protected virtual CommerceException Translate(Exception failure) => SignInErrors.Of(failure);

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _renewal.Dispose();
    }

    private async Task<AccessGrant> TranslateAsync(Func<Task<AccessGrant>> acquire)
    {
        try
        {
            return await acquire();
        }
        catch (Exception failure) when (failure is MsalException or HttpRequestException or TimeoutException)
        {
            throw Translate(failure);
        }
    }
}
