using System.Text.Json.Serialization;

namespace AiGateway.Core.Health;

/// <summary>What a failure says something about.</summary>
public enum FailureScope
{
    /// <summary>This one request; nobody else is to learn of it.</summary>
    [JsonStringEnumMemberName("request")]
    Request,

    /// <summary>The key, for every model.</summary>
    [JsonStringEnumMemberName("key")]
    Key,

    /// <summary>The key, for the model that was asked.</summary>
    [JsonStringEnumMemberName("keyModel")]
    KeyModel,

    /// <summary>The model at this provider, for every key.</summary>
    [JsonStringEnumMemberName("providerModel")]
    ProviderModel,

    /// <summary>The provider's address, or the way there.</summary>
    [JsonStringEnumMemberName("endpoint")]
    Endpoint,
}
