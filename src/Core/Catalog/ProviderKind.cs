using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>The dialect a provider speaks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProviderKind>))]
public enum ProviderKind
{
    /// <summary>OpenAI's HTTP API, or one compatible with it.</summary>
    [JsonStringEnumMemberName("openai")]
    OpenAi,

    /// <summary>The provider inside the gateway that answers by rule, for trying things out. Needs no key and no address.</summary>
    [JsonStringEnumMemberName("demo")]
    Demo,
}
