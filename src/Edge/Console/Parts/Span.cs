using System.Globalization;

namespace AiGateway.Edge.Console.Parts;

/// <summary>How far back a page looks, as its address says.</summary>
/// <param name="Name">In addresses.</param>
/// <param name="Length">How far.</param>
/// <param name="Resolution">Of the roll-ups that are asked for: as fine as they are kept so long, and not so fine that nobody can see it.</param>
/// <param name="Cell">Length of one point.</param>
internal sealed record Span(string Name, TimeSpan Length, string Resolution, TimeSpan Cell)
{
    public static IReadOnlyList<Span> All { get; } =
    [
        new("1h", TimeSpan.FromHours(1), "minute", TimeSpan.FromMinutes(1)),
        new("24h", TimeSpan.FromHours(24), "hour", TimeSpan.FromHours(1)),
        new("7d", TimeSpan.FromDays(7), "hour", TimeSpan.FromHours(1)),
        new("30d", TimeSpan.FromDays(30), "day", TimeSpan.FromDays(1)),
    ];

    /// <summary>The shortest where a name is none.</summary>
    public static Span Of(string? name) => All.FirstOrDefault(span => span.Name == name) ?? All[0];

    /// <summary>The part of an address that asks for it.</summary>
    public string Query(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"resolution={Resolution}&from={(now - Length).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&to={now.AddMinutes(1).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
}
