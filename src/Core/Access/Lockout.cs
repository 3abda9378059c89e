namespace AiGateway.Core.Access;

/// <summary>
/// How often signing in has failed in a row, and how long it is therefore refused. An attempt counts as failed from its beginning, so that
/// no number of attempts at once gets past it.
/// </summary>
/// <param name="Failures">In a row.</param>
/// <param name="UntilMs">Unix ms before which nobody may try; 0 for now.</param>
public readonly record struct Lockout(int Failures, long UntilMs)
{
    /// <summary>Failures that cost nothing but the attempt.</summary>
    public const int Free = 5;

    /// <summary>Refused after the first failure beyond <see cref="Free"/>, ms; doubles with each further one.</summary>
    public const long FirstMs = 30_000;

    /// <summary>Never longer, ms: whoever knows a name could otherwise lock its owner out for good.</summary>
    public const long LongestMs = 900_000;

    /// <summary>Time without a try after which failures are forgotten, ms.</summary>
    public const long ForgottenAfterMs = 86_400_000;

    /// <summary>How long to wait before trying, ms; 0 for not at all.</summary>
    public long WaitMs(long nowMs) => Math.Max(0, UntilMs - nowMs);

    /// <summary>With one more attempt, which counts as failed until none does.</summary>
    public Lockout Try(long nowMs)
    {
        var failures = UntilMs > 0 && nowMs - UntilMs > ForgottenAfterMs ? 1 : Math.Min(Failures + 1, int.MaxValue - 1);
        var beyond = failures - Free;
        var waitMs = beyond < 0 ? 0 : Math.Min(LongestMs, FirstMs << Math.Min(beyond, 10));
        return new Lockout(failures, nowMs + waitMs);
    }
}
