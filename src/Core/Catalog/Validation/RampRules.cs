namespace AiGateway.Core.Catalog.Validation;

/// <summary>A ramp needs a canary among the model's targets, somebody to compare it with, and steps that rise.</summary>
internal static class RampRules
{
    private const int MostSteps = 50;
    private const int Week = 604_800_000;

    public static void Check(RampSpec? ramp, IReadOnlyList<TargetSpec> targets, string path, ProblemList problems)
    {
        if (ramp is null)
            return;
        CheckTarget(ramp.Target, targets, $"{path}.target", problems);
        CheckSteps(ramp.Steps, $"{path}.steps", problems);
        CheckRange(ramp.StepMs, 100, Week, "stepMs", " milliseconds");
        CheckRange(ramp.MinimumCalls, 10, 1_000_000, "minimumCalls");
        CheckRange(ramp.PauseAfterMs, 100, Week, "pauseAfterMs", " milliseconds");
        if (ramp.MarginPercent is < 0 or > 50)
            problems.Add($"{path}.marginPercent", "must be 0–50 percent, such as 1; leave it out for the default");
        if (ramp.SlowerBy is < 1.1m or > 100)
            problems.Add($"{path}.slowerBy", "must be 1.1–100: how many times as slow the target may be, such as 1.5; leave it out to compare errors only");

        void CheckRange(int? value, int least, int most, string name, string unit = "")
        {
            if (value < least || value > most)
                problems.Add($"{path}.{name}", $"must be {least:N0}–{most:N0}{unit}; leave it out for the default");
        }
    }

    private static void CheckTarget(TargetName? canary, IReadOnlyList<TargetSpec> targets, string path, ProblemList problems)
    {
        if (canary is not { Provider.Length: > 0, Model.Length: > 0 })
        {
            problems.Add(path, "must name provider and model of the target whose share is raised");
            return;
        }
        var count = targets.Count(target => target is not null && Is(target, canary));
        if (count == 0)
            problems.Add(path, "is none of the model's targets; name one of them, or add it to targets");
        else if (count > 1)
            problems.Add(path, "is among the model's targets more than once; keep one");
        else if (targets.All(target => target is null or { Weight: 0 } || Is(target, canary)))
            problems.Add(path, "is the only target with calls, so nobody takes the rest; give another target a weight of at least 1");
    }

    private static bool Is(TargetSpec target, TargetName name) => target.Provider == name.Provider && target.Model == name.Model;

    private static void CheckSteps(IReadOnlyList<decimal>? steps, string path, ProblemList problems)
    {
        if (steps is null)
            return;
        if (steps.Count is 0 or > MostSteps)
        {
            problems.Add(path, $"must be 1–{MostSteps} shares in percent, such as [1, 10, 50]; leave it out for the default");
            return;
        }
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] is < 0.01m or > 100 || decimal.Round(steps[i], 2) != steps[i])
                problems.Add($"{path}[{i}]", "must be 0.01–100 percent with at most two decimals");
            else if (i > 0 && steps[i] <= steps[i - 1])
                problems.Add($"{path}[{i}]", "is not above the step before it; steps must rise");
        }
        if (steps[0] == 100)
            problems.Add(path, "begins with all calls, which needs no ramp; begin lower");
    }
}
