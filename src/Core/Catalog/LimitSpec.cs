using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>Upper bounds; null means unlimited. Counts are at least 1, amounts at least 0.000001 US dollars.</summary>
public sealed record LimitSpec
{
    /// <summary>Calls in any 10 seconds: spreads the calls of a minute.</summary>
    [JsonConverter(typeof(CountJsonConverter))]
    public long? RequestsPer10Seconds { get; init; }

    /// <summary>Calls in any 60 seconds.</summary>
    [JsonConverter(typeof(CountJsonConverter))]
    public long? RequestsPerMinute { get; init; }

    /// <summary>Calls in one calendar day of <see cref="TimeZone"/>.</summary>
    [JsonConverter(typeof(CountJsonConverter))]
    public long? RequestsPerDay { get; init; }

    /// <summary>Tokens, prompt and completion together, in any 60 seconds.</summary>
    [JsonConverter(typeof(CountJsonConverter))]
    public long? TokensPerMinute { get; init; }

    /// <summary>Tokens in one calendar day of <see cref="TimeZone"/>.</summary>
    [JsonConverter(typeof(CountJsonConverter))]
    public long? TokensPerDay { get; init; }

    /// <summary>Tokens in one calendar month of <see cref="TimeZone"/>.</summary>
    [JsonConverter(typeof(CountJsonConverter))]
    public long? TokensPerMonth { get; init; }

    /// <summary>US dollars in one calendar day of <see cref="TimeZone"/>, at most 9 decimals; see <see cref="Money.Usd"/>.</summary>
    [JsonConverter(typeof(DollarsJsonConverter))]
    public decimal? CostPerDay { get; init; }

    /// <summary>US dollars in one calendar month of <see cref="TimeZone"/>, at most 9 decimals; see <see cref="Money.Usd"/>.</summary>
    [JsonConverter(typeof(DollarsJsonConverter))]
    public decimal? CostPerMonth { get; init; }

    /// <summary>Calls under way at one moment.</summary>
    [JsonConverter(typeof(CountJsonConverter))]
    public long? Concurrent { get; init; }

    /// <summary>IANA name of the zone whose days and months count; null is UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Limits that may be passed a little when an owner is lost, whatever is the default where they stand.</summary>
    public LimitNames? Soft { get; init; }

    /// <summary>Limits that are never passed, whatever is the default where they stand.</summary>
    public LimitNames? Hard { get; init; }

    /// <summary>How tokens are reserved; null takes the default of where the limits stand.</summary>
    public ReservationMode? Tokens { get; init; }

    /// <summary>Whether a limit must never be passed.</summary>
    /// <param name="name">One of <see cref="LimitFields.All"/>.</param>
    /// <param name="byDefault">What holds where these limits stand: true for consumers and models, false for provider keys.</param>
    public bool IsHard(string name, bool byDefault) =>
        Hard?.Contains(name) == true || (byDefault && Soft?.Contains(name) != true);
}
