using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>Asks, and looks at what came of it.</summary>
internal static class Questions
{
    /// <summary>What the log of the fake provider has of <see cref="Question.File"/>.</summary>
    private static readonly string FileInLog = $"one.bin, {Question.File.Length} bytes, {Convert.ToHexStringLower(SHA256.HashData(Question.File))}";

    public static async Task<RawAnswer> Ask(this Lane lane, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await lane.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            return await RawAnswer.Read(response);
        }
    }

    public static Task<RawAnswer> Ask(this Lane lane, Question question) => lane.Ask(question.For(lane.Model));

    /// <summary>The records of the lane's calls, once there are so many.</summary>
    public static async Task<IReadOnlyList<JsonNode>> Records(this Lane lane, int count)
    {
        var found = await Eventually.Get(
            async () => (await lane.Admin.Get($"/admin/v1/usage/calls?consumer={lane.Id}")).Ok["data"]!.AsArray().Select(record => record!).ToList(),
            records => records.Count >= count);
        Assert.Equal(count, found.Count);
        return found;
    }

    /// <summary>The provider was asked the same by its own key and its own name of the model, and not told who asked.</summary>
    public static void IsIn(this Question question, FakeCall call, Lane lane, string path)
    {
        Assert.Equal((path, "fake-chat"), (call.Path, call.Model));
        Assert.StartsWith($"sk-{lane.Id}-", call.Key, StringComparison.Ordinal);
        Assert.DoesNotContain(lane.ConsumerKey, $"{string.Join(' ', call.Headers.Values)} {call.Query} {call.Body}", StringComparison.Ordinal);
        if (!question.IsForm)
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(question.Body("fake-chat")), call.Json), call.Body);
        else
            Assert.Equal((FileInLog, Sorted(question.Fields("fake-chat"))), (call.Body, Sorted(call.Form!)));
    }

    private static string Sorted(Dictionary<string, string> fields) => string.Join('\n', fields.OrderBy(field => field.Key, StringComparer.Ordinal));
}
