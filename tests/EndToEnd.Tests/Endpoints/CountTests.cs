using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>Tokens are counted by who speaks the caller's dialect, and else by the gateway.</summary>
public sealed class CountTests(SharedGateway gateway)
{
    private static readonly string[] Kinds = ["openai", "azure", "anthropic", "gemini", "bedrock"];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var dialect in new[] { "anthropic", "gemini", "responses" })
            {
                foreach (var kind in Kinds)
                    pairs.Add(dialect, kind);
            }
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_provider_is_asked_where_it_can_tell_and_nobody_elsewhere(string dialect, string kind)
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = kind });

        var few = await Ask(lane, dialect, "one two three");
        var more = await Ask(lane, dialect, "one two three four five six seven");

        var calls = await lane.Calls();
        Assert.Equal(4, Counted(dialect, more) - Counted(dialect, few));
        if (PathOf(dialect, kind) is { } path)
        {
            Assert.Equal(3, Counted(dialect, few));
            Assert.Equal([path, path], calls.Select(call => call.Path));
            Assert.All(calls, call => Assert.Equal((lane.Secret(1), "fake-chat"), (call.Key, call.Model)));
            Assert.All(calls, call => Assert.DoesNotContain(lane.ConsumerKey, string.Join(' ', call.Headers.Values), StringComparison.Ordinal));
        }
        else
        {
            Assert.InRange(Counted(dialect, few), 3, 15);
            Assert.Empty(calls);
        }
    }

    /// <summary>At once, since each waits for its records.</summary>
    [Fact]
    public async Task A_key_that_fails_is_passed_over_and_a_refusal_comes_in_the_callers_dialect()
    {
        using var anthropic = await gateway.Lane(new LaneOptions { Kind = "anthropic", Keys = 2 });
        using var gemini = await gateway.Lane(new LaneOptions { Kind = "gemini", Keys = 2 });
        using var openai = await gateway.Lane(new LaneOptions { Keys = 2 });

        await Task.WhenAll(Fail(anthropic, "anthropic"), Fail(gemini, "gemini"), Fail(openai, "responses"));
    }

    private static async Task Fail(Lane lane, string dialect)
    {
        await lane.Answers(new { status = 500, body = new { error = new { message = "Out of order." } } }, times: 1);

        var counted = await Ask(lane, dialect, "one two three");
        await lane.Answers(new { status = 400, body = Refusal(dialect) });
        var refused = await Ask(lane, dialect, "one two three");

        Assert.Equal((3, "2"), (Counted(dialect, counted), counted.Header("x-aigateway-attempts")));
        Assert.Equal(2, (await lane.Calls()).Take(2).Select(call => call.Key).Distinct().Count());
        Assert.Equal((400, "Said for this test."), (refused.Status, refused.Error["message"]!.GetValue<string>()));
        Assert.Equal(dialect == "gemini" ? "INVALID_ARGUMENT" : "invalid_request_error", refused.Error[dialect == "gemini" ? "status" : "type"]!.GetValue<string>());
        Assert.Equal(dialect == "anthropic", (string?)refused.Json["type"] == "error");
        var records = await lane.Records(2);
        Assert.All(records, record => Assert.Equal(("count_tokens", 0), (record["operation"]!.GetValue<string>(), record["tokens"]!["prompt"]!.GetValue<int>() + record["tokens"]!["completion"]!.GetValue<int>())));
        Assert.Equal(["ClientError", "Ok"], records.Select(record => record["outcome"]!.GetValue<string>()).Order());
    }

    private static Task<HttpAnswer> Ask(Lane lane, string dialect, string text) => dialect switch
    {
        "anthropic" => lane.Http.PostJson("/v1/messages/count_tokens", new { model = lane.Model, messages = new[] { new { role = "user", content = text } } }),
        "gemini" => lane.Http.PostJson($"/v1beta/models/{lane.Model}:countTokens", new { contents = new[] { new { role = "user", parts = new[] { new { text } } } } }),
        _ => lane.Http.PostJson("/v1/responses/input_tokens", new { model = lane.Model, input = text }),
    };

    private static int Counted(string dialect, HttpAnswer answer) => answer.Ok[dialect == "gemini" ? "totalTokens" : "input_tokens"]!.GetValue<int>();

    /// <summary>Null where the kind of provider does not speak the dialect.</summary>
    private static string? PathOf(string dialect, string kind) => (dialect, kind) switch
    {
        ("anthropic", "anthropic") => "/v1/messages/count_tokens",
        ("gemini", "gemini") => "/v1beta/models/fake-chat:countTokens",
        ("responses", "openai") => "/v1/responses/input_tokens",
        ("responses", "azure") => "/openai/v1/responses/input_tokens",
        _ => null,
    };

    private static object Refusal(string dialect) => dialect switch
    {
        "anthropic" => new { type = "error", error = new { type = "invalid_request_error", message = "Said for this test." } },
        "gemini" => new { error = new { code = 400, message = "Said for this test.", status = "INVALID_ARGUMENT" } },
        _ => new { error = new { message = "Said for this test.", type = "invalid_request_error", param = "input", code = (string?)null } },
    };
}
