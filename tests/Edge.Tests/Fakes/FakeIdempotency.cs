using AiGateway.Grains.Idempotency;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>The owner of one idempotency key.</summary>
internal sealed class FakeIdempotency : IIdempotencyGrain
{
    private (string Request, string Answer)? _claimed;

    /// <summary>Whether the request has been carried out as far as its owner knows.</summary>
    public bool IsDone { get; set; }

    public ValueTask<IdempotencyClaim> Claim(string request, string sealedAnswer)
    {
        var claimed = _claimed ??= (request, sealedAnswer);
        return ValueTask.FromResult(claimed.Request == request ? new IdempotencyClaim(claimed.Answer, IsDone, false) : new IdempotencyClaim("", false, true));
    }

    public ValueTask Done()
    {
        IsDone = true;
        return default;
    }
}
