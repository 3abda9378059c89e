using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Upstream.OpenAi;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Pipeline.Accounting;

/// <summary>Decides what a call's tokens were: the provider's figures where it sent any, counted ones where it did not.</summary>
internal sealed class Meter(TokenCounter counter)
{
    /// <param name="content">What was answered so far.</param>
    public void Take(Exchange call, TokenUsage? reported, ContentLog content)
    {
        if (reported is { } usage)
            call.Tokens = usage;
        else if (call.Operation.IsMedia())
            TakePrompt(call);
        else if (content.TotalBytes > 0 || call.Operation.Embeds())
            call.Tokens = new TokenUsage(PromptTokens.Count(call.Body.Span, call.Scan, counter), counter.CountAnswer(content), 0, 0, Estimated: true);
    }

    /// <summary>Of an image or of sound no tokens can be counted: what was asked counts, once there is an answer.</summary>
    public void TakePrompt(Exchange call)
    {
        if (call.AttemptAnswers)
            call.Tokens = new TokenUsage(PromptTokens.Count(call.Body.Span, call.Scan, counter), 0, 0, 0, Estimated: true);
    }
}
