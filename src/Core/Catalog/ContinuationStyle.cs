using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>How a target is asked to go on with an answer that another has begun: how the assistant's message that ends the conversation says that it is unfinished.</summary>
[JsonConverter(typeof(EnumNameJsonConverter<ContinuationStyle>))]
public enum ContinuationStyle
{
    /// <summary>By standing at the end.</summary>
    [JsonStringEnumMemberName("plain")]
    Plain,

    /// <summary>By <c>"prefix": true</c> on it, as DeepSeek wants it.</summary>
    [JsonStringEnumMemberName("prefix")]
    Prefix,

    /// <summary>By <c>"partial": true</c> on it, as Moonshot and DashScope want it.</summary>
    [JsonStringEnumMemberName("partial")]
    Partial,

    /// <summary>By <c>"continue_final_message": true</c> and <c>"add_generation_prompt": false</c> beside the messages, as vLLM wants it.</summary>
    [JsonStringEnumMemberName("continueFinalMessage")]
    ContinueFinalMessage,
}
