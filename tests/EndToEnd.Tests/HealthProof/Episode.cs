namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>One opening of a circuit up to the full share, by the provider's log and the clock of it.</summary>
/// <param name="Planned">What was to happen to the first trial.</param>
/// <param name="Happened">What did: a trial that is the gateway's own call has no caller who could leave.</param>
/// <param name="Trials">Calls with the key from the moment a trial was due until it was back.</param>
/// <param name="MostAtOnce">Of them under way at one moment.</param>
/// <param name="BackAfterMs">From the last due time to the moment it was in use again.</param>
/// <param name="ToldMs">From the fault to the moment that the edge that is asked knew of it.</param>
/// <param name="Course">What happened, to be read when it was not as it should be; times in ms from the fault.</param>
/// <param name="Shares">Calls with the key and with its mate, in each tenth of the slow start.</param>
internal sealed record Episode(
    Disturbance Planned, Disturbance Happened, int Trials, int MostAtOnce, double BackAfterMs, double ToldMs, string Course, IReadOnlyList<(int Own, int Mate)> Shares)
{
    public const int Tenths = 10;

    /// <summary>Where word takes so long, an edge may not have had it when a trial was due, and its call is taken for one.</summary>
    private const double LongestToldMs = 750;

    public bool IsVoid => ToldMs > LongestToldMs;

    /// <param name="trials">In the order of their arrival; all have ended.</param>
    public static int AtOnce(IReadOnlyList<ProofCall> trials) =>
        trials.Select(one => trials.Count(other => other.ArrivedUs <= one.ArrivedUs && other.EndedUs > one.ArrivedUs)).DefaultIfEmpty(0).Max();

    public static string CourseOf(long faultUs, long dueUs, long backUs, IReadOnlyList<ProofCall> trials)
    {
        return FormattableString.Invariant($"due {Ms(dueUs):0}, back {Ms(backUs):0}; ") + string.Join("; ", trials.Select(trial => FormattableString.Invariant(
            $"{(trial.IsChat ? "call" : "look")} {Ms(trial.ArrivedUs):0}-{Ms(trial.EndedUs ?? 0):0} at edge {trial.Mark.Edge} by {trial.Mark.Caller}: {trial.Status} {trial.Ending}")));

        double Ms(long us) => (us - faultUs) / 1e3;
    }

    public static IReadOnlyList<(int Own, int Mate)> SharesOf(IReadOnlyList<ProofCall> own, IReadOnlyList<ProofCall> mate, long backUs)
    {
        const long TenthUs = HealthCatalog.SlowStartMs * 1_000L / Tenths;
        return [.. Enumerable.Range(0, Tenths).Select(tenth => (Within(own, tenth), Within(mate, tenth)))];

        int Within(IReadOnlyList<ProofCall> calls, int tenth) =>
            calls.Count(call => call.IsChat && call.ArrivedUs >= backUs + (tenth * TenthUs) && call.ArrivedUs < backUs + ((tenth + 1) * TenthUs));
    }
}
