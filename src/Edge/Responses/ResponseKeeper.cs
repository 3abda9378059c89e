using System.Buffers;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Responses;

/// <summary>Keeps the responses of providers that keep none, so that the next turn can go on from them through any edge.</summary>
internal sealed partial class ResponseKeeper(KeptResponses kept, GatewayMetrics metrics, TimeProvider time, ILogger<ResponseKeeper> logger)
{
    /// <summary>The longest an answer is held back for it. It has been paid for, and is given all the same.</summary>
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(1);

    /// <param name="call">The call.</param>
    /// <param name="response">JSON of the response the gateway has written; empty when it wrote none.</param>
    /// <returns>Done when every edge can go on from it, or after a second; never fails.</returns>
    public ValueTask Keep(Exchange call, ReadOnlyMemory<byte> response) =>
        call.Turn is { IsWanted: true } turn && !call.IsShadow && !response.IsEmpty ? Keep(call, turn, response) : default;

    private async ValueTask Keep(Exchange call, ResponseTurn turn, ReadOnlyMemory<byte> response)
    {
        try
        {
            var made = await New(call, response, time);
            if (turn.InBackground)
            {
                turn.Made = made;
                return;
            }
            if (made.TooLargeBytes is not null)
                turn.NotKept = ResponseTurn.TooLarge;
            if (await kept.Put(ItemIds.OfCall(call.CallId), made).WaitAsync(StoreWait, time))
                return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            metrics.ResponseLost();
            LogNotKept(logger, call.CallId, e.Message);
        }
        turn.NotKept ??= ResponseTurn.Unavailable;
    }

    /// <summary>What is kept of a call's response: of one that is too large only that it was.</summary>
    /// <exception cref="IOException">What was taken out of the body cannot be read.</exception>
    public static async ValueTask<KeptResponse> New(Exchange call, ReadOnlyMemory<byte> response, TimeProvider time)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var made = new KeptResponse { Consumer = call.Consumer.Id, CreatedMs = now, UsedMs = now, IsInBackground = call.Turn!.InBackground };
        if (!call.Turn.Keeping(call.WholeLength).Keeps(response.Length))
            return made with { TooLargeBytes = call.WholeLength + response.Length };
        using var whole = call.Elided is { } elided ? await elided.Expand(call.Body, CancellationToken.None) : null;
        var body = whole ?? call.Body;
        var input = new ArrayBufferWriter<byte>(body.Length);
        InputItems.Write(body.Span, ItemIds.OfCall(call.CallId), input);
        // Copied: it may be stored when the answer's memory has been given back.
        return made with { Input = input.WrittenMemory, Response = response.ToArray(), Conversation = call.Conversation ?? Conversation.Of(call) };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The response of call {CallId} may not be kept; the next turn may not find it: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string callId, string reason);
}
