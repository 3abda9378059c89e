using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>Every client asks every kind of provider for everything it can say.</summary>
[Collection(RealClientTests.Name)]
public sealed class ClientMatrixTests(NodeHost node, Upstreams upstreams)
{
    private const string AllWords = "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10";
    private const string Told = "said-for-this-test";
    private static readonly string[] Clients = ["openai", "openaiResponses", "anthropic", "google", "aiOpenai", "aiAnthropic", "aiCompatible", "langchain", .. DotnetClients.Names];
    private static readonly string[] Kinds = ["openai", "anthropic", "gemini", "bedrock"];

    /// <summary>These speak OpenAI's responses, which know no texts to stop at.</summary>
    private static readonly string[] WithoutStop = ["openaiResponses", "aiOpenai"];

    public static TheoryData<string> EachClient => [.. Clients];

    public static TheoryData<string, string> AllPairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var client in Clients)
            {
                foreach (var kind in Kinds)
                    pairs.Add(client, kind);
            }
            pairs.Add("openai", "azure");
            pairs.Add("google", "vertex");
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task Words_arrive_whole_and_streamed(string client, string kind)
    {
        var model = await upstreams.Sound(kind);

        var whole = (await Ask(client, model, new ClientTask())).Ok;
        var streamed = (await Ask(client, model, new ClientTask { Stream = true })).Ok;

        Assert.Equal((AllWords, AllWords), (whole.Text, streamed.Text));
        Assert.Equal((Finished(client), Finished(client)), (whole.Finish, streamed.Finish));
        Assert.Equal([false, true], (await model.Calls()).Select(call => call.Stream));
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task Two_calls_of_tools_and_their_results_go_round(string client, string kind)
    {
        foreach (var stream in new[] { false, true })
        {
            var model = await upstreams.Sound(kind);
            await model.Answers(new { toolCalls = new[] { new { name = "weather", arguments = """{"city":"Bern"}""" }, new { name = "clock", arguments = """{"city":"Rome"}""" } } }, times: 1);

            var report = (await Ask(client, model, new ClientTask { Tools = true, Stream = stream })).Ok;

            Assert.Equal([new ToolCalled("weather", "Bern"), new ToolCalled("clock", "Rome")], report.Calls!);
            Assert.Equal(AllWords, report.Text);
            var calls = await model.Calls();
            Assert.Equal(2, calls.Count);
            Assert.All(["sunny-there", "noon-there"], result => Assert.Contains(result, calls[1].Body, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task An_answer_has_the_form_it_was_asked_for(string client, string kind)
    {
        var model = await upstreams.Sound(kind);
        await model.Answers(new { text = """{"city":"Bern"}""" });

        var whole = (await Ask(client, model, new ClientTask { Schema = true })).Ok;
        var streamed = (await Ask(client, model, new ClientTask { Schema = true, Stream = true })).Ok;

        Assert.Equal(("""{"city":"Bern"}""", """{"city":"Bern"}"""), (whole.Text, streamed.Text));
        Assert.All(await model.Calls(), call => Assert.Contains("city-of-the-answer", call.Body, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task Images_and_the_systems_words_reach_the_provider(string client, string kind)
    {
        var model = await upstreams.Sound(kind);

        var report = (await Ask(client, model, new ClientTask { System = Told, Image = true })).Ok;

        Assert.Equal(AllWords, report.Text);
        var call = Assert.Single(await model.Calls());
        Assert.Contains("iVBORw0KGgo", call.Body, StringComparison.Ordinal);
        Assert.Contains(Told, model.Kind.SystemOf(call.Json), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task Texts_to_stop_at_reach_the_provider(string client, string kind)
    {
        if (WithoutStop.Contains(client))
            return;
        var model = await upstreams.Sound(kind);

        var report = (await Ask(client, model, new ClientTask { Stop = ["word5"], Stream = true })).Ok;

        // Only these are known to stop there.
        Assert.Equal(kind is "openai" or "azure" ? AllWords : "word1 word2 word3 word4", report.Text!.TrimEnd());
        Assert.Contains("word5", Assert.Single(await model.Calls()).Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task What_a_provider_refuses_is_the_clients_own_exception(string client, string kind)
    {
        var model = await upstreams.Own(kind);
        await model.Answers(model.Kind.Refuses(400, Told), times: 2);
        await model.Answers(model.Kind.Refuses(429, Told));

        var wrong = await Ask(client, model, new ClientTask());
        var wrongStream = await Ask(client, model, new ClientTask { Stream = true });
        var tooMany = await Ask(client, model, new ClientTask { Stream = true });

        Assert.All([wrong, wrongStream], report => AssertError(report, client, 400));
        Assert.All([wrong, wrongStream], report => Assert.Contains(Told, report.Message, StringComparison.Ordinal));
        AssertError(tooMany, client, 429);
        upstreams.GiveBack(model);
    }

    [Theory]
    [MemberData(nameof(EachClient))]
    public async Task A_wrong_key_and_an_unknown_model_are_the_clients_own_exceptions(string client)
    {
        var model = await upstreams.Sound("openai");

        AssertError(await upstreams.Ask(node, client, model.CallerName, new ClientTask { Stream = true }, key: "no such key"), client, 401);
        AssertError(await upstreams.Ask(node, client, "no-such-model", new ClientTask()), client, 404);
        Assert.Empty(await model.Calls());
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task Who_goes_away_is_not_answered_any_further(string client, string kind)
    {
        var model = await upstreams.Sound(kind);
        await model.Answers(new { events = 1_000, gapMs = 20 });

        var report = (await Ask(client, model, new ClientTask { Stream = true, Leave = true })).Ok;

        Assert.True(report.Left);
        var calls = await Eventually.Get(model.Calls, seen => seen is [{ EndedUs: not null }]);
        Assert.Equal(FakeCall.AbortedByPeer, calls[0].Ending);
    }

    private static string Finished(string client) => client switch
    {
        "openaiResponses" => "completed",
        "anthropic" => "end_turn",
        "google" => "STOP",
        _ => "stop",
    };

    private static void AssertError(ClientReport report, string client, int status)
    {
        var expected = client switch
        {
            "google" => "ApiError",
            "aiOpenai" or "aiAnthropic" or "aiCompatible" => "AI_APICallError",
            DotnetClients.OpenAi or DotnetClients.Azure => "ClientResultException",
            DotnetClients.Anthropic => status switch { 400 => "AnthropicBadRequestException", 401 => "AnthropicUnauthorizedException", 404 => "AnthropicNotFoundException", _ => "AnthropicRateLimitException" },
            _ => status switch { 400 => "BadRequestError", 401 => "AuthenticationError", 404 => "NotFoundError", _ => "RateLimitError" },
        };
        Assert.True((report.Error == expected || report.Name == expected) && report.Status == status, $"{client}: expected {expected} {status}, not {report}");
    }

    private Task<ClientReport> Ask(string client, UpstreamModel model, ClientTask task) => upstreams.Ask(node, client, model.CallerName, task);
}
