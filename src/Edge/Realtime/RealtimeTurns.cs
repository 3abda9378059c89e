using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Realtime;

/// <summary>
/// The account of a session, turn by turn: each response is a call of its own, admitted before it can come, charged when it has,
/// and recorded by itself. So the limits of the consumer hold while the session lives.
/// </summary>
internal sealed class RealtimeTurns(Exchange first, Admit admit, Accounts accounts, Settle settle, CallIds ids, TimeProvider time)
{
    private Exchange _turn = first;

    /// <summary>A response is whole.</summary>
    /// <param name="usage">What it took; null where the provider does not say.</param>
    /// <returns>Why there can be no other; null when there can.</returns>
    public async ValueTask<SessionEnd?> Next(TokenUsage? usage)
    {
        var done = _turn;
        done.Tokens = usage ?? new TokenUsage(0, 0, 0, 0, Estimated: true);
        done.ContentBegins(time.GetTimestamp());
        Close(CallOutcome.Ok);

        var next = new Exchange(done.Http, done.Operation, ids.Next(), done.Table, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp())
        {
            Consumer = done.Consumer,
            Route = done.Route,
            Path = done.Path,
        };
        next.Scan = done.Scan;
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

    /// <summary>The session has ended: what its last turn held is given back.</summary>
    public void End(CallOutcome outcome) => Close(_turn.Outcome == CallOutcome.Limited ? CallOutcome.Limited : outcome);

    /// <summary>The session stays where it is, so that a full account is no reason to end it: the provider is the judge of those.</summary>
    private void Begin(Exchange turn, Attempt attempt)
    {
        turn.Begin(attempt, time.GetTimestamp());
        turn.ReachedProvider = turn.ReachedTarget = true;
        if (attempt.Key is { } key)
            accounts.TryTake(turn, attempt.Hop, key);
    }

    private void Close(CallOutcome outcome)
    {
        _turn.Outcome = outcome;
        accounts.Settle(_turn, _turn.ReachedProvider, outcome == CallOutcome.Ok);
        settle.Run(_turn);
    }
}
