using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>The dialect a provider speaks, and how it is addressed and signed in to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProviderKind>))]
public enum ProviderKind
{
    /// <summary>OpenAI's HTTP API, or one compatible with it.</summary>
    [JsonStringEnumMemberName("openai")]
    OpenAi,

    /// <summary>The provider inside the gateway that answers by rule, for trying things out. Needs no key and no address.</summary>
    [JsonStringEnumMemberName("demo")]
    Demo,

    /// <summary>OpenAI's API as Azure serves it: keys in a header of their own, models by the names of deployments.</summary>
    [JsonStringEnumMemberName("azure")]
    Azure,

    /// <summary>Anthropic's messages.</summary>
    [JsonStringEnumMemberName("anthropic")]
    Anthropic,

    /// <summary>Google's <c>generateContent</c> at the Gemini API.</summary>
    [JsonStringEnumMemberName("gemini")]
    Gemini,

    /// <summary>Google's <c>generateContent</c> at Vertex AI: by region and project.</summary>
    [JsonStringEnumMemberName("vertex")]
    Vertex,

    /// <summary>Amazon Bedrock's Converse.</summary>
    [JsonStringEnumMemberName("bedrock")]
    Bedrock,
}
