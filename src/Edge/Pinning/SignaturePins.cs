using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Pinning;

/// <summary>
/// Keeps a conversation at the account that signed its thoughts. They belong to whoever holds them, and a control plane that
/// does not answer costs the certainty and not the call.
/// </summary>
internal sealed partial class SignaturePins(PinBook book, GatewayMetrics metrics, TimeProvider time, ILogger<SignaturePins> logger)
{
    /// <summary>The longest an answer's end is held back for what it brought to be stored.</summary>
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(1);

    /// <summary>The longest a call waits for its owners. Without them it goes where its conversation usually does.</summary>
    private static readonly TimeSpan FindWait = TimeSpan.FromMilliseconds(500);

    /// <summary>Pins what an answer brought to the account that gave it.</summary>
    /// <param name="keys">What the signatures are kept under.</param>
    /// <returns>Done when every edge knows, or after a second; never fails.</returns>
    public Task Keep(Exchange call, IReadOnlyList<string> keys)
    {
        if (call.LastAttempt is not { Key: { } key } attempt)
            return Task.CompletedTask;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var pin = new Pin { Provider = attempt.Provider.Id, Account = key.Group, CreatedMs = now, UsedMs = now };
        return Store(Task.WhenAll(keys.Select(each => book.Keep(PinKind.Signature, each, pin))), call.CallId);
    }

    /// <summary>Which accounts the signatures in a request ask for.</summary>
    public async ValueTask Add(Exchange call, SignatureList signatures, List<PinClaim> claims)
    {
        var asked = new List<(int Message, Task<PinFinding> Found)>(signatures.Count);
        for (var i = 0; i < signatures.Count; i++)
        {
            if (PinToken.Key(PinKind.Signature, signatures[i].Value.Of(call.Body.Span)) is { } key)
                asked.Add((signatures[i].Message, book.Find(PinKind.Signature, key, "").AsTask()));
        }
        try
        {
            await Task.WhenAll(asked.Select(each => each.Found)).WaitAsync(FindWait, time, call.Aborted);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !call.Aborted.IsCancellationRequested)
        {
            LogNotFound(logger, call.CallId, e.Message);
        }
        foreach (var (message, found) in asked)
        {
            if (found is { IsCompletedSuccessfully: true, Result.Pin: { } pin })
                claims.Add(new PinClaim($"messages[{message}]", pin));
        }
    }

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whose thoughts call {CallId} brings could not be looked up in full: {Reason}")]
    private static partial void LogNotFound(ILogger logger, string callId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Which account made the thoughts in the answer of call {CallId} may not be stored; other edges may send the next turn to another: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string callId, string reason);
}
