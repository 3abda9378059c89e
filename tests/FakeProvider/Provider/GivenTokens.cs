using System.Collections.Concurrent;
using AiGateway.FakeProvider.Log;

namespace AiGateway.FakeProvider.Provider;

/// <summary>The keys that were given out for a time. Each belongs to the account behind its <c>@</c>.</summary>
internal sealed class GivenTokens(ProviderClock clock)
{
    /// <summary>How Google's access tokens begin.</summary>
    public const string Access = "ya29.";

    /// <summary>How OpenAI's client secrets begin.</summary>
    public const string Ephemeral = "ek_";

    private readonly ConcurrentDictionary<string, long> _goodUntilUs = new(StringComparer.Ordinal);
    private long _made;

    public string Make(string mark, string account, int seconds)
    {
        var token = $"{mark}fake{Interlocked.Increment(ref _made)}@{account}";
        _goodUntilUs[token] = clock.NowUs + (seconds * 1_000_000L);
        return token;
    }

    /// <summary>True for what looks like such a key and was never given out, or has run out. Other keys are nobody's business here.</summary>
    public bool IsRefused(string key) =>
        (key.StartsWith(Access, StringComparison.Ordinal) || key.StartsWith(Ephemeral, StringComparison.Ordinal))
        && (!_goodUntilUs.TryGetValue(key, out var until) || until <= clock.NowUs);
}
