using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits.Simulation;

/// <summary>An admitted call as an all-seeing observer knows it.</summary>
internal sealed class AdmittedCall
{
    public required long AtMs { get; init; }

    public required long Day { get; init; }

    /// <summary>Reserved, and once settled what was used of that.</summary>
    public long Tokens { get; set; }

    /// <summary>False once released: it never reached a provider.</summary>
    public bool Counts { get; set; } = true;

    public bool Running { get; set; } = true;

    /// <summary>Went on running while its edge had lost the slot.</summary>
    public bool Overran { get; set; }
}

/// <summary>Checks every admission against the limits, knowing everything.</summary>
internal sealed class Audit(int seed)
{
    private readonly Queue<AdmittedCall> _window = new();
    private readonly List<AdmittedCall> _all = [];
    private readonly List<(long AtMs, LimitSpec Limits)> _limits = [];

    public int Admitted => _all.Count(call => call.Counts);

    public int AdmittedSince(long ms) => _all.Count(call => call.Counts && call.AtMs >= ms);

    public void Change(LimitSpec limits, long nowMs) => _limits.Add((nowMs, limits));

    /// <param name="call">The call just admitted.</param>
    /// <param name="running">All calls under way in the cluster, this one included.</param>
    /// <param name="checkDay">False when the owner's clock is not to be trusted with days.</param>
    public void Admit(AdmittedCall call, IReadOnlyCollection<AdmittedCall> running, bool checkDay)
    {
        _all.Add(call);
        _window.Enqueue(call);
        while (_window.Peek().AtMs <= call.AtMs - LeaseTerms.WindowMs)
            _window.Dequeue();

        var requests = _window.LongCount(each => each.Counts);
        Check(requests, LimitDimension.RequestsPerMinute, LeaseTerms.WindowMs + LeaseTerms.LotLifetimeMs);
        Check(_window.Sum(each => each.Tokens), LimitDimension.TokensPerMinute, LeaseTerms.WindowMs + LeaseTerms.LotLifetimeMs);
        if (checkDay)
            Check(_all.Where(each => each.Day == call.Day).Sum(each => each.Tokens), LimitDimension.TokensPerDay, long.MaxValue);
        if (!running.Any(each => each.Overran))
            Check(running.Count, LimitDimension.Concurrent, 30_000);

        void Check(long used, LimitDimension dimension, long memoryMs)
        {
            // Only limits of the time that can still matter: the last before it, and all within it.
            var allowed = long.MinValue;
            for (var i = _limits.Count - 1; i >= 0; i--)
            {
                allowed = Math.Max(allowed, _limits[i].Limits.Bound(dimension) ?? long.MaxValue);
                if (memoryMs != long.MaxValue && _limits[i].AtMs < call.AtMs - memoryMs)
                    break;
            }
            Assert.True(used <= allowed, $"Seed {seed}, {call.AtMs} ms: {used} of {allowed} {dimension}.");
        }
    }
}
