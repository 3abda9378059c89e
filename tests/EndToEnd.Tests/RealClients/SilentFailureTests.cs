namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>Whatever a provider does to a stream, a client has the whole answer or an exception, and never takes a part for the whole.</summary>
[Collection(RealClientTests.Name)]
public sealed class SilentFailureTests(NodeHost node, Upstreams upstreams, ITestOutputHelper output)
{
    private const string AllWords = "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10";

    private static readonly string[] OfResponses = ["openaiResponses", "aiOpenai"];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var client in new[] { "openai", "openaiHelper", "openaiResponses", "anthropic", "google", "aiOpenai", "aiOpenaiChat", "aiAnthropic", "aiCompatible", "langchain" }.Concat(DotnetClients.Names))
            {
                foreach (var kind in new[] { "openai", "anthropic", "gemini", "bedrock" })
                    pairs.Add(client, kind);
            }
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_broken_answer_is_an_exception_and_every_other_is_whole(string client, string kind)
    {
        var speaksChat = kind == "openai" && !OfResponses.Contains(client);
        var cases = new List<(Misbehaviour Case, UpstreamModel Model)>();
        foreach (var misbehaviour in Misbehaviour.Of(kind, speaksChat))
        {
            var model = misbehaviour.IsWhole ? await upstreams.Sound(kind) : await upstreams.Own(kind);
            await model.Answers(misbehaviour.Answer);
            cases.Add((misbehaviour, model));
        }

        var reports = await Task.WhenAll(cases.Select(one => upstreams.Ask(node, client, one.Model.CallerName, new ClientTask { Stream = true })));

        var wrong = new List<string>();
        foreach (var ((misbehaviour, model), report) in cases.Zip(reports))
        {
            output.WriteLine($"{client} | {kind} | {misbehaviour.Name} | {report}");
            var isWhole = report is { Error: null, Text: AllWords, Finish: not null };
            if (misbehaviour.IsWhole ? !isWhole : report.Error is null)
                wrong.Add($"{misbehaviour.Name}: {report}");
            // An exception for another reason would say nothing.
            if ((await model.Calls()).Count == 0)
                wrong.Add($"{misbehaviour.Name}: the provider was not asked");
            if (!misbehaviour.IsWhole)
                upstreams.GiveBack(model);
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
