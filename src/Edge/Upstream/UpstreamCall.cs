using AiGateway.Core.Dialects;
using AiGateway.Edge.Api;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream.Credentials;
using AiGateway.Edge.Upstream.Dialects;

namespace AiGateway.Edge.Upstream;

/// <summary>What has to be known of an attempt for sending it.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Credential">What it shows; null for a provider that needs nothing.</param>
/// <param name="Dialect">What the provider is spoken to in; null for what is no chat.</param>
/// <param name="Passes">True when that is the caller's own dialect, whose headers then go along.</param>
/// <param name="Stream">Whether the answer is to be streamed.</param>
internal readonly record struct UpstreamCall(Uri Address, Credential? Credential, Dialect? Dialect, bool Passes, bool Stream)
{
    public static UpstreamCall Of(Exchange call, Attempt attempt)
    {
        // Counting passes in the caller's own dialect, headers and all.
        if (call.Operation.CountDialect() is { } counted)
            return new(Addresses.Of(attempt.Provider, call.Operation, attempt.Hop.Model, stream: false), attempt.Key?.Credential, counted, Passes: true, Stream: false);
        var dialect = TargetDialects.Of(call.Operation, attempt.Provider);
        return new(
            Addresses.Of(attempt.Provider, call.Operation, attempt.Hop.Model, call.Scan.Stream), attempt.Key?.Credential, dialect, dialect == call.Operation.ChatDialect(), call.Scan.Stream)
        {
            AnyForm = call.Operation.IsAudio(),
        };
    }

    /// <summary>Whether the answer may be sound, or text that is no JSON.</summary>
    public bool AnyForm { get; init; }

    /// <summary>What the answer should be.</summary>
    public string Accepts => AnyForm ? "*/*" : !Stream ? "application/json" : Dialect == Core.Dialects.Dialect.Bedrock ? "application/vnd.amazon.eventstream" : "text/event-stream";
}
