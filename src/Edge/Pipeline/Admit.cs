using AiGateway.Core.Limits;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Pipeline;

/// <summary>Takes the whole vector of the consumer's limits at once, or says which one stands in the way and until when.</summary>
internal sealed class Admit(ConsumerLeases leases)
{
    public async ValueTask<OpenAiError?> Run(Exchange call)
    {
        if (call.Consumer.Limits is not { } limits)
            return null;

        var scan = call.Scan;
        var tokens = TokenReservation.Estimate(
            PromptTokens.Estimate(scan), Math.Max(scan.N, scan.BestOf), limits, call.Operation == OpenAiOperation.Embeddings ? 0 : scan.OutputCap ?? -1);
        var lease = leases.For(call.Consumer.Id);
        if (await lease.Admit(tokens, limits, call.Aborted) is not { } result)
            return GatewayErrors.QuotaUnavailable();
        call.Standing = lease.Standing();
        if (result.Outcome == AdmitOutcome.Admitted)
        {
            (call.Lease, call.Reservation) = (lease, result.Reservation);
            return null;
        }
        return Refused(result.Refusal);
    }

    /// <summary>What only another day brings back is a budget, and no client should wait for it with its call in hand.</summary>
    private static OpenAiError Refused(LimitRefusal refusal) => refusal.Dimension == LimitDimension.TokensPerDay
        ? LimitErrors.BudgetExhausted(Name(refusal.Dimension), refusal.Limit, refusal.Remaining, refusal.RetryAfterMs)
        : LimitErrors.RateLimited(
            Name(refusal.Dimension), refusal.Dimension == LimitDimension.TokensPerMinute, refusal.Limit, refusal.Remaining, refusal.RetryAfterMs);

    private static string Name(LimitDimension dimension) => dimension switch
    {
        LimitDimension.RequestsPerMinute => "requestsPerMinute",
        LimitDimension.TokensPerMinute => "tokensPerMinute",
        LimitDimension.TokensPerDay => "tokensPerDay",
        _ => "concurrent",
    };
}
