using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Usage;

/// <summary>What a list of calls can be narrowed by; what is left out does not matter.</summary>
/// <param name="From">Started at or after, ISO 8601.</param>
/// <param name="To">Started before, ISO 8601.</param>
/// <param name="CallId">The call's x-request-id.</param>
/// <param name="Outcome">A name of <see cref="CallOutcome"/>.</param>
/// <param name="Status">HTTP status the caller received.</param>
/// <param name="Shadow">True for the copies that shadows answered, in place of callers' own calls.</param>
/// <param name="Limit">Calls on a page, 1–1,000; 100 when left out.</param>
/// <param name="After">What the page before called next.</param>
internal sealed record RecordParameters(
    string? From, string? To, string? CallId, string? Consumer, string? Model, string? Provider, string? Key, string? Outcome, int? Status, bool? Shadow,
    int? Limit, string? After)
{
    private const int MaxLimit = 1_000;

    /// <returns>What is wrong with the question; null when nothing is.</returns>
    public ProblemHttpResult? Read(out RecordQuery query)
    {
        query = new RecordQuery();
        if (!QueryTime.TryRead(From, out var fromMs) || !QueryTime.TryRead(To, out var toMs) || fromMs >= toMs)
            return AdminResults.BadParameter("from' and 'to", "ISO 8601 times, from before to");
        // PostgreSQL has no such text, so that nothing could match.
        if (Array.Exists([CallId, Consumer, Model, Provider, Key], text => text?.Contains('\0') == true))
            return AdminResults.BadParameter("callId', 'consumer', 'model', 'provider' and 'key", "text without U+0000");
        if (Limit is < 1 or > MaxLimit)
            return AdminResults.BadParameter("limit", $"a number between 1 and {MaxLimit}");
        RecordPlace? after = null;
        if (After is not null && !RecordPlace.TryParse(After, out after))
            return AdminResults.BadParameter("after", "what the page before called 'next'");
        CallOutcome? outcome = null;
        if (Outcome is not null)
        {
            if (!QueryName.TryRead<CallOutcome>(Outcome, out var named))
                return AdminResults.BadParameter("outcome", $"one of {string.Join(", ", Enum.GetNames<CallOutcome>())}");
            outcome = named;
        }
        query = new RecordQuery
        {
            FromMs = fromMs,
            ToMs = toMs,
            CallId = CallId,
            Consumer = Consumer,
            Model = Model,
            Provider = Provider,
            Key = Key,
            Outcome = outcome,
            Status = Status,
            Shadow = Shadow == true,
            After = after,
            Limit = Limit ?? query.Limit,
        };
        return null;
    }
}
