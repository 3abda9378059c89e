using AiGateway.Core.Grayscale;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Admin.Grayscale;

/// <summary>What the management API tells of a ramp.</summary>
/// <param name="SharePercent">What its owner has decided.</param>
/// <param name="ShareHerePercent">What the edge that answers gives the canary.</param>
/// <param name="ActualPercent">The canary's part of the calls that have ended since the step began; null before the first.</param>
/// <param name="Step">From 1; null while it waits.</param>
internal sealed record RampAnswer(
    string Model, RampTargetAnswer Target, string State, double SharePercent, double ShareHerePercent, double? ActualPercent, int? Step,
    IReadOnlyList<double> StepsPercent, string? Reason, string? Message, long ForMs, RampSideAnswer Canary, RampSideAnswer Baseline)
{
    private const double Percent = 100;

    public static RampAnswer Of(RampFigures figures, ModelRoute route, RampViews views)
    {
        var (status, terms) = (figures.Status, route.Ramp!.Terms);
        var target = route.Targets[route.Ramp.Canary];
        var calls = figures.Canary.Calls + figures.Baseline.Calls;
        return new RampAnswer(
            status.ModelId, new RampTargetAnswer(target.Provider.Id, target.Model), status.State.ToString(), status.Share / Percent,
            views[status.ModelId].For(route).Share / Percent,
            calls == 0 ? null : Rounded(Percent * figures.Canary.Calls / calls),
            status.State == RampState.Waiting ? null : status.Step + 1,
            [.. terms.Steps.Select(share => share / Percent)],
            status.Reason, status.Message, status.ForMs, Side(figures.Canary), Side(figures.Baseline));
    }

    /// <summary>What one edge believes.</summary>
    public static EdgeRampAnswer Here(RampStatus status, ModelRoute route, RampViews views) =>
        new(status.ModelId, status.State.ToString(), views[status.ModelId].For(route).Share / Percent, status.Epoch, status.Version);

    private static RampSideAnswer Side(RampCounts counts)
    {
        var interval = WilsonInterval.Of(counts.Failures, counts.Judged);
        return new RampSideAnswer(
            counts.Calls, counts.Judged, counts.Failures,
            counts.Judged == 0 ? null : new PercentRange(Rounded(Percent * interval.Lower), Rounded(Percent * interval.Upper)),
            counts.FirstToken.Total() == 0 ? null : new RampLatency(Rounded(counts.FirstToken.Percentile(0.5)), Rounded(counts.FirstToken.Percentile(0.95))),
            Rounded(counts.TokensPerSecond()));
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}

/// <summary>The canary's provider and its name for the model.</summary>
internal sealed record RampTargetAnswer(string Provider, string Model);

/// <summary>One side of the comparison, counted since the step began.</summary>
/// <param name="Judged">Of <paramref name="Calls"/> those that were neither wrong nor broken off by their callers.</param>
internal sealed record RampSideAnswer(
    long Calls, long Judged, long Failed, PercentRange? FailedPercent, RampLatency? FirstTokenMs, double? TokensPerSecond);

/// <summary>Between what the true share lies, with 95 % confidence.</summary>
internal sealed record PercentRange(double? From, double? To);

/// <summary>Times to the first token, milliseconds.</summary>
internal sealed record RampLatency(double? P50, double? P95);

/// <summary>What one edge believes of a ramp.</summary>
internal sealed record EdgeRampAnswer(string Model, string State, double SharePercent, long Epoch, long Version);
