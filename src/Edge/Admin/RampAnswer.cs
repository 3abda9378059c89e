using AiGateway.Core.Grayscale;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Admin;

/// <summary>What the management API tells of a ramp.</summary>
internal static class RampAnswer
{
    private const double Percent = 100;

    public static object Of(RampFigures figures, ModelRoute route, RampViews views)
    {
        var (status, terms) = (figures.Status, route.Ramp!.Terms);
        var target = route.Targets[route.Ramp.Canary];
        var calls = figures.Canary.Calls + figures.Baseline.Calls;
        return new
        {
            model = status.ModelId,
            target = new { provider = target.Provider.Id, model = target.Model },
            state = status.State.ToString(),
            sharePercent = status.Share / Percent,
            shareHerePercent = views[status.ModelId].For(route).Share / Percent,
            actualPercent = calls == 0 ? (double?)null : Rounded(Percent * figures.Canary.Calls / calls),
            step = status.State == RampState.Waiting ? (int?)null : status.Step + 1,
            stepsPercent = terms.Steps.Select(share => share / Percent),
            reason = status.Reason,
            message = status.Message,
            forMs = status.ForMs,
            canary = Side(figures.Canary),
            baseline = Side(figures.Baseline),
        };
    }

    /// <summary>What one edge believes.</summary>
    public static object Here(RampStatus status, ModelRoute route, RampViews views) => new
    {
        model = status.ModelId,
        state = status.State.ToString(),
        sharePercent = views[status.ModelId].For(route).Share / Percent,
        epoch = status.Epoch,
        version = status.Version,
    };

    private static object Side(RampCounts counts)
    {
        var interval = WilsonInterval.Of(counts.Failures, counts.Judged);
        return new
        {
            calls = counts.Calls,
            judged = counts.Judged,
            failed = counts.Failures,
            failedPercent = counts.Judged == 0 ? null : new { from = Rounded(Percent * interval.Lower), to = Rounded(Percent * interval.Upper) },
            firstTokenMs = counts.FirstToken.Total() == 0 ? null : new { p50 = Rounded(counts.FirstToken.Percentile(0.5)), p95 = Rounded(counts.FirstToken.Percentile(0.95)) },
            tokensPerSecond = Rounded(counts.TokensPerSecond()),
        };
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}
