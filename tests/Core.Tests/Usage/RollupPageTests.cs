using System.Text.Json;
using AiGateway.Core.Usage;
using CsCheck;

namespace AiGateway.Core.Tests.Usage;

public sealed class RollupPageTests
{
    [Fact]
    public void A_call_is_counted_in_the_cell_it_started_in()
    {
        var page = Page();
        page.Add(SampleRecords.At(SampleRecords.Noon + 59_999));
        page.Add(SampleRecords.At(SampleRecords.Noon + 60_000, CallOutcome.Limited) with { FirstTokenMs = null, Tokens = new(3, 0, 0, 0, true) });
        Assert.Equal([0, 1], page.Cells.Keys);
        var (first, second) = (page.Cells[0], page.Cells[1]);
        Assert.Equal((1, 10, 5, 2, 1, 0), (first.Calls, first.PromptTokens, first.CompletionTokens, first.CachedTokens, first.ReasoningTokens, first.EstimatedCalls));
        Assert.Equal((1, 100_000L), (first.FirstToken.Total(), first.Duration.SumMicros));
        Assert.Equal((1, 1, 0), (second.Outcomes[CallOutcome.Limited], second.EstimatedCalls, second.FirstToken.Total()));
    }

    [Fact]
    public void A_call_or_batch_of_another_span_is_refused_and_nothing_of_it_counted()
    {
        var page = Page();
        Assert.Throws<ArgumentException>(() => page.Add(SampleRecords.At(SampleRecords.Noon - 1)));
        Assert.Throws<ArgumentException>(() => page.Absorb("w", 1, RollupPage.For(RollupResolution.Minute, SampleRecords.Noon + 3_600_000)));
        Assert.Throws<ArgumentException>(() => page.Add(RollupPage.For(RollupResolution.Hour, SampleRecords.Noon)));
        Assert.Empty(page.Cells);
        Assert.True(page.Absorb("w", 1, Batch(SampleRecords.At(SampleRecords.Noon))));
    }

    [Fact]
    public void Pages_added_up_in_any_order_equal_one_page_of_everything() =>
        Gen.Select(SampleRecords.Any.Array[0, 60], Gen.Int[1, 5], Gen.Int[0, 1_000_000]).Sample((records, parts, seed) =>
        {
            var whole = Page();
            foreach (var record in records)
                whole.Add(record);

            var random = new Random(seed);
            var pages = Enumerable.Range(0, parts).Select(_ => Page()).ToArray();
            random.Shuffle(records);
            foreach (var record in records)
                pages[random.Next(parts)].Add(record);
            random.Shuffle(pages);
            var sum = Page();
            foreach (var page in pages)
                sum.Add(page);
            Assert.Equal(whole.Text(), sum.Text());
        });

    [Fact]
    public void However_often_batches_are_sent_again_each_record_counts_once() =>
        Gen.Select(SampleRecords.Any.Array[1, 60], Gen.Int[0, 1_000_000]).Sample((records, seed) =>
        {
            var random = new Random(seed);
            var (whole, page) = (Page(), Page());
            foreach (var record in records)
                whole.Add(record);

            for (var from = 0; from < records.Length;)
            {
                var to = random.Next(from, records.Length) + 1;
                Assert.True(page.Absorb("edge-1", 100 + to, Batch(records[from..to])));
                for (var again = random.Next(3); again > 0; again--)
                    Assert.False(page.Absorb("edge-1", 100 + to, Batch(records[from..to])));
                from = to;
            }
            Assert.Equal(whole.Text(), page.Text());
        });

    [Fact]
    public void Writers_are_told_apart()
    {
        var page = Page();
        Assert.True(page.Absorb("a", 5, Batch(SampleRecords.At(SampleRecords.Noon))));
        Assert.True(page.Absorb("b", 5, Batch(SampleRecords.At(SampleRecords.Noon))));
        Assert.False(page.Absorb("a", 5, Batch(SampleRecords.At(SampleRecords.Noon))));
    }

    [Fact]
    public void The_writer_heard_of_longest_ago_is_forgotten_first()
    {
        var page = Page();
        var batch = Batch(SampleRecords.At(SampleRecords.Noon));
        for (var i = 0; i < WriterMarks.Capacity; i++)
            page.Absorb("w" + i, 1, batch);
        page.Absorb("w0", 2, batch);
        page.Absorb("new", 1, batch);
        Assert.Equal(WriterMarks.Capacity, page.Writers.Marks.Count);
        Assert.False(page.Absorb("w0", 2, batch));
        Assert.DoesNotContain(page.Writers.Marks, mark => mark.Writer == "w1");
    }

    [Fact]
    public void Stored_and_read_back_a_page_is_the_same() =>
        SampleRecords.Any.Array[0, 40].Sample(records =>
        {
            var page = Page();
            page.Absorb("w", 7, Batch(records));
            var copy = JsonSerializer.Deserialize<RollupPage>(JsonSerializer.Serialize(page))!;
            Assert.Equal(page.Text(), copy.Text());
            Assert.Equal((page.Resolution, page.StartMs), (copy.Resolution, copy.StartMs));
            Assert.False(copy.Absorb("w", 7, Batch(records)));
        });

    [Fact]
    public void Calls_without_a_known_price_are_counted_and_taken_for_nothing_but_unknown()
    {
        var (cell, both) = (new UsageCell(), new UsageCell());
        cell.Add(SampleRecords.At(SampleRecords.Noon) with { CostNanos = 1_500 });
        cell.Add(SampleRecords.At(SampleRecords.Noon) with { CostNanos = 0 });
        cell.Add(SampleRecords.At(SampleRecords.Noon));
        both.Add(cell);
        both.Add(cell);

        Assert.Equal((1_500, 2, 1), (cell.CostNanos, cell.PricedCalls, cell.UnpricedCalls()));
        Assert.Equal((3_000, 4, 2), (both.CostNanos, both.PricedCalls, both.UnpricedCalls()));
    }

    [Fact]
    public void A_cost_beyond_the_largest_amount_stays_there()
    {
        var cell = new UsageCell();
        for (var i = 0; i < 3; i++)
            cell.Add(SampleRecords.At(SampleRecords.Noon) with { CostNanos = long.MaxValue / 2 });
        Assert.Equal((long.MaxValue, 3), (cell.CostNanos, cell.PricedCalls));
    }

    [Fact]
    public void A_page_stored_before_there_were_prices_is_read_as_one_of_calls_without_them()
    {
        const string stored = """{"Resolution":0,"StartMs":1795176000000,"Cells":{"3":{"Calls":2,"Outcomes":{"Ok":2},"Attempts":2,"PromptTokens":9}},"Writers":{"Marks":[]}}""";

        var cell = JsonSerializer.Deserialize<RollupPage>(stored)!.Cells[3];
        Assert.Equal((2, 9, 0, 2), (cell.Calls, cell.PromptTokens, cell.CostNanos, cell.UnpricedCalls()));

        cell.Add(SampleRecords.At(SampleRecords.Noon) with { CostNanos = 5 });
        Assert.Equal((3, 5, 2), (cell.Calls, cell.CostNanos, cell.UnpricedCalls()));
    }

    [Fact]
    public void An_empty_page_stores_no_cells() =>
        Assert.Contains("\"Cells\":{}", JsonSerializer.Serialize(Page()), StringComparison.Ordinal);

    private static RollupPage Batch(params UsageRecord[] records)
    {
        var batch = Page();
        foreach (var record in records)
            batch.Add(record);
        return batch;
    }

    private static RollupPage Page() => RollupPage.For(RollupResolution.Minute, SampleRecords.Noon + 1_234_567);
}
