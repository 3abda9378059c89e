namespace AiGateway.Core.Catalog.Validation;

/// <summary>Ranges in which health can be judged at all, and longest times that are not shorter than first ones.</summary>
internal static class HealthRules
{
    private const int Day = 86_400_000;
    private const int Hour = 3_600_000;

    public static void Check(HealthSpec? health, string path, ProblemList problems)
    {
        if (health is null)
            return;
        CheckRange(health.ConsecutiveFailures, 1, 1_000, "consecutiveFailures");
        if (health.FailureRatio is { } ratio && !(ratio is >= 0.01 and <= 1))
            problems.Add($"{path}.failureRatio", "must be 0.01–1: the share of calls that fail, such as 0.5; leave it out for the default");
        CheckRange(health.MinimumCalls, 1, 100_000, "minimumCalls");
        CheckTime(health.OpenMs, 100, Hour, "openMs");
        CheckTime(health.LongestOpenMs, 100, Day, "longestOpenMs");
        CheckTime(health.ProbeDeadlineMs, 1_000, 600_000, "probeDeadlineMs");
        CheckTime(health.SlowStartMs, 0, 600_000, "slowStartMs");
        CheckTime(health.ThrottleMs, 100, Hour, "throttleMs");
        CheckTime(health.LongestThrottleMs, 100, Day, "longestThrottleMs");
        CheckTime(health.ParkMs, 1_000, Day, "parkMs");
        CheckTime(health.LongestParkMs, 1_000, Day, "longestParkMs");
        CheckTime(health.ModelUnavailableMs, 1_000, Day, "modelUnavailableMs");
        CheckTime(health.UnfitMs, 1_000, Day, "unfitMs");
        CheckOrder(health.OpenMs, health.LongestOpenMs, "openMs", "longestOpenMs");
        CheckOrder(health.ThrottleMs, health.LongestThrottleMs, "throttleMs", "longestThrottleMs");
        CheckOrder(health.ParkMs, health.LongestParkMs, "parkMs", "longestParkMs");
        if (health.ProbeModel is not null)
            ModelNameRules.CheckUpstreamName(health.ProbeModel, underPattern: false, $"{path}.probeModel", problems);
        ErrorMeaningRules.Check(health.Errors, $"{path}.errors", problems);

        void CheckRange(int? value, int least, int most, string name, string unit = "")
        {
            if (value < least || value > most)
                problems.Add($"{path}.{name}", $"must be {least:N0}–{most:N0}{unit}; leave it out for the default");
        }

        void CheckTime(int? value, int least, int most, string name) => CheckRange(value, least, most, name, " milliseconds");

        void CheckOrder(int? first, int? longest, string firstName, string longestName)
        {
            if (longest < first)
                problems.Add($"{path}.{longestName}", $"is shorter than {firstName}, with which times begin; make it at least {first:N0}");
        }
    }
}
