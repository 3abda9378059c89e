using System.Globalization;

namespace AiGateway.Core.Usage;

/// <summary>
/// Names a page: whose usage, how fine, and which span. Written as <c>model/minute/2026-02-28T23/openai/gpt-4o</c>; the id
/// comes last, so it may hold anything.
/// </summary>
public readonly record struct RollupKey(RollupEntity Entity, string Id, RollupResolution Resolution, long StartMs)
{
    /// <summary>The page that holds a moment.</summary>
    public static RollupKey For(RollupEntity entity, string id, RollupResolution resolution, long unixMs) =>
        new(entity, id, resolution, RollupSpan.PageStart(resolution, unixMs));

    /// <exception cref="FormatException">The text is not a page's name.</exception>
    public static RollupKey Parse(string text)
    {
        var parts = text.Split('/', 4);
        if (parts.Length == 4
            && Enum.TryParse<RollupEntity>(parts[0], ignoreCase: true, out var entity)
            && Enum.TryParse<RollupResolution>(parts[1], ignoreCase: true, out var resolution)
            && DateTimeOffset.TryParseExact(
                parts[2], Format(resolution), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
        {
            var key = new RollupKey(entity, parts[3], resolution, start.ToUnixTimeMilliseconds());
            if (key.ToString() == text)
                return key;
        }
        throw new FormatException("Not the name of a page.");
    }

    public override string ToString()
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(StartMs).ToString(Format(Resolution), CultureInfo.InvariantCulture);
        return $"{Name(Entity)}/{Name(Resolution)}/{start}/{Id}";
    }

    private static string Name(RollupEntity entity) => entity switch
    {
        RollupEntity.Consumer => "consumer",
        RollupEntity.Shadow => "shadow",
        _ => "model",
    };

    private static string Name(RollupResolution resolution) => resolution switch
    {
        RollupResolution.Minute => "minute",
        RollupResolution.Hour => "hour",
        _ => "day",
    };

    private static string Format(RollupResolution resolution) => resolution switch
    {
        RollupResolution.Minute => "yyyy-MM-dd'T'HH",
        RollupResolution.Hour => "yyyy-MM-dd",
        _ => "yyyy-MM",
    };
}
