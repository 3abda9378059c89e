namespace AiGateway.Core.Health;

/// <summary>What a failure says something about.</summary>
public enum FailureScope
{
    /// <summary>This one request; nobody else is to learn of it.</summary>
    Request,

    /// <summary>The key, for every model.</summary>
    Key,

    /// <summary>The key, for the model that was asked.</summary>
    KeyModel,

    /// <summary>The model at this provider, for every key.</summary>
    ProviderModel,

    /// <summary>The provider's address, or the way there.</summary>
    Endpoint,
}
