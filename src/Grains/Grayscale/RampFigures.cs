using AiGateway.Core.Grayscale;

namespace AiGateway.Grains.Grayscale;

/// <summary>A ramp for its operators.</summary>
/// <param name="Canary">What its calls came to since the last change.</param>
/// <param name="Baseline">What those of the targets beside it came to in the same time.</param>
/// <param name="Refused">Why an operator's wish was not followed; null when it was, or there was none.</param>
[GenerateSerializer, Immutable, Alias("aigw.RampFigures")]
public sealed record RampFigures(
    [property: Id(0)] RampStatus Status, [property: Id(1)] RampCounts Canary, [property: Id(2)] RampCounts Baseline, [property: Id(3)] string? Refused);
