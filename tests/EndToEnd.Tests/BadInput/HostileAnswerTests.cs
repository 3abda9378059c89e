using AiGateway.EndToEnd.Tests.Harness;
using AiGateway.EndToEnd.Tests.RealClients;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>What no provider should answer, from every kind of provider, whole and streamed, to callers of its own dialect and of others.</summary>
[Collection(UndisturbedTests.Name)]
public sealed class HostileAnswerTests(ITestOutputHelper output)
{
    private static readonly (string Caller, string Kind)[] Pairs =
    [
        ("chat", "openai"), ("messages", "anthropic"), ("gemini", "gemini"), ("responses", "openai"),
        ("chat", "anthropic"), ("chat", "gemini"), ("chat", "bedrock"), ("messages", "openai"), ("messages", "bedrock"), ("gemini", "openai"), ("responses", "anthropic"),
    ];

    private static readonly (string Caller, string Kind)[] LargePairs =
        [("chat", "openai"), ("messages", "anthropic"), ("gemini", "gemini"), ("chat", "anthropic"), ("chat", "gemini"), ("chat", "bedrock"), ("messages", "openai")];

    private static readonly Hostility[] Small =
    [
        new("compressed unasked", new { gzip = true }, IsAnswer: true),
        new("a page of HTML as success", Page(200)),
        new("a page of HTML as failure", Page(502)),
        new("called compressed", Called("gzip", "no gzip")),
        new("compressed in a way nobody asked for or knows", Called("br", "no JSON")),
    ];

    private static readonly Hostility[] Large =
    [
        new("100 MB", new { leadingBlankLines = 100_000_000 }) { Streamed = Event(100_000_000, gzip: false) },
        new("400 MB, compressed", new { leadingBlankLines = 400_000_000, gzip = true }) { Streamed = Event(400_000_000, gzip: true) },
        new("400 MB of a page that explains a failure, compressed", new { status = 500, body = "<html></html>", leadingBlankLines = 400_000_000, gzip = true }),
    ];

    /// <summary>What the process may have for its objects, as in a container of 850 MB: garbage that nobody needs the room of says nothing.</summary>
    private const long Heap = 640 * ResidentMemory.MiB;

    /// <summary>Code, stacks, and what of the heap is not objects.</summary>
    private const long Beside = 192 * ResidentMemory.MiB;

    [Fact]
    public async Task Nobody_takes_it_for_an_answer_and_memory_stays_bounded()
    {
        await using var fake = await FakeProviderProcess.Start();
        await using var edge = await EdgeProcess.Start(new EdgeOptions { Environment = new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = $"{Heap:x}" } });
        var providers = await ProviderSet.Make(edge, fake);
        using var http = edge.ClientWith(null);
        var calls = new RefusedCalls(http, providers.ConsumerKey);
        var memory = new ResidentMemory(edge.Process.Id);
        var wrong = new List<string>();

        var usual = await memory.PeakDuring(() => Answer(Pairs, Small));
        var peak = await memory.PeakDuring(() => Answer(LargePairs, Large));

        output.WriteLine($"resident: at most {ResidentMemory.Text(usual)} during small answers, {ResidentMemory.Text(peak)} during huge ones");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(peak <= Heap + Beside, ResidentMemory.Text(peak));
        var sound = await providers.Model("openai");
        Assert.Equal(200, (await AnyCaller.Of("chat").Ask(calls, sound.CallerName, stream: false)).Status);

        async Task Answer((string Caller, string Kind)[] pairs, Hostility[] kinds)
        {
            foreach (var (caller, kind) in pairs)
            {
                foreach (var (hostility, stream) in kinds.SelectMany(hostility => new[] { (hostility, false), (hostility, true) }))
                {
                    // Its messages say how long they are, and that much is refused before it comes.
                    if (kind == "bedrock" && stream && kinds == Large)
                        continue;
                    if (await Problem(AnyCaller.Of(caller), kind, hostility, stream) is { } problem)
                        wrong.Add($"{caller} -> {kind} | {hostility.Name} | {(stream ? "streamed" : "whole")} | {problem}");
                }
            }
        }

        async Task<string?> Problem(AnyCaller caller, string kind, Hostility hostility, bool stream)
        {
            // A provider of its own: what it does must not be held against the next one.
            var model = await providers.Model(kind, alone: true);
            await model.Answers(stream ? hostility.Streamed : hostility.Whole);
            var got = await caller.Ask(calls, model.CallerName, stream);
            return hostility.Problem(caller, got, stream) is { } problem
                ? $"{problem}: {got.Status}{(got.Broken ? ", broken" : "")} {got.Body[..Math.Min(200, got.Body.Length)]} … {(got.Data.Count > 0 ? got.Data[^1] : "")}"
                : null;
        }
    }

    private static object Page(int status) => new { status, body = "<html><body>Hello</body></html>", headers = new Dictionary<string, string> { ["content-type"] = "text/html" } };

    private static object Called(string encoding, string body) => new { status = 200, body, headers = new Dictionary<string, string> { ["content-encoding"] = encoding } };

    /// <summary>In the midst of a stream.</summary>
    private static object Event(int characters, bool gzip) => new { gzip, inject = new[] { new { kind = "huge", characters, afterEvents = 5 } } };
}
