namespace AiGateway.Core.Health;

/// <summary>Whether a provider's address is in use.</summary>
public enum EndpointState
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Fails for its keys in general; when the time is up one call may try it.</summary>
    Open,

    /// <summary>Somebody holds the one ticket to try it.</summary>
    Probing,
}
