using AiGateway.Core.Limits.Calendar;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>Zones are looked up where they will be used, so that no catalog is accepted whose days cannot be told.</summary>
internal static class TimeZoneRules
{
    private const string Example = "give an IANA name such as Europe/Berlin";

    public static void Check(string? name, string path, ProblemList problems)
    {
        if (TimeZones.TryFind(name, out _))
            return;
        if (!TimeZones.IsWellFormed(name!))
            problems.Add(path, $"is not the name of a time zone; {Example}");
        else if (problems.Nearest(name!, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)) is { } nearest)
            problems.Add(path, $"'{name}' is not a time zone; did you mean '{nearest}'?");
        else
            problems.Add(path, $"'{name}' is not a time zone known on this machine; {Example}, or install tzdata");
    }
}
