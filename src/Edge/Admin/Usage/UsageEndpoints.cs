using AiGateway.Core.Usage;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Usage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Usage;

/// <summary>What was used, as roll-ups by minute, hour and day.</summary>
internal static class UsageEndpoints
{
    private const int MaxPages = 800;

    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/usage", Rollup)
        .Described("getUsage", "What was used, rolled up by minute, hour or day", 400);

    /// <param name="by">consumer, model, or shadow for the copies of a model's calls.</param>
    /// <param name="id">One of them; all when left out.</param>
    /// <param name="resolution">minute, hour or day.</param>
    /// <param name="from">ISO 8601; an hour ago when left out.</param>
    /// <param name="to">ISO 8601, exclusive; now when left out.</param>
    private static async Task<Results<Ok<UsageSeriesAnswer>, ProblemHttpResult>> Rollup(string? by, string? id, string? resolution, string? from, string? to,
        IGrainFactory grains, CatalogView catalog, TimeProvider time)
    {
        if (!QueryName.TryRead<RollupEntity>(by ?? "model", out var entity))
            return AdminResults.BadParameter("by", "consumer, model or shadow");
        if (!QueryName.TryRead<RollupResolution>(resolution ?? "minute", out var cells))
            return AdminResults.BadParameter("resolution", "minute, hour or day");
        var now = time.GetUtcNow();
        if (!QueryTime.TryRead(from, out var fromGiven) || !QueryTime.TryRead(to, out var toGiven))
            return AdminResults.BadParameter("from' and 'to", "ISO 8601 times");
        var (fromMs, toMs) = (fromGiven ?? now.AddHours(-1).ToUnixTimeMilliseconds(), toGiven ?? now.AddMinutes(1).ToUnixTimeMilliseconds());
        if (fromMs >= toMs)
            return AdminResults.BadParameter("from", "before 'to'");

        var ids = id is not null ? [id] : IdsOf(entity, catalog);
        var starts = RollupSpan.Pages(cells, fromMs, toMs).ToList();
        if (starts.Count * ids.Count > MaxPages)
            return AdminResults.BadParameter("from' and 'to", $"a shorter range or a coarser resolution: this one takes {starts.Count * ids.Count} pages, {MaxPages} are allowed");
        var pages = await Task.WhenAll(ids.Select(each =>
            Task.WhenAll(starts.Select(start => grains.UsagePage(RollupKey.For(entity, each, cells, start)).Read().AsTask()))));
        var series = ids.Zip(pages, (each, its) => new UsageOfAnswer(
            each, UsageAnswer.Of(RollupSeries.Sum(its, fromMs, toMs)),
            [.. RollupSeries.Points(its, fromMs, toMs).Select(p => new UsagePointAnswer(DateTimeOffset.FromUnixTimeMilliseconds(p.StartMs), UsageAnswer.Of(p.Usage)))]));
        return TypedResults.Ok(new UsageSeriesAnswer(
            entity.ToString().ToLowerInvariant(), cells.ToString().ToLowerInvariant(), UsageAnswer.Of(RollupSeries.Sum(pages.SelectMany(its => its), fromMs, toMs)),
            [.. series.Where(s => id is not null || s.Points.Count > 0)]));
    }

    private static List<string> IdsOf(RollupEntity entity, CatalogView catalog) => entity == RollupEntity.Consumer
        ? [.. catalog.Table?.Consumers.Keys ?? Enumerable.Empty<string>()]
        : [.. catalog.Table?.Routes.Where(r => entity == RollupEntity.Model || r.Shadow is not null).Select(r => r.Spec.Id) ?? []];
}
