using System.Text.Json.Serialization;
using AiGateway.Core.Health;

namespace AiGateway.Core.Catalog;

/// <summary>What an error of a provider means, by its status, its code, or both.</summary>
public sealed record ErrorMeaningSpec
{
    /// <summary>HTTP status, 400–599; null for any.</summary>
    public int? Status { get; init; }

    /// <summary>The code, type or status the provider writes in the error's body, in any case; null for any.</summary>
    public string? Code { get; init; }

    [JsonConverter(typeof(EnumNameJsonConverter<FailureClass>))]
    public FailureClass Means { get; init; }

    /// <summary>What it says something about; null takes what is usual for the class.</summary>
    [JsonConverter(typeof(EnumNameJsonConverter<FailureScope>))]
    public FailureScope? Scope { get; init; }
}
