using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>Texts become vectors, whoever asks and whoever is asked.</summary>
public sealed class VectorTests(SharedGateway gateway)
{
    private const string Two = """{"requests":[{"content":{"parts":[{"text":"one"}]}},{"content":{"parts":[{"text":"two three"}]}}]}""";

    /// <summary>As the fake provider makes them of "one" and "two three".</summary>
    private static readonly float[][] Vectors = [[1 / 16f, 2 / 16f, 3 / 16f, 4 / 16f, 5 / 16f, 6 / 16f, 7 / 16f, 8 / 16f], [3 / 16f, 4 / 16f, 5 / 16f, 6 / 16f, 7 / 16f, 8 / 16f, 9 / 16f, 10 / 16f]];

    [Theory]
    [InlineData("openai", "float", false)]
    [InlineData("openai", "base64", false)]
    [InlineData("openai", "base64", true)]
    [InlineData("azure", "base64", true)]
    [InlineData("gemini", "float", false)]
    [InlineData("gemini", "base64", false)]
    public async Task OpenAis_clients_get_the_encoding_they_asked_for(string kind, string encoding, bool ignored)
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = kind });
        await lane.Answers(new { ignoreEncodingFormat = ignored });

        var answer = await lane.Http.Embed(lane.Model, new[] { "one", "two three" }, encoding);

        var data = answer.Ok["data"]!.AsArray();
        Assert.Equal(Vectors, data.Select(row => Read(row!["embedding"]!, encoding)));
        Assert.Equal([0, 1], data.Select(row => row!["index"]!.GetValue<int>()));
        Assert.Equal(lane.Model, answer.Json["model"]!.GetValue<string>());
        await OneCall(lane, kind, ("x-goog-api-key", "/v1beta/models/fake-chat:batchEmbedContents"));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("azure")]
    [InlineData("gemini")]
    public async Task Googles_clients_get_theirs(string kind)
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = kind });

        var one = await lane.Http.PostJson($"/v1beta/models/{lane.Model}:embedContent", """{"content":{"parts":[{"text":"one"}]},"outputDimensionality":8}""");
        var two = await lane.Http.PostJson($"/v1beta/models/{lane.Model}:batchEmbedContents", Two);

        Assert.Equal(Vectors[0], Numbers(one.Ok["embedding"]!["values"]!));
        Assert.Equal(Vectors, two.Ok["embeddings"]!.AsArray().Select(vector => Numbers(vector!["values"]!)));
        var calls = await lane.Calls();
        Assert.Equal([lane.Secret(1), lane.Secret(1)], calls.Select(call => call.Key));
        Assert.All(calls, call => Assert.Equal("fake-chat", call.Model));
        Assert.All(calls, call => Assert.DoesNotContain(lane.Model, call.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Googles_client_reads_vectors_that_a_provider_sends_in_base64_unasked()
    {
        using var lane = await gateway.Lane();
        var data = Vectors.Select((vector, index) => new { @object = "embedding", index, embedding = Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) });
        await lane.Answers(new { body = new { @object = "list", data, model = "fake-chat", usage = new { prompt_tokens = 3, total_tokens = 3 } } });

        var answer = await lane.Http.PostJson($"/v1beta/models/{lane.Model}:batchEmbedContents", Two);

        Assert.Equal(Vectors, answer.Ok["embeddings"]!.AsArray().Select(vector => Numbers(vector!["values"]!)));
    }

    private static async Task OneCall(Lane lane, string kind, (string Header, string Path) google)
    {
        var call = Assert.Single(await lane.Calls());
        var (header, path) = kind switch
        {
            "gemini" => google,
            "azure" => ("api-key", "/openai/deployments/fake-chat/embeddings"),
            _ => ("authorization", "/v1/embeddings"),
        };
        Assert.Equal((path, "fake-chat"), (call.Path, call.Model));
        Assert.EndsWith(lane.Secret(1), call.Headers[header], StringComparison.Ordinal);
        Assert.DoesNotContain(lane.ConsumerKey, $"{string.Join(' ', call.Headers.Values)} {call.Query}", StringComparison.Ordinal);
        Assert.DoesNotContain(lane.Model, call.Body, StringComparison.Ordinal);
    }

    private static float[] Read(JsonNode embedding, string encoding) => encoding == "base64"
        ? [.. MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(embedding.GetValue<string>()))]
        : Numbers(embedding);

    private static float[] Numbers(JsonNode values) => [.. values.AsArray().Select(value => value!.GetValue<float>())];
}
