using System.Text;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Telemetry;

public sealed class ExportTests(ObservedGateway gateway) : IClassFixture<ObservedGateway>
{
    private const string Prompt = "canary-prompt-a41f77";
    private const string Words = "canary-answer-c0993e";

    [Fact]
    public async Task Tokens_are_counted_under_the_conventions_name()
    {
        _ = (await gateway.Edge.Data.Chat("counted")).Ok;
        _ = (await gateway.Edge.Data.ChatStream("counted")).Done;

        var points = await gateway.Collector.Until(
            c => c.Points("gen_ai.client.token.usage").Where(p => p["gen_ai.request.model"] == "counted").ToList(),
            points => points.Count == 2 && points.TrueForAll(p => p.Count == 2));

        Assert.Equal([("input", 6), ("output", 20)], points.Select(p => (p["gen_ai.token.type"], p.Sum)).Order());
        Assert.All(points, p => Assert.Equal(
            ("{token}", "chat", "steady", "fake-chat"), (p.Unit, p["gen_ai.operation.name"], p["gen_ai.provider.name"], p["gen_ai.response.model"])));
        foreach (var times in new[] { "gen_ai.server.request.duration", "gen_ai.server.time_to_first_token", "gen_ai.client.operation.duration" })
            Assert.Equal(2UL, Assert.Single(gateway.Collector.Points(times), p => p["gen_ai.request.model"] == "counted").Count);
    }

    [Fact]
    public async Task No_secret_prompt_or_answer_is_in_any_byte_of_an_export()
    {
        await gateway.Fake.AddRules(
            new { match = new { key = ObservedGateway.Secret("first"), path = "/chat/completions" }, times = 1, answer = new { preset = "generic.echoes_key" } },
            new { match = new { key = ObservedGateway.Secret("second"), path = "/chat/completions" }, times = 1, answer = new { text = Words } });
        using (var stranger = gateway.Edge.ClientWith(ObservedGateway.CallersSecret + "x"))
            Assert.Equal(401, (await stranger.Chat("plain", Prompt)).Status);
        var answer = await gateway.Edge.Data.Chat("chained", Prompt);
        Assert.Equal("2", answer.Header("x-aigateway-attempts"));
        Assert.Contains(Words, answer.Body, StringComparison.Ordinal);

        await gateway.SpanOf(answer.Header("x-request-id"));
        await gateway.Collector.Until(c => c.Points("gen_ai.client.token.usage"), points => points.Any(p => p["gen_ai.request.model"] == "chained"));

        var exports = gateway.Collector.Exports;
        Assert.Equal(["/v1/metrics", "/v1/traces"], exports.Select(e => e.Path).Distinct().Order());
        Assert.All(exports, e => Assert.Equal(OtlpExport.Protobuf, e.ContentType));
        foreach (var hidden in ObservedGateway.Secrets.Append(Prompt).Append(Words))
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(hidden));
            Assert.DoesNotContain(exports, e => Holds(e, hidden) || Holds(e, base64));
        }
        // The test can fail: what is no secret is found.
        Assert.All(["first-1", "team", "chained"], known => Assert.Contains(exports, e => Holds(e, known)));
    }

    [Fact]
    public async Task What_was_not_yet_exported_is_exported_when_the_process_is_stopped()
    {
        await using var late = new ObservedGateway();
        await late.Start(exportEveryMs: 3_600_000);
        var calls = new List<string?>();
        for (var i = 0; i < 3; i++)
            calls.Add((await late.Edge.Data.Chat("counted")).Header("x-request-id"));
        Assert.Empty(late.Collector.Exports);

        late.Edge.Process.Terminate();
        Assert.Equal(0, await late.Edge.Process.Exit(TimeSpan.FromSeconds(60)));

        var spans = late.Collector.Spans;
        Assert.Equal(calls, spans.Where(s => s["aigateway.call.id"] is not null).OrderBy(s => s.StartNs).Select(s => s["aigateway.call.id"]));
        Assert.All(late.Collector.Points("gen_ai.client.token.usage"), p => Assert.Equal(3UL, p.Count));
        Assert.Equal(2, late.Collector.Points("gen_ai.client.token.usage").Count);
        foreach (var call in spans.Where(s => s["aigateway.call.id"] is not null))
            OnlyItsOwn(call, [.. spans.Where(s => s.TraceId == call.TraceId && s.Id != call.Id)]);
    }

    /// <summary>What goes on behind a call, such as usage, key states, leases and the feed, must not stray into its trace: it serves many calls.</summary>
    private static void OnlyItsOwn(OtlpSpan call, IReadOnlyList<OtlpSpan> below)
    {
        Assert.Equal("", call.Parent);
        Assert.Equal(["chat fake-chat"], below.Where(s => s.Parent == call.Id && s.Source == "AiGateway").Select(s => s.Name));
        Assert.DoesNotContain(below, s => s.Source != "AiGateway");
    }

    private static bool Holds(OtlpExport export, string text) => export.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
