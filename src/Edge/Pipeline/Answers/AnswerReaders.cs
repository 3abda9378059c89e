using AiGateway.Core.Dialects;
using AiGateway.Edge.Api;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream.Dialects;
using AiGateway.Edge.Upstream.Media;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>Who reads the answer of a call: each kind of call has a form of its own. What only a caller would see is left out for copies.</summary>
internal static class AnswerReaders
{
    public static StreamRewriter OfStream(Exchange call) => (Caller(call), Target(call)) switch
    {
        _ when call.Operation.IsMedia() => new MediaStream(call.Operation, call.Scan.Model, call.Scan.N),
        ({ } caller, { } target) when Translation.Applies(call, target) || call.Path.AsList => new TranslatedStream(Codecs.Of(target).NewStreamReader(), WriterFor(call, caller)),
        (Dialect.OpenAiResponses, _) => new ResponseStreamRewriter(call.Scan.Model, !call.Scan.KeepsNothing),
        (Dialect.Anthropic or Dialect.Gemini, { } same) => new PassedStream(Codecs.Of(same).NewStreamReader(), same, call.Scan.Model),
        _ => new ChatStreamRewriter(call.Scan.Model, hideUsage: !call.IsShadow && !call.Scan.UsageAsked, call.Partial),
    };

    public static IAnswerEdit OfWhole(Exchange call) => (Caller(call), Target(call)) switch
    {
        _ when call.Operation.CountDialect() is not null => new PassedJson(),
        _ when EmbeddingDialects.Translates(call.Operation, call.LastAttempt!.Provider) =>
            new TranslatedVectors(EmbeddingDialects.OfProvider(call.LastAttempt.Provider), EmbeddingDialects.OfCaller(call.Operation), call.Texts!),
        _ when call.Operation.IsMedia() => new MediaEdit(call.Operation, call.Scan.Model),
        _ when call.Operation == Operation.Compaction => new ResponseEdit(call.Scan.Model, !call.Scan.KeepsNothing),
        ({ } caller, { } target) when Translation.Applies(call, target) => new TranslatedAnswer(Codecs.Of(target), Codecs.OfClient(caller), Translation.Traits(call)),
        (Dialect.OpenAiResponses, _) => new ResponseEdit(call.Scan.Model, !call.Scan.KeepsNothing),
        (Dialect.Anthropic or Dialect.Gemini, { } same) => new PassedAnswer(Codecs.Of(same), call.Scan.Model),
        _ => new AnswerEdit(call.Scan.Model, call.Operation, call.Scan.WantsBase64 && !call.IsShadow),
    };

    private static IChatStreamWriter WriterFor(Exchange call, Dialect caller) => call.Path.AsList
        ? Codecs.NewListWriter(Translation.Traits(call))
        : Codecs.OfClient(caller).NewStreamWriter(Translation.Traits(call));

    private static Dialect? Caller(Exchange call) => call.Operation.ChatDialect();

    private static Dialect? Target(Exchange call) => TargetDialects.Of(call.Operation, call.LastAttempt!.Provider);
}
