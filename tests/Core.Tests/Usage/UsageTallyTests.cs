using AiGateway.Core.Usage;

namespace AiGateway.Core.Tests.Usage;

/// <summary>Whose usage a record is.</summary>
public sealed class UsageTallyTests
{
    [Fact]
    public void A_call_counts_for_its_consumer_and_its_model_and_its_copy_for_neither()
    {
        var tally = new UsageTally();
        tally.Add(SampleRecords.At(SampleRecords.Noon));
        tally.Add(SampleRecords.At(SampleRecords.Noon) with { Shadow = true, CostNanos = 7 });
        tally.Add(SampleRecords.At(SampleRecords.Noon) with { Shadow = true });

        var pages = tally.Pages();

        Assert.Equal(9, pages.Count);
        Assert.Equal(
            [("consumer", "team", 1L, 0L), ("model", "gpt", 1, 0), ("shadow", "gpt", 2, 7)],
            pages.Where(page => page.Key.Resolution == RollupResolution.Day)
                .Select(page => (page.Key.Entity.ToString().ToLowerInvariant(), page.Key.Id, page.Value.Cells.Values.Sum(cell => cell.Calls), page.Value.Cells.Values.Sum(cell => cell.CostNanos)))
                .Order());
        Assert.Equal(3, tally.Newest.Count);
    }
}
