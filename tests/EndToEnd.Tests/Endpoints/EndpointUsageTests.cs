using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>What is written down of calls that are no chats.</summary>
public sealed class EndpointUsageTests(SharedGateway gateway)
{
    /// <summary>By the fake provider's rules: three words, 272 for a picture, one for a thousand bytes of sound, ten words or pieces said.</summary>
    private static readonly Dictionary<string, (int Prompt, int Completion, bool Estimated)> Figures = new()
    {
        ["images.generations"] = (3, 272, false),
        ["images.generations streamed"] = (3, 272, false),
        ["images.edits"] = (275, 272, false),
        ["images.edits streamed"] = (275, 272, false),
        ["images.edits json"] = (3, 272, false),
        ["images.variations"] = (272, 272, false),
        ["audio.transcriptions"] = (3, 10, false),
        ["audio.transcriptions subtitles"] = (0, 0, true),
        ["audio.transcriptions streamed"] = (3, 10, false),
        ["audio.translations"] = (6, 10, false),
        ["audio.speech"] = (3, 0, true),
        ["audio.speech streamed"] = (3, 10, false),
        ["moderations"] = (4, 0, true),
        ["rerank"] = (5, 0, false),
        ["embeddings"] = (3, 0, false),
        ["completions"] = (3, 10, false),
        ["completions streamed"] = (3, 10, false),
    };

    [Fact]
    public async Task Each_call_is_recorded_with_the_figures_of_the_provider()
    {
        using var lane = await gateway.Lane();
        var ids = new Dictionary<string, string>();
        foreach (var (name, question) in Question.All)
        {
            var answer = await lane.Ask(question);
            Assert.True(answer is { Status: 200, Broken: false }, $"{name}: {answer}");
            ids[answer.Header("x-request-id")!] = name;
        }

        var records = await lane.Records(Question.All.Count);

        Assert.All(records, record =>
        {
            var name = ids[Text(record, "callId")];
            Assert.Equal((name.Split(' ')[0], lane.Id, lane.Model), (Text(record, "operation"), Text(record, "consumer"), Text(record, "model")));
            Assert.Equal((lane.Id, "fake-chat", lane.KeyId(1)), (Text(record, "provider"), Text(record, "targetModel"), Text(record, "key")));
            Assert.Equal(("Ok", 200, 1), (Text(record, "outcome"), record["status"]!.GetValue<int>(), record["attempts"]!.GetValue<int>()));
            var tokens = record["tokens"]!;
            Assert.Equal((name, Figures[name]), (name, (Number(tokens, "prompt"), Number(tokens, "completion"), tokens["estimated"]!.GetValue<bool>())));
        });
        foreach (var by in new[] { "model", "consumer" })
        {
            // Sums are passed on by themselves, a second or so behind the records.
            var total = await Eventually.Get(
                async () => (await lane.Admin.Get($"/admin/v1/usage?by={by}&id={lane.Id}&resolution=hour&from={DateTimeOffset.UtcNow.AddDays(-1):yyyy-MM-ddTHH:mm:ssZ}")).Ok["data"]![0]!["total"]!,
                seen => Number(seen, "calls") == Figures.Count);
            Assert.Equal(
                (Figures.Count, Figures.Values.Sum(call => call.Prompt), Figures.Values.Sum(call => call.Completion)),
                (Number(total, "calls"), Number(total, "promptTokens"), Number(total, "completionTokens")));
        }
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static int Number(JsonNode node, string member) => node[member]!.GetValue<int>();
}
