namespace AiGateway.Core.Grayscale;

/// <summary>What a comparison of canary and baseline says.</summary>
public enum RampFinding
{
    /// <summary>Neither is sure.</summary>
    Open,

    /// <summary>As good as the baseline: it may have more.</summary>
    Good,

    /// <summary>Clearly worse: it is to have nothing.</summary>
    Bad,
}

/// <param name="Finding">What it comes to.</param>
/// <param name="Reason">One of <see cref="RampReasons"/>; null unless bad.</param>
/// <param name="Message">The figures it rests on, in words.</param>
public sealed record RampVerdict(RampFinding Finding, string? Reason, string Message);
