using AiGateway.Core.Dialects;
using AiGateway.Edge.Api;
using AiGateway.Edge.Upstream.Dialects;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Pipeline;

/// <summary>Puts a request into the dialect of a target that does not speak the caller's, and says by what its answer is to be written back.</summary>
internal static class Translation
{
    /// <summary>Writes the body for a target.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">Whom it goes to.</param>
    /// <param name="target">What that one speaks.</param>
    /// <param name="outputCap">Output tokens for each answer at most; null for what the caller asked for.</param>
    /// <param name="body">Receives it.</param>
    /// <exception cref="DialectException">The request makes no sense, or none to this target.</exception>
    public static void Write(Exchange call, Attempt attempt, Dialect target, int? outputCap, PooledBody body)
    {
        var caller = Codecs.Of(call.Operation.ChatDialect()!.Value);
        // A long chain of targets reads it once.
        var request = call.Chat ??= Read(call, caller);
        var omissions = new Omissions(caller, NameOf(target), strict: false);
        Codecs.Of(target).WriteRequest(request, new TargetTraits(attempt.Hop.Model, outputCap), omissions, body);
        call.Omitted = omissions.Fields.Count > 0 ? omissions.Fields : null;
    }

    /// <summary>By what an answer of another dialect is written for this call's caller.</summary>
    public static AnswerTraits Traits(Exchange call) => new(
        call.CallId, call.Scan.Model, call.StartedAtMs / 1_000, PromptTokens.Estimate(call.Scan), call.Scan.UsageAsked, call.Chat);

    private static ChatRequest Read(Exchange call, IChatCodec caller)
    {
        // The body is pooled, and what is made of it may live longer.
        var request = caller.ReadRequest(call.Body.Memory);
        return call.Scan.ModelIsInPath ? request with { Model = call.Scan.Model, Stream = call.Scan.Stream } : request;
    }

    private static string NameOf(Dialect dialect) => dialect switch
    {
        Dialect.OpenAiChat => "OpenAI's chat completions",
        Dialect.OpenAiResponses => "OpenAI's responses",
        Dialect.Anthropic => "Anthropic's messages",
        Dialect.Gemini => "Google's generateContent",
        _ => "Amazon Bedrock's Converse",
    };
}
