using AiGateway.Core.Pinning;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Pinning;

/// <summary>Keeps what comes next at the account that gave an answer: the one that signed its thoughts and keeps the response.</summary>
internal sealed partial class AnswerPins(PinBook book, GatewayMetrics metrics, TimeProvider time, ILogger<AnswerPins> logger)
{
    /// <summary>The longest an answer is held back for what it brought to be stored. It has been paid for, and is given all the same.</summary>
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(1);

    /// <summary>Pins what an answer brought to the account that gave it.</summary>
    /// <returns>Done when every edge knows, or after a second; never fails.</returns>
    public Task Keep(Exchange call, IReadOnlyList<PinnedThing> made)
    {
        if (call.LastAttempt is not { Key: { } key } attempt)
            return Task.CompletedTask;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var pin = new Pin { Provider = attempt.Provider.Id, Account = key.Group, CreatedMs = now, UsedMs = now };
        return Store(Task.WhenAll(made.Select(each => book.Keep(each.Kind, each.Key, pin with { Consumer = OwnerOf(each.Kind, call), Model = each.Kind == PinKind.Response ? call.Scan.Model : null }))), call.CallId);
    }

    /// <summary>A signature opens nothing and belongs to whoever holds it; a response can be read.</summary>
    private static string OwnerOf(PinKind kind, Exchange call) => kind == PinKind.Signature ? "" : call.Consumer.Id;

    private async Task Store(Task writes, string callId)
    {
        try
        {
            await writes.WaitAsync(StoreWait, time);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            metrics.PinLost();
            LogNotKept(logger, callId, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Which account gave the answer of call {CallId} may not be stored; other edges may send the next turn to another, or not find the response: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string callId, string reason);
}
