using AiGateway.FakeProvider.Log;

namespace AiGateway.FakeProvider.Wire;

/// <summary>What a stream's bytes go into.</summary>
internal interface IEventChannel
{
    Task WriteAsync(byte[] bytes);

    /// <summary>As if the wire had been cut.</summary>
    Ending Break();

    /// <summary>As if all had been said.</summary>
    Task<Ending> EndAsync();
}
