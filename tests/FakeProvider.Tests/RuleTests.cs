using System.Net.Http.Json;
using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class RuleTests : ProviderTest
{
    [Fact]
    public async Task The_first_rule_that_matches_and_is_not_spent_answers()
    {
        await RuleAsync(new[]
        {
            new { match = new { model = "a" }, times = (int?)2, answer = new { status = 500 } },
            new { match = new { model = "*" }, times = (int?)null, answer = new { status = 503 } },
        });

        var statuses = new List<int>();
        foreach (var model in new[] { "a", "b", "a", "a" })
        {
            using var reply = await PostAsync(Chat(model: model));
            statuses.Add((int)reply.StatusCode);
        }

        Assert.Equal([500, 503, 500, 503], statuses);
        Assert.Equal([2, 2], (await ControlAsync("rules")).EnumerateArray().Select(rule => rule.GetProperty("used").GetInt32()));
    }

    [Theory]
    [InlineData("""{"key":"sk-1"}""", true)]
    [InlineData("""{"key":"sk-2"}""", false)]
    [InlineData("""{"key":"sk-*"}""", true)]
    [InlineData("""{"path":"/chat/completions"}""", true)]
    [InlineData("""{"path":"/embeddings"}""", false)]
    [InlineData("""{"stream":false}""", true)]
    [InlineData("""{"stream":true}""", false)]
    [InlineData("""{"key":"sk-1","model":"other"}""", false)]
    public async Task All_parts_of_a_match_must_hold(string match, bool holds)
    {
        await RuleAsync(new { match = JsonSerializer.Deserialize<JsonElement>(match), answer = new { status = 418 } });

        using var reply = await PostAsync(Chat());

        Assert.Equal(holds ? 418 : 200, (int)reply.StatusCode);
    }

    [Fact]
    public async Task Rules_can_be_taken_away_one_by_one_and_all_at_once()
    {
        using var added = await Http.PostAsJsonAsync("/_control/rules", new[] { new { answer = new { status = 500 } }, new { answer = new { status = 501 } } }, Token);
        var ids = (await added.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("ids");

        using var one = await Http.DeleteAsync(new Uri($"/_control/rules/{ids[0].GetInt64()}", UriKind.Relative), Token);
        using var second = await PostAsync(Chat());
        using var all = await Http.DeleteAsync(new Uri("/_control/rules", UriKind.Relative), Token);
        using var none = await PostAsync(Chat());

        Assert.Equal([501, 200], [(int)second.StatusCode, (int)none.StatusCode]);
    }

    [Theory]
    [InlineData("""{"answer":{"statuss":500}}""")]
    [InlineData("""{"answer":{"preset":"nobody.knows"}}""")]
    [InlineData("""{"answer":{"fault":"gremlins"}}""")]
    [InlineData("""{"answer":{"tokensPerEvent":0}}""")]
    [InlineData("""[1]""")]
    [InlineData("""{""")]
    public async Task A_mistaken_rule_is_refused_with_a_reason(string rule)
    {
        using var content = new StringContent(rule);
        using var reply = await Http.PostAsync(new Uri("/_control/rules", UriKind.Relative), content, Token);

        Assert.Equal(400, (int)reply.StatusCode);
        Assert.NotEmpty((await reply.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("error").GetString()!);
        Assert.Empty((await ControlAsync("rules")).EnumerateArray());
    }

    [Fact]
    public async Task A_literal_answer_is_sent_as_it_is()
    {
        await MisbehaveAsync(new { status = 402, headers = new Dictionary<string, string> { ["x-what"] = "yes" }, body = "plain {{key}}", contentType = "text/plain" });

        using var reply = await PostAsync(Chat());

        Assert.Equal(402, (int)reply.StatusCode);
        Assert.Equal("yes", reply.Headers.GetValues("x-what").Single());
        Assert.Equal("text/plain", reply.Content.Headers.ContentType!.ToString());
        Assert.Equal("plain sk-1", await reply.Content.ReadAsStringAsync(Token));
    }
}
