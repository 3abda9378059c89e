using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Objects;

/// <summary>Looks up what a body names.</summary>
internal sealed class NamedInBody(ObjectPins pins)
{
    /// <summary>What of it is the consumer's own, and what nobody knows. Another consumer's is refused wherever it stands: the account that both share would find it.</summary>
    public async ValueTask<NamedFindings> Find(Exchange call, ObjectReferences references)
    {
        if (references.IsFull)
            return new NamedFindings { Error = RequestErrors.From(RequestProblem.TooLong("file_ids", ObjectReferences.Most)) };
        PinFinding[] found;
        try
        {
            found = await Task.WhenAll(references.Found.Select(one => pins.Find(one.Kind, one.Id, call.Consumer.Id).AsTask()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new NamedFindings { Error = ObjectErrors.Unavailable() };
        }
        var findings = new NamedFindings();
        foreach (var (one, finding) in references.Found.Zip(found))
        {
            if (finding.Standing == PinStanding.Others)
                return new NamedFindings { Error = Missing(one) };
            if (finding.Pin is { } pin && one.IsSure)
                findings.Claims.Add(new PinClaim(one.Member, pin));
            else if (finding.Pin is { } hinted)
                findings.Hint ??= new PinClaim(one.Member, hinted);
            else if (one.IsSure)
                findings.Unknown ??= one;
        }
        return findings;
    }

    public static OpenAiError Missing(ObjectReference one) => ObjectErrors.NotFound(one.Kind, one.Id) with { Param = Echo.Name(one.Member) };
}

/// <summary>What was found out about what a body names.</summary>
internal sealed record NamedFindings
{
    /// <summary>Why the call must not be made; null when nothing is in the way.</summary>
    public OpenAiError? Error { get; init; }

    /// <summary>The accounts it asks for.</summary>
    public List<PinClaim> Claims { get; } = [];

    /// <summary>What only looks like an id and is one of the consumer's own: it leads where nothing else does.</summary>
    public PinClaim? Hint { get; set; }

    /// <summary>Something the gateway does not know.</summary>
    public ObjectReference? Unknown { get; set; }
}
