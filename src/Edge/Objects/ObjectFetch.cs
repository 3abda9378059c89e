using AiGateway.Core.Health;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Objects;

/// <summary>Asks for one object of a list. Several run for one call at the same time: nothing of the call is changed.</summary>
internal sealed class ObjectFetch(ObjectUpstream upstream, ObjectKeys keys, AnswerClocks clocks, GatewaySettings settings, TimeProvider time)
{
    public async Task<Fetched> Run(Exchange call, PinKind kind, ShelfEntry entry)
    {
        // A provider that is no longer in the catalog has taken its objects with it.
        if (!call.Table.Providers.TryGetValue(entry.Provider, out var provider))
            return default;
        var hop = ObjectRoutes.HopTo(provider, ProviderKey.AccountOf(entry.Provider, entry.Account));
        var fetched = default(Fetched);
        UpstreamFailure? failure = null;
        for (var (i, tried) = (0, default(Tried)); i < settings.AttemptsPerTarget && keys.Next(call, hop, ref tried) is { } attempt; i++)
        {
            attempt.View!.Load.Begin();
            try
            {
                (failure, fetched) = await Once(call, kind, entry.Id, attempt);
            }
            finally
            {
                attempt.View.Load.End();
            }
            keys.Report(attempt, failure);
            fetched = fetched with { Attempts = i + 1, Last = attempt };
            if (failure is null)
                return fetched;
            if (!failure.MovesOn)
                break;
        }
        var pin = new Pin { Provider = entry.Provider, Account = entry.Account, CreatedMs = 0, UsedMs = 0 };
        return fetched with { Error = PinErrors.Unavailable(new PinClaim(entry.Id, pin), call.Consumer.Explain, null) };
    }

    /// <summary>Adds what it took to the call's own account.</summary>
    public void Count(Exchange call, Fetched one)
    {
        for (var i = 0; i < one.Attempts; i++)
            call.Begin(one.Last!, time.GetTimestamp());
        call.ReachedProvider |= one.Last is not null;
    }

    private async Task<(UpstreamFailure? Failure, Fetched Fetched)> Once(Exchange call, PinKind kind, string id, Attempt attempt)
    {
        using var clock = clocks.For(call, time.GetTimestamp());
        using var answer = await Send(call, kind, id, attempt);
        if (answer.Fault is { } fault)
            return (FailureClassifier.Transport(fault), default);
        if (answer.Status == StatusCodes.Status404NotFound)
            return (null, new Fetched { IsGone = true });
        if (!answer.IsSuccess)
        {
            using var head = await Forward.ReadHead(call, answer);
            return (FailureClassifier.Classify(answer.Status, answer.Header, head.Span, time.GetUtcNow().ToUnixTimeMilliseconds(), attempt.Provider.Errors).Hiding(attempt.Key!.Secret), default);
        }
        using var body = new PooledBody(1024);
        try
        {
            if (await AnswerBody.Read(answer, body, clock, settings.MaxAnswerBytes) && ObjectIds.Read(body.Span) is not null)
                return (null, new Fetched { Json = body.Span.ToArray() });
            return (FailureClassifier.Transport(TransportFault.MalformedAnswer), default);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
            return (FailureClassifier.Transport(clock.Fault(e)), default);
        }
    }

    private async Task<UpstreamAnswer> Send(Exchange call, PinKind kind, string id, Attempt attempt)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        silence.CancelAfter(settings.FirstByteMs);
        return await upstream.Send(call, attempt.Provider, attempt.Key!, HttpMethod.Get, ObjectRequest.PathOf(kind, id), body: null, silence.Token);
    }
}

/// <summary>What came of asking for one object; nothing when its provider is unknown.</summary>
internal readonly record struct Fetched
{
    public byte[]? Json { get; init; }

    /// <summary>The provider no longer has it.</summary>
    public bool IsGone { get; init; }

    public OpenAiError? Error { get; init; }

    public int Attempts { get; init; }

    public Attempt? Last { get; init; }
}
