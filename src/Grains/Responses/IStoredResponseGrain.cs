using AiGateway.Core.Dialects.OpenAiResponses.State;

namespace AiGateway.Grains.Responses;

/// <summary>
/// Keeps one response for its consumer. Its key is a <see cref="Core.Pinning.PinKey"/>. Forgotten when it was not used for
/// <see cref="Cluster.ClusterSettings.ResponseDays"/>.
/// </summary>
[Alias("aigw.IStoredResponseGrain")]
public interface IStoredResponseGrain : IGrainWithStringKey
{
    /// <summary>Stores it; when it answers, the response outlives this silo. What has ended stays as it is.</summary>
    /// <returns>False when there is one already that it cannot take the place of.</returns>
    [Alias("put")]
    ValueTask<bool> Put(KeptResponse response);

    /// <summary>Null when there is none, or it is another consumer's.</summary>
    [Alias("get")]
    ValueTask<KeptResponse?> Get(string consumer);

    /// <returns>False when there was none of this consumer's.</returns>
    [Alias("delete")]
    ValueTask<bool> Delete(string consumer);

    /// <summary>Breaks off one that is being made.</summary>
    /// <returns>As it then is; null when there is none, or it is another consumer's.</returns>
    [Alias("cancel")]
    ValueTask<KeptResponse?> Cancel(string consumer);

    /// <summary>A sign of life from whoever makes it.</summary>
    /// <returns>False when nobody wants it any more.</returns>
    [Alias("beat")]
    ValueTask<bool> Beat();
}
