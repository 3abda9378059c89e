using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Security;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Realtime;

/// <summary>
/// The account of a session, turn by turn: each response is a call of its own, admitted before it can come, charged when it has,
/// and recorded by itself. So the limits of the consumer hold while the session lives. A turn that nobody took leaves nothing.
/// </summary>
internal sealed class RealtimeTurns(
    Exchange first, CatalogView catalog, RevocationWatch revocations, Admit admit, Accounts accounts, Settle settle, CallIds ids, TimeProvider time)
{
    private readonly Exchange _first = first;
    private Exchange _turn = first;
    private PartialResponse _partial;

    /// <summary>Of all its responses.</summary>
    public TokenUsage Spent { get; private set; }

    /// <summary>Whether a response has begun and not ended.</summary>
    public bool IsAnswering { get; private set; }

    /// <summary>Takes in an event of the provider's.</summary>
    /// <returns>Why the session has to end; null when it need not.</returns>
    public ValueTask<SessionEnd?> Hear(ReadOnlyMemory<byte> message)
    {
        switch (RealtimeEvents.Of(message.Span))
        {
            case RealtimeEvent.ResponseCreated when !IsAnswering:
                // Until now it was the caller's time.
                _turn.Restart(time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
                Answers();
                return default;
            case RealtimeEvent.Content:
                if (_turn.FirstTokenTicks is null)
                    _turn.ContentBegins(time.GetTimestamp());
                _partial = _partial.With(message.Length);
                return default;
            case RealtimeEvent.ResponseDone when RealtimeUsage.TryRead(message.Span, out var usage):
                return Next(usage ?? _partial.Estimate());
            default:
                return default;
        }
    }

    /// <summary>The session has ended: what its last turn held is given back, or charged when a response was under way.</summary>
    /// <param name="outcome">Of that response, or of a session without any.</param>
    public void End(CallOutcome outcome)
    {
        var last = _turn;
        if (last.Outcome == CallOutcome.Limited)
            outcome = CallOutcome.Limited;
        if (IsAnswering)
            last.Tokens = _partial.Estimate();
        if (ReferenceEquals(last, _first) || IsAnswering || outcome == CallOutcome.Limited)
            Close(outcome);
        else
            GiveBack(last);
        // The records are the turns', the trace is the session's.
        (_first.Outcome, _first.Tokens) = (outcome, Spent);
    }

    private async ValueTask<SessionEnd?> Next(TokenUsage usage)
    {
        Answers();
        var done = _turn;
        done.Tokens = usage;
        Close(CallOutcome.Ok);
        _partial = PartialResponse.After(usage);
        IsAnswering = false;

        if (revocations.IsStale)
            return SessionEnd.OfLostControlPlane;
        if (Following(done) is not { } next)
            return SessionEnd.OfRevocation;
        _turn = next;
        if (await admit.Run(next) is { } refusal)
        {
            next.Outcome = CallOutcome.Limited;
            next.Status = refusal.Status;
            return SessionEnd.OfLimit(refusal.Message);
        }
        Begin(next, done.LastAttempt!);
        return null;
    }

    /// <summary>The next turn goes by the newest catalog: its limits may have changed in the hour that a session can last.</summary>
    /// <returns>Null when its consumer is in it no more.</returns>
    private Exchange? Following(Exchange done)
    {
        var table = catalog.Table ?? done.Table;
        if (!table.Consumers.TryGetValue(done.Consumer.Id, out var consumer))
            return null;
        var model = table.Models.TryFind(done.Routed, out var match) ? match.Value : null;
        var hop = done.LastAttempt!.Hop;
        var target = hop.Target.Limited is null ? null : Array.Find(model?.Targets ?? [], now => now.Provider.Id == hop.Target.Provider.Id && now.Model == hop.Target.Model);
        var next = new Exchange(done.Http, done.Operation, ids.Next(), table, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp())
        {
            Consumer = consumer,
            Path = done.Path,
            Routed = done.Routed,
            Stays = true,
            Route = done.Route with { Hops = [hop with { Target = target ?? hop.Target with { Limited = null } }], Limited = model?.Limited },
        };
        next.Scan = done.Scan;
        return next;
    }

    /// <summary>The session stays where it is, so that a full account is no reason to end it: the provider is the judge of those.</summary>
    private void Begin(Exchange turn, Attempt attempt)
    {
        var key = attempt.Key is { } used ? turn.Table.Keys.GetValueOrDefault(used.Id) ?? used : null;
        turn.Begin(attempt with { Hop = turn.Route.Hops[0], Key = key, Probe = null }, time.GetTimestamp());
        if (key is not null)
            accounts.TryTake(turn, turn.Route.Hops[0], key);
    }

    private void Answers()
    {
        IsAnswering = true;
        _turn.ReachedProvider = true;
        _turn.ReachedTarget |= ReferenceEquals(_turn.LastAttempt?.Hop, _turn.Route.Hops[0]);
    }

    private void Close(CallOutcome outcome)
    {
        _turn.Outcome = outcome;
        accounts.Settle(_turn, _turn.ReachedProvider, answered: _turn.Tokens.Total > 0);
        settle.Run(_turn);
        Spent = Spent.And(_turn.Tokens);
    }

    private void GiveBack(Exchange turn)
    {
        accounts.Settle(turn, reached: false, answered: false);
        turn.Admission.Release(time.MonotonicMs());
        turn.TargetCap.Release(time.MonotonicMs());
    }
}
