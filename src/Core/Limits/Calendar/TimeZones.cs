using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Core.Limits.Calendar;

/// <summary>
/// Time zones by their IANA names. UTC is always known; the others are files of the system's <c>tzdata</c>, not part of .NET.
/// </summary>
public static class TimeZones
{
    /// <summary>Characters in a name; the longest one of IANA has 32.</summary>
    private const int Longest = 40;

    private const int LongestPart = 20;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    /// <param name="name">Such as <c>Europe/Berlin</c>, in exactly this spelling; null is UTC.</param>
    /// <param name="zone">The zone, or null when this machine does not know it.</param>
    public static bool TryFind(string? name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        if (name is null or "UTC")
            zone = TimeZoneInfo.Utc;
        else if (IsWellFormed(name))
            zone = Load(name);
        return zone is not null;
    }

    /// <summary>
    /// Whether a name can be one of IANA's: parts between slashes, the first beginning with a capital. The name becomes
    /// that of a file, so this also keeps it inside the folder, and away from what else is there, such as <c>localtime</c>.
    /// </summary>
    public static bool IsWellFormed(string name)
    {
        if (name.Length is 0 or > Longest || !char.IsAsciiLetterUpper(name[0]) || name.AsSpan().ContainsAnyExcept(Allowed))
            return false;
        foreach (var part in name.AsSpan().Split('/'))
        {
            if (name.AsSpan(part).Length is 0 or > LongestPart)
                return false;
        }

        return true;
    }

    /// <summary>
    /// A zone that was loaded before is found in any spelling, one that was not in its own only: what one node accepts,
    /// another must accept.
    /// </summary>
    private static TimeZoneInfo? Load(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.Id == name ? zone : null;
}
