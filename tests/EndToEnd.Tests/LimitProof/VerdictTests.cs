using CsCheck;

namespace AiGateway.EndToEnd.Tests.LimitProof;

public sealed class VerdictTests
{
    [Fact]
    public void An_arrival_just_a_window_after_another_is_in_the_next_one()
    {
        Assert.Equal(1, Verdict.MostWithin([0, Verdict.WindowUs], Verdict.WindowUs));
        Assert.Equal(2, Verdict.MostWithin([0, Verdict.WindowUs - 1], Verdict.WindowUs));
    }

    [Fact]
    public void Two_full_minutes_that_meet_in_their_middle_are_noticed()
    {
        // Nine late in one minute of the clock and nine early in the next: each minute holds nine, a window of 60 s eighteen.
        long[] arrivals = [.. Enumerable.Range(0, 9).Select(i => 55_000_000L + i), .. Enumerable.Range(0, 9).Select(i => 65_000_000L + i)];

        Assert.Equal(18, Verdict.MostWithin(arrivals, Verdict.WindowUs));
    }

    [Fact]
    public void Of_no_arrivals_there_are_none_in_any_window() => Assert.Equal(0, Verdict.MostWithin([], Verdict.WindowUs));

    [Fact]
    public void The_most_within_a_window_is_what_counting_from_every_arrival_finds() => Gen.Long[0, 500].List[0, 60].Select(Gen.Long[1, 300]).Sample((list, window) =>
    {
        var arrivals = list.Order().ToList();
        var counted = arrivals.Select(begin => arrivals.Count(a => a >= begin && a < begin + window)).DefaultIfEmpty().Max();
        Assert.Equal(counted, Verdict.MostWithin(arrivals, window));
    });

    [Fact]
    public void A_call_that_begins_as_another_ends_does_not_overlap_it()
    {
        Assert.Equal(1, Verdict.MostAtOnce([(0, 10), (10, 20)]));
        Assert.Equal(2, Verdict.MostAtOnce([(0, 11), (10, 20)]));
    }

    [Fact]
    public void A_call_without_an_end_is_still_under_way() => Assert.Equal(2, Verdict.MostAtOnce([(0, null), (1_000_000, 1_000_001)]));

    [Fact]
    public void A_call_that_was_held_up_on_its_way_may_have_been_admitted_before()
    {
        Assert.Equal(1, Verdict.MostSurelyWithin([new(0, 5), new(10, 60_000_000)], Verdict.WindowUs));
        Assert.Equal(2, Verdict.MostSurelyWithin([new(0, 5), new(10, 59_999_999)], Verdict.WindowUs));
        Assert.Equal(1, Verdict.MostSurelyWithin([new(0, 5_000_000), new(20_000_000, 61_000_000)], Verdict.WindowUs));
    }

    [Fact]
    public void Those_surely_within_a_window_are_what_counting_from_every_call_finds() =>
        Gen.Select(Gen.Long[0, 500], Gen.Long[0, 40]).List[0, 60].Select(Gen.Long[50, 300]).Sample((list, window) =>
        {
            var calls = list.ConvertAll(c => new ProofArrival(c.Item1, c.Item1 + c.Item2));
            var counted = calls.Select(begin => calls.Count(c => c.SentUs >= begin.SentUs && c.ArrivedUs < begin.SentUs + window)).DefaultIfEmpty().Max();
            Assert.Equal(counted, Verdict.MostSurelyWithin(calls, window));
        });

    [Fact]
    public void The_most_at_once_is_what_counting_at_every_arrival_finds() => Gen.Select(Gen.Long[0, 100], Gen.Long[1, 50]).List[0, 40].Sample(list =>
    {
        var calls = list.ConvertAll(c => (From: c.Item1, To: (long?)(c.Item1 + c.Item2)));
        var counted = calls.Select(c => calls.Count(o => o.From <= c.From && o.To > c.From)).DefaultIfEmpty().Max();
        Assert.Equal(counted, Verdict.MostAtOnce(calls));
    });
}
