using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.OpenAiSurface;

public sealed class ErrorTests(SharedGateway gateway)
{
    [Fact]
    public async Task Strangers_and_wishes_beyond_the_allowed_are_told_apart()
    {
        using var lane = await gateway.Lane();
        using var other = await gateway.Lane();
        using var nobody = gateway.Edge.ClientWith(null);
        using var stranger = gateway.Edge.ClientWith("sk-gw-not-a-key");

        var missing = await nobody.Chat(lane.Model);
        var unknown = await stranger.Chat(lane.Model);

        Assert.Equal((401, "missing_api_key"), (missing.Status, missing.ErrorCode));
        Assert.Equal((401, "invalid_api_key"), (unknown.Status, unknown.ErrorCode));
        Assert.NotNull(unknown.Header("www-authenticate"));
        var forbidden = await lane.Http.Chat(other.Model);
        Assert.Equal((403, "model_not_allowed"), (forbidden.Status, forbidden.ErrorCode));
        var noModel = await lane.Http.Chat("no-such-model");
        Assert.Equal((404, "model_not_found"), (noModel.Status, noModel.ErrorCode));
        Assert.All([missing, unknown, forbidden, noModel], HasShape);
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("x-api-key", "")]
    [InlineData("api-key", "")]
    [InlineData("x-goog-api-key", "")]
    public async Task A_key_counts_wherever_clients_put_it(string header, string prefix)
    {
        using var lane = await gateway.Lane();
        using var client = gateway.Edge.ClientWith(null);
        client.DefaultRequestHeaders.Add(header, prefix + lane.ConsumerKey);

        Assert.Equal(200, (await client.Chat(lane.Model)).Status);
    }

    [Theory]
    [InlineData(500, 502)]
    [InlineData(502, 502)]
    [InlineData(503, 503)]
    [InlineData(504, 502)]
    [InlineData(529, 503)]
    [InlineData(408, 502)]
    [InlineData(429, 429)]
    public async Task A_failure_clients_would_retry_says_when_in_whole_seconds(int upstream, int told)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { status = upstream });

        var answer = await lane.Chat();

        Assert.Equal(told, answer.Status);
        Assert.True(int.TryParse(answer.Header("retry-after"), out var seconds) && seconds is >= 1 and <= 60, answer.ToString());
        HasShape(answer);
    }

    private static void HasShape(HttpAnswer answer)
    {
        Assert.StartsWith("application/json", answer.Header("content-type"), StringComparison.Ordinal);
        var error = answer.Error.AsObject();
        Assert.Equal(["code", "message", "param", "type"], error.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.False(string.IsNullOrWhiteSpace(error["message"]!.GetValue<string>()));
        Assert.False(string.IsNullOrWhiteSpace(error["type"]!.GetValue<string>()));
    }
}
