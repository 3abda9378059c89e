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
        page.Add(Records.At(Records.Noon + 59_999));
        page.Add(Records.At(Records.Noon + 60_000, CallOutcome.Limited) with { FirstTokenMs = null, Tokens = new(3, 0, 0, 0, true) });
        Assert.Equal([0, 1], page.Cells.Keys);
        var (first, second) = (page.Cells[0], page.Cells[1]);
        Assert.Equal((1, 10, 5, 2, 1, 0), (first.Calls, first.PromptTokens, first.CompletionTokens, first.CachedTokens, first.ReasoningTokens, first.EstimatedCalls));
        Assert.Equal((1, 100_000L), (first.FirstToken.Total(), first.Duration.SumMicros));
        Assert.Equal((1, 1, 0), (second.Outcomes[CallOutcome.Limited], second.EstimatedCalls, second.FirstToken.Total()));
    }

    [Fact]
    public void A_call_of_another_span_is_refused_and_nothing_of_its_batch_counted()
    {
        var page = Page();
        Assert.Throws<ArgumentException>(() => page.Add(Records.At(Records.Noon - 1)));
        Assert.Throws<ArgumentException>(
            () => page.Ingest("w", 1, [Records.At(Records.Noon), Records.At(Records.Noon + 3_600_000)]));
        Assert.Throws<ArgumentException>(() => page.Add(RollupPage.For(RollupResolution.Hour, Records.Noon)));
        Assert.Empty(page.Cells);
        Assert.Equal(1, page.Ingest("w", 1, [Records.At(Records.Noon)]));
    }

    [Fact]
    public void Pages_added_up_in_any_order_equal_one_page_of_everything() =>
        Gen.Select(Records.Any.Array[0, 60], Gen.Int[1, 5], Gen.Int[0, 1_000_000]).Sample((records, parts, seed) =>
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
    public void However_batches_repeat_or_overlap_each_record_counts_once() =>
        Gen.Select(Records.Any.Array[1, 60], Gen.Int[0, 1_000_000]).Sample((records, seed) =>
        {
            var random = new Random(seed);
            var (whole, page) = (Page(), Page());
            foreach (var record in records)
                whole.Add(record);

            var (confirmed, added) = (0, 0);
            while (confirmed < records.Length)
            {
                // A writer starts anywhere up to the first it knows not to be confirmed.
                var from = random.Next(confirmed + 1);
                var to = random.Next(from, records.Length + 1);
                added += page.Ingest("node-1", 100 + from, records[from..to]);
                confirmed = Math.Max(confirmed, to);
            }
            Assert.Equal(0, page.Ingest("node-1", 100, records));
            Assert.Equal(records.Length, added);
            Assert.Equal(whole.Text(), page.Text());
        });

    [Fact]
    public void Sequences_may_have_gaps()
    {
        var page = Page();
        var record = Records.At(Records.Noon);
        Assert.Equal(2, page.Ingest("w", [new(3, record), new(9, record)]));
        Assert.Equal(1, page.Ingest("w", [new(9, record), new(20, record)]));
        Assert.Equal(0, page.Ingest("w", []));
        Assert.Equal(3, page.Cells[0].Calls);
    }

    [Fact]
    public void Writers_are_told_apart()
    {
        var page = Page();
        Assert.Equal(1, page.Ingest("a", 5, [Records.At(Records.Noon)]));
        Assert.Equal(1, page.Ingest("b", 5, [Records.At(Records.Noon)]));
        Assert.Equal(0, page.Ingest("a", 5, [Records.At(Records.Noon)]));
    }

    [Fact]
    public void The_writer_heard_of_longest_ago_is_forgotten_first()
    {
        var page = Page();
        var record = Records.At(Records.Noon);
        for (var i = 0; i < WriterMarks.Capacity; i++)
            page.Ingest("w" + i, 1, [record]);
        Assert.Equal(0, page.Ingest("w0", 1, [record]));
        page.Ingest("new", 1, [record]);
        Assert.Equal(WriterMarks.Capacity, page.Writers.Marks.Count);
        Assert.Equal(0, page.Ingest("w0", 1, [record]));
        Assert.DoesNotContain(page.Writers.Marks, mark => mark.Writer == "w1");
    }

    [Fact]
    public void Stored_and_read_back_a_page_is_the_same() =>
        Records.Any.Array[0, 40].Sample(records =>
        {
            var page = Page();
            page.Ingest("w", 7, records);
            var copy = JsonSerializer.Deserialize<RollupPage>(JsonSerializer.Serialize(page))!;
            Assert.Equal(page.Text(), copy.Text());
            Assert.Equal((page.Resolution, page.StartMs), (copy.Resolution, copy.StartMs));
            Assert.Equal(0, copy.Ingest("w", 7, records));
        });

    [Fact]
    public void An_empty_page_stores_no_cells() =>
        Assert.Contains("\"Cells\":{}", JsonSerializer.Serialize(Page()), StringComparison.Ordinal);

    private static RollupPage Page() => RollupPage.For(RollupResolution.Minute, Records.Noon + 1_234_567);
}
