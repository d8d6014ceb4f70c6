using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Roadmap.Contracts;

namespace Roadmap.Client.Connection;

/// <summary>
/// The tokens of one connection: the first, and a fresh one ahead of the end of each, so that the connection outlives them. What the server
/// does not take as the next token of this connection may be good for another one: then it is closed, and made again.
/// </summary>
internal sealed class TokenRenewal(RoadmapClientOptions options)
{
    /// <summary>So long before its end a token is renewed; of a short one, when half of what is left has passed.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    /// <summary>A timer cannot wait for longer than some weeks.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromDays(1);

    private volatile string? _token;

    /// <summary>The token that the connection is made with.</summary>
    public async Task<string?> AskAsync() => _token = await AskAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>Lasts as long as the connection. Tokens that do not say when they end are left alone.</summary>
    public async Task KeepAsync(HubConnection connection, CancellationToken closed)
    {
        while (TokenEnd.Of(_token) - options.Time.GetUtcNow() is { } left && left > TimeSpan.Zero)
        {
            var delay = left > 2 * s_before ? left - s_before : left / 2;
            delay = delay < s_least ? s_least : delay > s_most ? s_most : delay;
            await Task.Delay(delay, options.Time, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (closed.IsCancellationRequested)
                return;
            try
            {
                if (await AskAsync(closed).ConfigureAwait(false) is { Length: > 0 } token && token != _token)
                {
                    await connection.InvokeAsync(HubMethods.Authenticate, token, closed).ConfigureAwait(false);
                    _token = token;
                }
            }
            catch (HubException e) when (Refusal.In(e) is { IsFinal: true })
            {
                await connection.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The user's function throws what it likes. When the token is over, the next connection shows it.
            catch (Exception)
#pragma warning restore CA1031
            {
                // Tried again.
            }
        }
    }

    private async ValueTask<string?> AskAsync(CancellationToken cancellationToken) =>
        options.AccessToken is { } ask ? await ask(cancellationToken).ConfigureAwait(false) : null;
}
