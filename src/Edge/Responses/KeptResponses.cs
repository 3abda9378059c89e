using System.Text;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Core.Pinning;
using AiGateway.Grains.Responses;

namespace AiGateway.Edge.Responses;

/// <summary>This edge's end of the responses that the gateway keeps. Each is asked of its owner: they are large, and few are used twice.</summary>
internal sealed class KeptResponses(IGrainFactory grains)
{
    /// <returns>Null when there is none of this consumer's.</returns>
    /// <exception cref="Exception">Its owner could not be asked.</exception>
    public ValueTask<KeptResponse?> Find(string id, string consumer) => Owner(id).Get(consumer);

    /// <summary>When it is done, every edge finds it.</summary>
    /// <returns>False when another has its place.</returns>
    /// <exception cref="Exception">It could not be stored.</exception>
    public async Task<bool> Put(string id, KeptResponse response)
    {
        try
        {
            return await Owner(id).Put(response);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // An owner that was replaced while it wrote, or whose silo was lost, has a successor that can. What the first try has
            // stored all the same, the second finds in its place.
            return await Owner(id).Put(response) || await Owner(id).Get(response.Consumer) is not null;
        }
    }

    /// <exception cref="Exception">It may still be there.</exception>
    public ValueTask<bool> Delete(string id, string consumer) => Owner(id).Delete(consumer);

    /// <exception cref="Exception">It may not be broken off.</exception>
    public ValueTask<KeptResponse?> Cancel(string id, string consumer) => Owner(id).Cancel(consumer);

    /// <exception cref="Exception">Its owner could not be asked.</exception>
    public ValueTask<bool> Beat(string id) => Owner(id).Beat();

    private IStoredResponseGrain Owner(string id) => grains.GetGrain<IStoredResponseGrain>(PinKey.Of(PinKind.Response, Encoding.UTF8.GetBytes(id)));
}
