using System.Globalization;
using AiGateway.Core.Health;
using CsCheck;

namespace AiGateway.Core.Tests.Health;

public sealed class RetryAfterReaderTests
{
    [Theory]
    [InlineData("retry-after-ms", "1500", 1_500)]
    [InlineData("x-ms-retry-after-ms", "900", 900)]
    [InlineData("retry-after", "37", 37_000)]
    [InlineData("retry-after", "0.5", 500)]
    [InlineData("retry-after", " 2 ", 2_000)]
    [InlineData("retry-after", "Tue, 10 Mar 2026 12:01:30 GMT", 90_000)]
    [InlineData("retry-after", "Tuesday, 10-Mar-26 12:01:30 GMT", 90_000)]
    [InlineData("retry-after", "Tue Mar 10 12:01:30 2026", 90_000)]
    [InlineData("retry-after", "2026-03-10T12:00:10Z", 10_000)]
    public void A_header_says_how_long(string name, string value, long ms) =>
        Assert.Equal(ms, RetryAfterReader.Read(Answer.Headers((name, value)), UpstreamErrorBody.Empty, Answer.NowMs));

    [Theory]
    [InlineData("0", 250)]
    [InlineData("0.001", 250)]
    [InlineData("Tue, 10 Mar 2026 11:00:00 GMT", 250)]
    [InlineData("86401", 86_400_000)]
    [InlineData("99999999999999999999", 86_400_000)]
    [InlineData("Wed, 10 Mar 2027 12:00:00 GMT", 86_400_000)]
    public void What_it_says_is_kept_within_bounds(string value, long ms) =>
        Assert.Equal(ms, RetryAfterReader.Read(Answer.Headers(("retry-after", value)), UpstreamErrorBody.Empty, Answer.NowMs));

    [Theory]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e3")]
    [InlineData("soon")]
    [InlineData("12:30")]
    [InlineData("")]
    public void What_is_no_time_is_not_read(string value) =>
        Assert.Null(RetryAfterReader.Read(Answer.Headers(("retry-after", value)), UpstreamErrorBody.Empty, Answer.NowMs));

    [Fact]
    public void The_first_that_can_be_read_counts()
    {
        Assert.Equal(700, RetryAfterReader.Read(
            Answer.Headers(("retry-after-ms", "700"), ("x-ms-retry-after-ms", "800"), ("retry-after", "9")), UpstreamErrorBody.Empty, Answer.NowMs));
        Assert.Equal(9_000, RetryAfterReader.Read(
            Answer.Headers(("retry-after-ms", "?"), ("retry-after", "9"), ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "1s")),
            new() { Message = "try again in 3s", RetryDelay = "4s" }, Answer.NowMs));
        Assert.Equal(4_000, RetryAfterReader.Read(Answer.Headers(), new() { Message = "try again in 3s", RetryDelay = "4s" }, Answer.NowMs));
    }

    [Theory]
    [InlineData("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "6m0s", 360_000)]
    [InlineData("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", "7.66s", 7_660)]
    [InlineData("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", "320ms", 320)]
    [InlineData("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", "1h2m3.5s", 3_723_500)]
    [InlineData("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", "59", 59_000)]
    [InlineData("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset", "2026-03-10T12:00:30Z", 30_000)]
    [InlineData("anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset", "2026-03-10T13:00:30+01:00", 30_000)]
    [InlineData("anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset", "2026-03-10T12:00:30.500Z", 30_500)]
    [InlineData("x-ratelimit-remaining", "x-ratelimit-reset", "1773144012", 12_000)]
    [InlineData("x-ratelimit-remaining", "x-ratelimit-reset", "1773144012345", 12_345)]
    [InlineData("ratelimit-remaining", "ratelimit-reset", "5", 5_000)]
    public void The_reset_of_an_empty_bucket_says_how_long(string remaining, string reset, string value, long ms)
    {
        Assert.Equal(ms, RetryAfterReader.Read(Answer.Headers((remaining, "0"), (reset, value)), UpstreamErrorBody.Empty, Answer.NowMs));
        Assert.Null(RetryAfterReader.Read(Answer.Headers((remaining, "3"), (reset, value)), UpstreamErrorBody.Empty, Answer.NowMs));
        Assert.Null(RetryAfterReader.Read(Answer.Headers((reset, value)), UpstreamErrorBody.Empty, Answer.NowMs));
    }

    [Fact]
    public void Of_several_empty_buckets_the_last_to_fill_counts() => Assert.Equal(60_000, RetryAfterReader.Read(
        Answer.Headers(("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "2s"),
            ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "1m")), UpstreamErrorBody.Empty, Answer.NowMs));

    [Theory]
    [InlineData("rejected", 60_000L)]
    [InlineData("allowed", null)]
    public void The_unified_limit_counts_when_it_rejects(string status, long? ms) => Assert.Equal(ms, RetryAfterReader.Read(
        Answer.Headers(("anthropic-ratelimit-unified-status", status), ("anthropic-ratelimit-unified-reset", "1773144060")),
        UpstreamErrorBody.Empty, Answer.NowMs));

    [Theory]
    [InlineData("Please try again in 5.289s.", 5_289)]
    [InlineData("Please try again in 20s. Visit the docs.", 20_000)]
    [InlineData("Please try again in 6m0s.", 360_000)]
    [InlineData("try again in 450ms", 450)]
    [InlineData("Try again in 86400 seconds.", 86_400_000)]
    [InlineData("Please retry after 37 seconds.", 37_000)]
    [InlineData("please try again after 1 minute", 60_000)]
    [InlineData("Please retry in 34.074824224s.", 34_075)]
    [InlineData("try again in 2 hours", 7_200_000)]
    [InlineData("Your limit resets in 5hr 30min.", 19_800_000)]
    [InlineData("You will regain access on 2026-03-11 at 00:00 UTC.", 43_200_000)]
    [InlineData("You will regain access on 2026-04-01 at 00:00 UTC.", 86_400_000)]
    [InlineData("已达到 5 小时的使用上限。您的限额将在 2026-03-10 21:30:00 重置。", 5_400_000)]
    [InlineData("Weekly limit exhausted. Resets at 2026-03-10T13:00:00Z", 3_600_000)]
    [InlineData("Your limit will reset at 2026-03-10 21:30:00", 5_400_000)]
    public void A_message_says_how_long(string message, long ms) =>
        Assert.Equal(ms, RetryAfterReader.Read(Answer.Headers(), new() { Message = message }, Answer.NowMs));

    [Theory]
    [InlineData("Please try again later.")]
    [InlineData("The model takes 20s for this.")]
    [InlineData("try again in 5 small steps")]
    [InlineData("You will regain access on 2026-99-99 at 00:00 UTC.")]
    public void A_message_without_a_time_says_nothing(string message) =>
        Assert.Null(RetryAfterReader.Read(Answer.Headers(), new() { Message = message }, Answer.NowMs));

    [Theory]
    [InlineData("2026-03-10T12:00:00Z", 20 * 3_600_000L)]
    [InlineData("2026-03-10T07:59:00Z", 60_000L)]
    [InlineData("2026-03-10T08:00:00Z", 86_400_000L)]
    public void Googles_daily_quota_lasts_until_midnight_in_California_whatever_the_retry_delay(string now, long ms)
    {
        var body = new UpstreamErrorBody { QuotaIds = ["RequestsPerDayPerProject"], RetryDelay = "30s" };

        Assert.Equal(ms, RetryAfterReader.Read(
            Answer.Headers(("retry-after", "1")), body, DateTimeOffset.Parse(now, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void A_fault_of_the_provider_waits_for_its_header_but_not_for_a_bucket()
    {
        const string Body = """{"error":{"message":"Please try again in 9s"}}""";
        (string, string)[] empty = [("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "50s")];

        Assert.Null(Answer.Classified(500, Body, empty).RetryAfterMs);
        Assert.Equal(8_000, Answer.Classified(503, Body, [.. empty, ("retry-after", "8")]).RetryAfterMs);
        Assert.Equal(50_000, Answer.Classified(429, Body, empty).RetryAfterMs);
        Assert.Null(Answer.Classified(401, Body, ("retry-after", "8")).RetryAfterMs);
    }

    [Fact]
    public void Text_of_any_kind_gives_a_time_within_bounds_or_none() =>
        Gen.Select(Gen.String, Gen.String, Gen.Long[0, 4_000_000_000_000]).Sample((value, message, now) =>
        {
            var ms = RetryAfterReader.Read(_ => value, new() { Message = message, RetryDelay = value }, now);
            return ms is null or (>= RetryAfterReader.ShortestMs and <= RetryAfterReader.LongestMs);
        });
}
