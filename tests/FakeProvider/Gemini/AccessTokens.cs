using System.Collections.Concurrent;
using AiGateway.FakeProvider.Log;

namespace AiGateway.FakeProvider.Gemini;

/// <summary>The access tokens that were given out. Each belongs to the service account behind its <c>@</c>.</summary>
internal sealed class AccessTokens(ProviderClock clock)
{
    private const string Mark = "ya29.";
    private readonly ConcurrentDictionary<string, long> _goodUntilUs = new(StringComparer.Ordinal);
    private long _made;

    public string Make(string issuer, int seconds)
    {
        var token = $"{Mark}fake{Interlocked.Increment(ref _made)}@{issuer}";
        _goodUntilUs[token] = clock.NowUs + (seconds * 1_000_000L);
        return token;
    }

    /// <summary>True for what looks like such a token and was never given out, or has run out. Other keys are nobody's business here.</summary>
    public bool IsRefused(string key) => key.StartsWith(Mark, StringComparison.Ordinal)
        && (!_goodUntilUs.TryGetValue(key, out var until) || until <= clock.NowUs);
}
