using AiGateway.Core.Limits;
using AiGateway.Core.Money;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Admin.Usage;

/// <summary>The limits of one entity.</summary>
/// <param name="Entity">What its owner is known by, such as <c>consumer/team-a</c> or <c>account/openai/main/gpt-4o</c>.</param>
/// <param name="TimeZone">Whose days and months count.</param>
/// <param name="Limits">One for each, in the order of their windows.</param>
internal sealed record EntityUseAnswer(string Entity, string TimeZone, IReadOnlyList<LimitUseShown> Limits)
{
    public static EntityUseAnswer Of(LimitedEntity entity, EntityUse use) =>
        new(entity.Name, entity.Limits.TimeZone, [.. use.Uses.Select(LimitUseShown.Of)]);
}

/// <summary>One limit. Amounts are calls, tokens, US dollars or places, as its name says.</summary>
/// <param name="Name">As in the catalog.</param>
/// <param name="Limit">How much there may be.</param>
/// <param name="Used">Used, and still counting.</param>
/// <param name="AtEdges">Set aside at edges for calls under way and such as may come.</param>
/// <param name="UsedPercent">Of the limit, used; may be above 100 after the limit was lowered.</param>
/// <param name="Hard">Whether it holds whatever fails.</param>
/// <param name="ResetsInMs">Until it is whole again if nothing more is used.</param>
internal sealed record LimitUseShown(string Name, decimal Limit, decimal Used, decimal AtEdges, double UsedPercent, bool Hard, long ResetsInMs)
{
    public static LimitUseShown Of(LimitUse use)
    {
        // Places are used by calls under way, which are what edges hold.
        var used = use.Dimension.Unit() == LimitUnit.Slot ? use.Used + use.AtEdges : use.Used;
        return new LimitUseShown(
            use.Dimension.Name(), Amount(use.Bound), Amount(used), Amount(use.AtEdges), Math.Round(100.0 * used / use.Bound, 1), use.Hard, use.ResetMs);

        decimal Amount(long count) => use.Dimension.Unit() == LimitUnit.Cost ? new Usd(count).Dollars : count;
    }
}
