using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;

namespace AiGateway.Edge.Responses;

/// <summary>A response that is being made while its caller does other things.</summary>
internal sealed class BackgroundRun(Exchange call, CancellationTokenSource stop) : IDisposable
{
    /// <summary>Headers that tell of the caller's connection and not of its call: how long it waits, whether it asks again, who it is.</summary>
    private static readonly string[] OfConnection = ["x-stainless-timeout", "x-stainless-retry-count", "authorization", "x-api-key", "api-key"];

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = ItemIds.OfCall(call.CallId);

    public Exchange Call { get; } = call;

    /// <summary>As it was stored when it began.</summary>
    public KeptResponse? Begun { get; set; }

    /// <summary>Ends when its end is stored, or never will be.</summary>
    public Task Ended => _ended.Task;

    /// <summary>True when the edge stops before the response is whole.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Takes a call over from its caller, whose connection serves others by the time it ends.</summary>
    public static BackgroundRun TakeOver(Exchange from)
    {
        var stop = new CancellationTokenSource();
        var http = new DefaultHttpContext { RequestAborted = stop.Token };
        http.Request.Method = HttpMethods.Post;
        foreach (var (name, value) in from.Http.Request.Headers)
        {
            if (!OfConnection.Contains(name, StringComparer.OrdinalIgnoreCase))
                http.Request.Headers[name] = value;
        }
        var call = new Exchange(http, from.Operation, from.CallId, from.Table, from.StartedAtMs, from.StartedTicks)
        {
            Path = from.Path, Consumer = from.Consumer, Body = from.Body, Elided = from.Elided, Turn = from.Turn, Route = from.Route with { Shadow = null }, Routed = from.Routed, Lane = from.Lane, Pinned = from.Pinned,
            Conversation = from.Conversation, Chat = from.Chat, Scan = from.Scan,
        };
        (from.Body, from.Elided, from.Lane, from.Route) = (null!, null, null, call.Route);
        return new BackgroundRun(call, stop);
    }

    /// <summary>Breaks it off: nobody wants it any more.</summary>
    public void Stop()
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    public void Abandon()
    {
        IsAbandoned = true;
        Stop();
    }

    public void Dispose()
    {
        stop.Dispose();
        _ended.TrySetResult();
    }
}
