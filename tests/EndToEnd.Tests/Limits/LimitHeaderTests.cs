using System.Globalization;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Limits;

public sealed class LimitHeaderTests(SharedGateway gateway)
{
    [Fact]
    public async Task A_caller_sees_what_is_left_of_its_own_limits_on_every_answer()
    {
        using var lane = await gateway.Lane(new LaneOptions { Limits = new { requestsPerMinute = 4, tokensPerMinute = 100_000, tokensPerDay = 50_000 } });
        // What a provider says of the pooled key is nobody else's business.
        await lane.Answers(new { headers = new Dictionary<string, string> { ["x-ratelimit-remaining-requests"] = "9999", ["x-ratelimit-limit-project-tokens"] = "7" } }, times: 4);

        for (var left = 3; left >= 2; left--)
            Stands((await lane.Chat()).Headers, left);
        var stream = await lane.Http.ChatStream(lane.Model);
        Stands(stream.Headers, 1);
        Assert.True(stream.Done);
        Stands((await lane.Chat()).Headers, 0);
        var refused = await lane.Chat();

        Assert.Equal(429, refused.Status);
        Stands(refused.Headers, 0);
    }

    [Fact]
    public async Task A_caller_without_limits_sees_none()
    {
        using var lane = await gateway.Lane();

        Assert.DoesNotContain((await lane.Chat()).Headers.Keys, name => name.StartsWith("x-ratelimit", StringComparison.OrdinalIgnoreCase));
    }

    private static void Stands(IReadOnlyDictionary<string, string> headers, int requestsLeft)
    {
        Assert.Equal(
            ["limit-requests", "limit-tokens", "remaining-requests", "remaining-tokens", "reset-requests", "reset-tokens"],
            headers.Keys.Where(name => name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase)).Select(name => name["x-ratelimit-".Length..]).Order());
        Assert.Equal(("4", requestsLeft.ToString(CultureInfo.InvariantCulture)), (headers["x-ratelimit-limit-requests"], headers["x-ratelimit-remaining-requests"]));
        // Of the two limits on tokens, the one with less left.
        Assert.Equal("50000", headers["x-ratelimit-limit-tokens"]);
        Assert.InRange(long.Parse(headers["x-ratelimit-remaining-tokens"], CultureInfo.InvariantCulture), 40_000, 49_999);
        foreach (var reset in new[] { headers["x-ratelimit-reset-requests"], headers["x-ratelimit-reset-tokens"] })
            Assert.Matches(@"^([0-9]+h)?([0-9]+m)?[0-9]+(\.[0-9]+)?m?s$", reset);
    }
}
