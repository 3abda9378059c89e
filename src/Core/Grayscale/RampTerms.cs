using System.Globalization;
using AiGateway.Core.Catalog;

namespace AiGateway.Core.Grayscale;

/// <summary>By what a ramp goes. It comes from the catalog with each report, so that its owner need not read the catalog.</summary>
public sealed record RampTerms
{
    /// <summary>All calls, in the parts that shares are counted in: hundredths of a percent.</summary>
    public const int Whole = 10_000;

    /// <summary>The catalog's version they are from; an owner keeps the newest.</summary>
    public long Version { get; init; }

    /// <summary>What the ramp is of: canary and steps in words. Another plan is another ramp.</summary>
    public required string Plan { get; init; }

    /// <summary>Shares in parts of <see cref="Whole"/>, ascending, at least one, all below the whole: what follows the last is promotion.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Least time at a step, milliseconds.</summary>
    public long StepMs { get; init; } = 300_000;

    /// <summary>Least calls of the canary's at a step.</summary>
    public int MinimumCalls { get; init; } = 200;

    /// <summary>How much more of its calls may fail, 0–1.</summary>
    public double Margin { get; init; } = 0.01;

    /// <summary>How long it may have had time and calls without a verdict, milliseconds.</summary>
    public long PauseAfterMs { get; init; } = 1_800_000;

    /// <summary>How many times as slow it may be, above 1; null when speed does not count.</summary>
    public double? SlowerBy { get; init; }

    /// <summary>After the last step an operator has the word.</summary>
    public bool Manual { get; init; }

    /// <param name="spec">What the catalog says of it, without problems.</param>
    /// <param name="version">The catalog's version.</param>
    public static RampTerms Of(RampSpec spec, long version)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int[] steps = [.. (spec.Steps ?? RampSpec.UsualSteps).Select(percent => (int)(percent * 100)).Where(share => share < Whole)];
        var usual = new RampTerms { Plan = "", Steps = [] };
        return new RampTerms
        {
            Version = version,
            Plan = $"{spec.Target.Provider}/{spec.Target.Model} at {string.Join(' ', steps.Select(share => share.ToString(CultureInfo.InvariantCulture)))}",
            Steps = steps,
            StepMs = spec.StepMs ?? usual.StepMs,
            MinimumCalls = spec.MinimumCalls ?? usual.MinimumCalls,
            Margin = spec.MarginPercent is { } percent ? (double)percent / 100 : usual.Margin,
            PauseAfterMs = spec.PauseAfterMs ?? usual.PauseAfterMs,
            SlowerBy = (double?)spec.SlowerBy,
            Manual = spec.Promote == RampPromotion.Manual,
        };
    }
}
