using System.Text.Json;
using AiGateway.Core.Limits;
using AiGateway.Edge.Api;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Tests.Pipeline.Limits;

/// <summary>What limits do to the cap on output that a provider is sent.</summary>
public sealed class OutputCapTests
{
    [Fact]
    public async Task Under_strict_limits_a_call_without_a_cap_is_given_one()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 100000 }");
        await bench.Chat();
        Assert.Equal((4_096, null), Caps(bench));
    }

    [Fact]
    public async Task The_cap_given_is_the_one_in_the_settings()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 100000 }", settings: new GatewaySettings { UncappedOutputTokens = 300 });
        await bench.Chat();
        Assert.Equal((300, null), Caps(bench));
    }

    [Fact]
    public async Task Newer_models_are_given_it_by_its_newer_name()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 100000 }");
        await bench.Chat("newer");
        Assert.Equal((null, 4_096), Caps(bench));
    }

    [Fact]
    public async Task A_cap_above_a_small_limit_is_lowered_to_it()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 100 }");
        await bench.Chat(maxTokens: 5_000);
        Assert.InRange(Caps(bench).Old!.Value, 50, 97);
    }

    [Fact]
    public async Task A_cap_within_the_limits_stays()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 100000 }");
        await bench.Chat(maxTokens: 77);
        Assert.Equal((77, null), Caps(bench));
    }

    [Theory]
    [InlineData("{ tokensPerDay: 100000, tokens: expected, soft: [ tokensPerDay ] }", "{}")]
    [InlineData("{ requestsPerMinute: 5, concurrent: 5 }", "{}")]
    [InlineData("{}", "{ tokensPerMinute: 100000 }")]
    [InlineData("{}", "{ tokensPerMinute: 100000, tokens: strict }")]
    public async Task Expected_limits_limits_on_calls_and_those_of_accounts_change_no_cap(string own, string key)
    {
        using var bench = LimitBench.Of(own, key: key, second: key);
        await bench.Chat();
        Assert.Equal((null, null), Caps(bench));
        await bench.Chat(maxTokens: 90_000);
        Assert.Equal((90_000, null), Caps(bench));
    }

    [Fact]
    public async Task The_smallest_cap_of_all_limits_counts()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 3000 }", "{ tokensPerDay: 500 }");
        await bench.Chat();
        Assert.InRange(Caps(bench).Old!.Value, 450, 497);
    }

    [Fact]
    public async Task A_limit_on_money_caps_the_output_to_what_it_buys()
    {
        using var bench = LimitBench.Of("{ costPerDay: 0.0005 }").Priced();
        await bench.Chat();
        // 500,000 billionths, 5,000 for each token of the answer.
        Assert.InRange(Caps(bench).Old!.Value, 90, 99);
    }

    [Fact]
    public async Task A_call_for_which_too_little_is_left_gets_a_shorter_answer_and_not_a_refusal()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 1000 }");
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Gateway.Provider.Before = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };
        var first = bench.Chat(maxTokens: 800);
        await asked.Task;
        bench.Gateway.Provider.Before = _ => Task.CompletedTask;

        var second = await bench.Chat(maxTokens: 500);
        var cap = Caps(bench).Old!.Value;
        answer.SetResult();
        await first;

        Assert.Equal(200, second.Response.StatusCode);
        Assert.InRange(cap, 150, 192);
    }

    [Fact]
    public async Task Several_prompts_of_one_call_are_answered_each_by_itself()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 1000 }");
        bench.Gateway.Provider.Answers(200, TestGateway.Answer());
        using var caller = new Caller("""{"model":"chat","n":2,"prompt":["a","b","c","d"]}""", Fakes.TestCatalog.ConsumerKey);

        await bench.Gateway.Run(caller, Edge.Api.Operation.Completions);

        Assert.InRange(Caps(bench).Old!.Value, 100, 124);
    }

    [Fact]
    public async Task What_is_expected_is_learned_for_one_answer_and_from_calls_that_give_any()
    {
        using var bench = LimitBench.Of("{ tokensPerDay: 100000, tokens: expected, soft: [ tokensPerDay ] }");
        bench.Gateway.Provider.Answers(200, TestGateway.Answer().Replace("\"completion_tokens\":2", "\"completion_tokens\":400", StringComparison.Ordinal));
        await bench.Gateway.Call("""{"model":"chat","n":4,"messages":[{"role":"user","content":"hi"}]}""");
        for (var i = 0; i < 50; i++)
        {
            bench.Gateway.Provider.Answers(200, """{"object":"list","data":[],"model":"gpt","usage":{"prompt_tokens":3,"total_tokens":3}}""");
            using var caller = new Caller("""{"model":"chat","input":"hi"}""", Fakes.TestCatalog.ConsumerKey);
            await bench.Gateway.Run(caller, Edge.Api.Operation.Embeddings);
            Assert.Equal(200, caller.Response.StatusCode);
        }

        Assert.InRange(bench.Gateway.Leases.For(bench.Consumer).Forecast.NineOfTen()!.Value, 100, 120);
    }

    private static (int? Old, int? Newer) Caps(LimitBench bench)
    {
        var body = JsonDocument.Parse(bench.LastBody).RootElement;
        return (Of("max_tokens"), Of("max_completion_tokens"));

        int? Of(string name) => body.TryGetProperty(name, out var cap) ? cap.GetInt32() : null;
    }
}
