using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Pinning;

/// <summary>
/// The signatures of thoughts that a call brings. They belong to whoever holds them, and a control plane that does not answer
/// costs the certainty and not the call.
/// </summary>
internal sealed partial class SignaturePins(PinBook book, TimeProvider time, ILogger<SignaturePins> logger)
{
    /// <summary>The longest a call waits for its owners. Without them it goes where its conversation usually does.</summary>
    private static readonly TimeSpan FindWait = TimeSpan.FromMilliseconds(500);

    /// <summary>Which accounts they ask for.</summary>
    public async ValueTask Add(Exchange call, SignatureList signatures, List<PinClaim> claims)
    {
        var asked = new List<(string Member, Task<PinFinding> Found)>(signatures.Count);
        for (var i = 0; i < signatures.Count; i++)
        {
            if (PinToken.Key(PinKind.Signature, signatures[i].Value.Of(call.Body.Span)) is { } key)
                asked.Add((signatures[i].Name(call.Operation), book.Find(PinKind.Signature, key, "").AsTask()));
        }
        try
        {
            await Task.WhenAll(asked.Select(each => each.Found)).WaitAsync(FindWait, time, call.Aborted);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !call.Aborted.IsCancellationRequested)
        {
            LogNotFound(logger, call.CallId, e.Message);
        }
        foreach (var (member, found) in asked)
        {
            if (found is { IsCompletedSuccessfully: true, Result.Pin: { } pin })
                claims.Add(new PinClaim(member, pin));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whose thoughts call {CallId} brings could not be looked up in full: {Reason}")]
    private static partial void LogNotFound(ILogger logger, string callId, string reason);
}
