using System.Text.Json;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Tests.Catalog.Presets;

public sealed class PresetFileTests
{
    private static IReadOnlyList<Preset> Read(string members) =>
        PresetFile.Read($"[{{ \"id\": \"p\", \"name\": \"P\", \"baseUrl\": \"https://p.example/v1\", {members} }}]");

    [Fact]
    public void Comments_and_trailing_commas_may_stand()
    {
        var preset = Assert.Single(PresetFile.Read("""
            // all of them
            [ { "id": "p", "name": "P", /* here */ "baseUrl": "https://p.example/v1", "rename": { "seed": "random_seed", }, }, ]
            """));

        Assert.Equal(("random_seed", ProviderKind.OpenAi, true, false), (preset.Rename["seed"], preset.Kind, preset.StreamUsage, preset.Keyless));
        Assert.Empty(preset.Drop);
        Assert.Null(preset.Serves);
    }

    [Fact]
    public void Paths_are_named_by_their_operations() =>
        Assert.Equal("v2/rerank", Read("""  "serves": ["rerank"], "paths": { "rerank": "v2/rerank" }  """)[0].Paths[ProviderOperation.Rerank]);

    [Theory]
    [InlineData("""  "kindd": "openai"  """, "kindd")]
    [InlineData("""  "name": "Q"  """, "name")]
    [InlineData("""  "kind": "nobody"  """, "kind")]
    [InlineData("""  "serves": ["chats"]  """, "must be one of chat")]
    [InlineData("""  "serves": []  """, "p.serves is empty")]
    [InlineData("""  "kind": "anthropic", "serves": ["images"]  """, "p.serves[0]")]
    [InlineData("""  "kind": "anthropic", "drop": ["user"]  """, "p.drop")]
    [InlineData("""  "paths": { "chats": "x" }  """, "must be one of chat")]
    [InlineData("""  "serves": ["chat"], "paths": { "rerank": "x" }  """, "p.paths.rerank is of an operation")]
    [InlineData("""  "paths": { "chat": "../x" }  """, "p.paths.chat must be a path")]
    [InlineData("""  "paths": { "chat": "x?y=1" }  """, "p.paths.chat must be a path")]
    [InlineData("""  "drop": ["model"]  """, "p.drop[0] is model")]
    [InlineData("""  "drop": ["a b"]  """, "p.drop[0]")]
    [InlineData("""  "rename": { "seed": "model" }  """, "p.rename.seed would change model")]
    [InlineData("""  "maxTokensField": "max"  """, "p.maxTokensField")]
    [InlineData("""  "errors": [{ "status": 200, "means": "billing" }]  """, "p.errors[0].status")]
    [InlineData("""  "errors": [{ "status": 403, "means": "slow" }]  """, "must be one of")]
    [InlineData("""  "docs": "p.example"  """, "p.docs")]
    [InlineData("""  "keysUrl": "http://p.example"  """, "p.keysUrl")]
    public void Anything_else_is_refused_by_name(string members, string fragment) =>
        Assert.Contains(fragment, Assert.Throws<JsonException>(() => Read(members)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("null", "null")]
    [InlineData("""[ null ]""", "presets[0] is null")]
    [InlineData("""[ { "id": "p", "name": "P" } ]""", "p.baseUrl is missing")]
    [InlineData("""[ { "id": "p q", "name": "P", "baseUrl": "https://p.example" } ]""", "characters")]
    [InlineData("""[ { "id": "p", "name": "P", "kind": "gemini" }, { "id": "p", "name": "Q", "kind": "gemini" } ]""", "another preset 'p'")]
    [InlineData("""[ { "id": "p", "name": "P", "baseUrl": "p.example/{region}" } ]""", "p.baseUrl must be an absolute")]
    [InlineData("""[ { "id": "p", "name": " ", "kind": "gemini" } ]""", "p.name is missing")]
    public void A_file_that_makes_no_sense_is_refused(string json, string fragment) =>
        Assert.Contains(fragment, Assert.Throws<JsonException>(() => PresetFile.Read(json)).Message, StringComparison.Ordinal);
}
