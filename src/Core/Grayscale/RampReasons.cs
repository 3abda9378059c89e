namespace AiGateway.Core.Grayscale;

/// <summary>Why a ramp is where it is, in a word for machines.</summary>
public static class RampReasons
{
    public const string Operator = "operator";

    /// <summary>It had its time and its calls, and they say neither that the canary is good nor that it is bad.</summary>
    public const string Inconclusive = "inconclusive";

    /// <summary>All steps are passed, and the catalog leaves the last word to an operator.</summary>
    public const string AwaitsPromotion = "awaits_promotion";

    public const string ErrorRate = "error_rate";

    public const string FailuresInARow = "failures_in_a_row";

    /// <summary>All keys of the canary's provider are dead, out of quota or disabled.</summary>
    public const string NoKey = "no_key";

    public const string FirstToken = "time_to_first_token";

    public const string TokensPerSecond = "tokens_per_second";
}
