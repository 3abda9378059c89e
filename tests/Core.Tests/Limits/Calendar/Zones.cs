using AiGateway.Core.Limits.Calendar;

namespace AiGateway.Core.Tests.Limits.Calendar;

internal static class Zones
{
    /// <summary>With daylight saving at midnight, at two and at none, skipped and repeated dates, and odd offsets.</summary>
    public static readonly string[] Names =
    [
        "UTC", "America/New_York", "Europe/Berlin", "America/Sao_Paulo", "Asia/Beirut", "America/St_Johns", "Pacific/Apia",
        "Pacific/Kwajalein", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Havana", "Africa/Casablanca", "Asia/Shanghai",
        "Europe/Dublin", "Antarctica/Troll", "Asia/Tehran", "Asia/Gaza", "Pacific/Chatham",
    ];

    public static TimeZoneInfo Named(string name) =>
        TimeZones.TryFind(name, out var zone) ? zone : throw new InvalidOperationException($"This machine has no zone '{name}'; install tzdata.");

    public static long Ms(string utc) => DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    public static long Day(string date) => DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>What the zone's clocks show.</summary>
    public static DateOnly DateAt(TimeZoneInfo zone, long unixMs) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMs), zone).DateTime);
}
