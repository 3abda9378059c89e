using System.Collections.Concurrent;
using System.Text.Json;
using AiGateway.Core.Credentials;
using AiGateway.Core.Health;

namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>
/// Tokens of Google's service accounts, kept while they last. One call fetches what all that come meanwhile wait for; a token near
/// its end is still shown while its successor is fetched.
/// </summary>
internal sealed class GoogleTokens(UpstreamClients clients, TimeProvider time)
{
    private const string Connections = "google-tokens";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Before its end a successor is fetched.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(5);

    /// <summary>A token this near its end may be refused by the time it arrives.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Email, string? KeyId), Entry> _entries = new();

    /// <exception cref="CredentialException">Google gave none.</exception>
    public ValueTask<string> Get(GoogleServiceAccount account, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd((account.Email, account.KeyId), static _ => new Entry());
        var now = time.GetUtcNow();
        var token = entry.Token;
        if (token is not null && token.EndsAt - now > Renewal)
            return new(token.Value);
        var fetch = entry.Fetch(() => Ask(account));
        return token is not null && token.EndsAt - now > Margin ? new(token.Value) : new(Wait(fetch, cancellationToken));
    }

    private static async Task<string> Wait(Task<Token> fetch, CancellationToken cancellationToken) => (await fetch.WaitAsync(cancellationToken)).Value;

    private async Task<Token> Ask(GoogleServiceAccount account)
    {
        var now = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, account.TokenUri)
        {
            Content = new FormUrlEncodedContent([new("grant_type", GoogleServiceAccount.GrantType), new("assertion", account.Assertion(now))]),
        };
        using var client = clients.For(Connections);
        using var deadline = new CancellationTokenSource(Patience, time);
        try
        {
            using var response = await client.SendAsync(request, deadline.Token);
            var body = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            if (!response.IsSuccessStatusCode)
                throw new CredentialException(Refusal((int)response.StatusCode, body));
            return Read(body, now) ?? throw new CredentialException(FailureClassifier.Transport(TransportFault.MalformedAnswer));
        }
        catch (HttpRequestException)
        {
            throw new CredentialException(FailureClassifier.Transport(TransportFault.ConnectFailed));
        }
        catch (OperationCanceledException)
        {
            throw new CredentialException(FailureClassifier.Transport(TransportFault.FirstByteTimeout));
        }
    }

    /// <summary>Whatever the status, a grant that is refused is the account's fault.</summary>
    private UpstreamFailure Refusal(int status, byte[] body)
    {
        var failure = FailureClassifier.Classify(status, static _ => null, body, time.GetUtcNow().ToUnixTimeMilliseconds());
        return status is 400 or 401 or 403 ? failure with { Class = FailureClass.KeyDead, Scope = FailureScope.Key } : failure;
    }

    private static Token? Read(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        try
        {
            var answer = JsonElement.Parse(body);
            return answer.GetProperty("access_token").GetString() is { Length: > 0 } value
                ? new Token(value, now.AddSeconds(answer.TryGetProperty("expires_in", out var seconds) ? seconds.GetInt32() : 3_600))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private sealed class Token(string value, DateTimeOffset endsAt)
    {
        public string Value => value;

        public DateTimeOffset EndsAt => endsAt;
    }

    private sealed class Entry
    {
        private readonly Lock _lock = new();
        private Task<Token>? _fetch;

        public Token? Token { get; private set; }

        public Task<Token> Fetch(Func<Task<Token>> ask)
        {
            lock (_lock)
                return _fetch ??= Keep(ask);
        }

        private async Task<Token> Keep(Func<Task<Token>> ask)
        {
            // Off the lock, whatever is done before the first wait.
            await Task.Yield();
            try
            {
                return Token = await ask();
            }
            finally
            {
                lock (_lock)
                    _fetch = null;
            }
        }
    }
}
