namespace AiGateway.Grains.Idempotency;

/// <summary>
/// What a caller's idempotency key stands for: the request it came with first, and what that request was answered with. Its key is a digest of
/// the caller's. Forgotten after <see cref="GrainStorageNames.RecentLifetime"/>.
/// </summary>
[Alias("aigw.IIdempotencyGrain")]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>Takes the key for a request, unless it is taken. What is made here is stored before anybody hears of it.</summary>
    /// <param name="request">Names the request.</param>
    /// <param name="sealedAnswer">What it would be answered with, sealed: no owner reads it.</param>
    [Alias("claim")]
    ValueTask<IdempotencyClaim> Claim(string request, string sealedAnswer);

    /// <summary>The request was carried out.</summary>
    [Alias("done")]
    ValueTask Done();
}

/// <summary>Whose a key is.</summary>
/// <param name="SealedAnswer">What its request is answered with, whoever carries it out.</param>
/// <param name="IsDone">Whether it was carried out already.</param>
/// <param name="IsAnothers">Whether another request has taken it; there is no answer then.</param>
[GenerateSerializer, Immutable, Alias("aigw.IdempotencyClaim")]
public sealed record IdempotencyClaim([property: Id(0)] string SealedAnswer, [property: Id(1)] bool IsDone, [property: Id(2)] bool IsAnothers);
