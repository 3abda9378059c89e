using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Edge.Cluster;

/// <summary>One consumer's wallet with its one refill under way at a time.</summary>
internal sealed class ConsumerLease(LeaseWallet wallet, SendLeaseReport send, Action<Exception> onLost, TimeProvider time)
{
    /// <summary>A wallet nobody asked for this long is forgotten once it is empty.</summary>
    private const long ForgetMs = 60_000;

    private readonly Lock _gate = new();
    private Task<bool>? _refill;
    private long _askedAtMs = time.MonotonicMs();

    public LeaseWallet Wallet { get; } = wallet;

    public LimitSpec Limits { get; private set; } = new();

    public bool IdleSince(long nowMs) => nowMs - Volatile.Read(ref _askedAtMs) > ForgetMs;

    /// <summary>Takes what a call needs: from memory in the common case, after one question to the owner otherwise.</summary>
    /// <returns>Null when the owner could not be asked.</returns>
    public ValueTask<AdmitResult?> Admit(long tokens, LimitSpec limits, CancellationToken cancellationToken)
    {
        var now = time.MonotonicMs();
        Volatile.Write(ref _askedAtMs, now);
        Limits = limits;
        var result = Wallet.TryAdmit(tokens, limits, now);
        return result.Outcome == AdmitOutcome.NeedsLease ? AdmitAfterRefill(tokens, limits, cancellationToken) : new(result);
    }

    /// <summary>Where the consumer stands with its limits, as far as this edge knows.</summary>
    public CallerStanding Standing() => Wallet.Standing(Limits, time.MonotonicMs());

    /// <summary>Sends a report and takes the reply in; joins the one under way if there is one. False when it was lost.</summary>
    public Task<bool> Refill()
    {
        lock (_gate)
        {
            if (_refill is null or { IsCompleted: true })
                _refill = Exchange();
            return _refill;
        }
    }

    private async ValueTask<AdmitResult?> AdmitAfterRefill(long tokens, LimitSpec limits, CancellationToken cancellationToken)
    {
        // A refill that others share may bring less than all of them need; each further try is a report of its own that
        // states what is still lacking, so the owner either grants or refuses.
        for (var round = 0; round < 4; round++)
        {
            if (!await Refill().WaitAsync(cancellationToken))
                return null;
            var result = Wallet.TryAdmit(tokens, limits, time.MonotonicMs());
            if (result.Outcome != AdmitOutcome.NeedsLease)
                return result;
        }
        return new AdmitResult(AdmitOutcome.Refused, default, Crowded(limits));
    }

    private static LimitRefusal Crowded(LimitSpec limits)
    {
        var dimension = limits.RequestsPerMinute is not null ? LimitDimension.RequestsPerMinute
            : limits.Concurrent is not null ? LimitDimension.Concurrent
            : limits.TokensPerMinute is not null ? LimitDimension.TokensPerMinute : LimitDimension.TokensPerDay;
        return new LimitRefusal(dimension, limits.Bound(dimension) ?? 0, 0, 1_000);
    }

    private async Task<bool> Exchange()
    {
        await Task.Yield();
        var sentAt = time.MonotonicMs();
        var limits = Limits;
        try
        {
            var reply = await send(Wallet.BeginRefill(limits, sentAt), limits);
            Wallet.Apply(reply, sentAt);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Wallet.Fail();
            onLost(e);
            return false;
        }
    }
}
