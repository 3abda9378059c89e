using System.Diagnostics.CodeAnalysis;
using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Responses;
using AiGateway.Edge.Upstream.Dialects;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>Puts a request into the dialect of a target that does not speak the caller's, and says by what its answer is to be written back.</summary>
internal static class Translation
{
    /// <summary>Writes the body for a target.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">Whom it goes to.</param>
    /// <param name="target">What that one speaks.</param>
    /// <param name="changes">What is to be asked for in place of what the caller says.</param>
    /// <param name="body">Receives it.</param>
    /// <exception cref="DialectException">The request makes no sense, or none to this target.</exception>
    public static void Write(Exchange call, Attempt attempt, Dialect target, in RequestChanges changes, PooledBody body)
    {
        var caller = Codecs.OfClient(call.Operation.ChatDialect()!.Value);
        var request = Understand(call);
        if (changes.Values is { } values)
            request = Terms.Apply(values, request);
        if (call.Turn is { IsWanted: true } turn && call.WholeLength > turn.MostBytes)
            turn.NotKept = ResponseTurn.TooLarge;
        var provider = attempt.Provider;
        var traits = provider.Traits;
        var omissions = new Omissions(caller, NameOf(target), traits.UnknownFields == UnknownFieldHandling.Refuse);
        var known = new TargetTraits(attempt.Hop.Model, changes.OutputCap) { TakesTopK = traits.TakesTopK, TakesReasoning = traits.TakesReasoning, CapMember = traits.MaxTokensField };
        if (target == Dialect.OpenAiChat && provider.Quirks is not null)
            WriteWithout(call, provider, request, known, omissions, body);
        else
            Codecs.Of(target).WriteRequest(request, known, omissions, body);
        if (omissions.Fields.Count > 0)
            call.Omitted = [.. omissions.Fields, .. call.Omitted ?? []];
    }

    /// <summary>Writes it, and then takes out what the provider is known not to take.</summary>
    private static void WriteWithout(Exchange call, ProviderEntry provider, ChatRequest request, in TargetTraits target, Omissions omissions, PooledBody body)
    {
        using var whole = new PooledBody(call.Body.Length);
        Codecs.Of(Dialect.OpenAiChat).WriteRequest(request, target, omissions, whole);
        var edits = new SpliceList();
        foreach (var quirk in Quirks.Of(call, provider, whole.Span) ?? [])
            edits.Replace(new ByteRange(quirk.Start, quirk.Length), quirk.Text.Span);
        edits.WriteTo(whole.Span, body);
    }

    /// <summary>Writes the body of a target that turns texts into vectors in another dialect than the caller's.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteTexts(Exchange call, Attempt attempt, PooledBody body)
    {
        var caller = EmbeddingDialects.OfCaller(call.Operation);
        using var named = Named(call);
        var request = call.Texts ??= caller.ReadRequest((named ?? call.Body).Span) with { Model = call.Scan.Model };
        var omissions = new Omissions(caller, attempt.Provider.Id, attempt.Provider.Traits.UnknownFields == UnknownFieldHandling.Refuse);
        EmbeddingDialects.OfProvider(attempt.Provider).WriteRequest(request, attempt.Hop.Model, omissions, body);
        if (omissions.Fields.Count > 0)
            call.Omitted = omissions.Fields;
    }

    /// <summary>The request in terms of no dialect. A long chain of targets reads it once.</summary>
    /// <exception cref="DialectException">It makes no sense.</exception>
    public static ChatRequest Understand(Exchange call) => call.Chat ??= Read(call, Codecs.OfClient(call.Operation.ChatDialect()!.Value));

    /// <summary>Whether a target is asked in words of the gateway's own, and not in the caller's.</summary>
    /// <param name="target">What it speaks; null for what is no chat.</param>
    public static bool Applies(Exchange call, [NotNullWhen(true)] Dialect? target) =>
        target is not null && (target != call.Operation.ChatDialect() || call.Turn is { IsRecalled: true });

    /// <summary>By what an answer of another dialect is written for this call's caller.</summary>
    public static AnswerTraits Traits(Exchange call) => new(
        call.Operation == Operation.Responses ? ItemIds.OfCall(call.CallId) : call.CallId, call.Scan.Model, call.StartedAtMs / 1_000, PromptTokens.Estimate(call.Scan), call.Scan.UsageAsked, call.Chat)
    {
        Keeping = call.Turn?.Keeping(call.WholeLength),
    };

    private static ChatRequest Read(Exchange call, IClientCodec caller)
    {
        // The body is pooled, and what is made of it may live longer.
        using var named = Named(call);
        var request = caller.ReadRequest((named ?? call.Body).Span);
        return call.Scan.ModelIsInPath || call.Turn is { InBackground: true } ? request with { Model = call.Scan.Model, Stream = call.Scan.Stream } : request;
    }

    /// <summary>Azure's clients may name the model in the path alone, and its dialect is read as one that names it in the body.</summary>
    /// <returns>The body with the model in it; null where it has it, or has no place for it.</returns>
    private static PooledBody? Named(Exchange call)
    {
        if (!call.Scan.ModelIsInPath || !call.Scan.ModelValue.IsEmpty || CallerForm.Of(call.Http) == Dialect.Gemini)
            return null;
        var named = new PooledBody(call.Body.Length + call.Scan.Model.Length + 64);
        RequestEdit.Write(call.Body.Span, call.Scan, new RequestChanges { Model = call.Scan.Model }, named);
        return named;
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
