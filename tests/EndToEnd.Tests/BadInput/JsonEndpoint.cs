using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>An address that takes JSON, and what a sound request to it is.</summary>
/// <param name="Dialect">In which it is called, and answers.</param>
/// <param name="Path">With <c>MODEL</c> in it where the path names the model.</param>
/// <param name="Sound">A request that is answered; with <c>MODEL</c> in it where the body names the model.</param>
/// <param name="Required">What it cannot do without, and a value of another type for each.</param>
internal sealed record JsonEndpoint(CallerDialect Dialect, string Path, string Sound, params (string Member, string Wrong)[] Required)
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private const string Contents = "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]";

    public static readonly JsonEndpoint[] OfOpenAi =
    [
        new(CallerDialect.OpenAi, "/v1/chat/completions", $$"""{"model":"MODEL",{{Messages}},"stream":false,"n":1}""", ("model", "7"), ("messages", "\"Hi\""))
        {
            Optional = [("stream", "\"yes\""), ("n", "\"1\""), ("max_tokens", "\"1\""), ("max_completion_tokens", "1.5"), ("stream_options", "7"), ("tools", "{}")],
            Smallest = ["n"],
            Lists = ["messages"],
        },
        new(CallerDialect.OpenAi, "/v1/completions", """{"model":"MODEL","prompt":"Hi","max_tokens":3}""", ("model", "[]"), ("prompt", "7"))
        {
            Optional = [("best_of", "{}")],
            Smallest = ["n", "best_of", "max_tokens"],
            Lists = ["prompt"],
        },
        new(CallerDialect.OpenAi, "/v1/embeddings", """{"model":"MODEL","input":["one","two"]}""", ("model", "null"), ("input", "{}")) { Optional = [("encoding_format", "7")], Lists = ["input"] },
        new(CallerDialect.OpenAi, "/v1/responses", """{"model":"MODEL","input":"Hi","store":false}""", ("model", "true"))
        {
            Optional = [("input", "7"), ("store", "\"no\""), ("background", "1"), ("stream", "0"), ("max_output_tokens", "\"9\"")],
        },
        new(CallerDialect.OpenAi, "/v1/responses/input_tokens", """{"model":"MODEL","input":"Hi"}""", ("model", "7")) { Optional = [("input", "7")] },
        new(CallerDialect.OpenAi, "/v1/images/generations", """{"model":"MODEL","prompt":"Hi","n":1}""", ("model", "7"), ("prompt", "[\"Hi\"]")) { Optional = [("n", "\"1\""), ("stream", "\"no\"")] },
        new(CallerDialect.OpenAi, "/v1/images/edits", """{"model":"MODEL","prompt":"Hi","images":[{"image_url":"https://example.com/a.png"}]}""", ("model", "7"), ("prompt", "7"))
        {
            Optional = [("n", "{}")],
            Others = [("no images", """{"model":"MODEL","prompt":"Hi"}""", "missing_required_parameter", "'image'")],
        },
        new(CallerDialect.OpenAi, "/v1/audio/speech", """{"model":"MODEL","input":"Hi","voice":"alloy"}""", ("model", "7"), ("input", "[]")),
        new(CallerDialect.OpenAi, "/v1/moderations", """{"model":"MODEL","input":"Hi"}""", ("input", "7")) { Optional = [("model", "7")], Lists = ["input"] },
        new(CallerDialect.OpenAi, "/v1/rerank", """{"model":"MODEL","query":"Hi","documents":["one","two"]}""", ("model", "7"), ("query", "7"), ("documents", "\"one\"")) { Lists = ["documents"] },
    ];

    public static readonly JsonEndpoint[] OfAnthropic =
    [
        new(CallerDialect.Anthropic, "/v1/messages", $$"""{"model":"MODEL",{{Messages}},"max_tokens":9}""", ("model", "7"), ("messages", "{}")) { Optional = [("stream", "1"), ("max_tokens", "\"9\"")], Lists = ["messages"] },
        new(CallerDialect.Anthropic, "/v1/messages/count_tokens", $$"""{"model":"MODEL",{{Messages}}}""", ("model", "7"), ("messages", "7")) { Lists = ["messages"] },
    ];

    public static readonly JsonEndpoint[] OfGemini =
    [
        Chat("generateContent"),
        Chat("streamGenerateContent?alt=sse"),
        Chat("streamGenerateContent"),
        new(CallerDialect.Gemini, "/v1beta/models/MODEL:countTokens", $$"""{{{Contents}}}""", ("contents", "\"Hi\"")) { Lists = ["contents"] },
        new(CallerDialect.Gemini, "/v1beta/models/MODEL:embedContent", """{"content":{"parts":[{"text":"Hi"}]},"taskType":"RETRIEVAL_QUERY"}""", ("content", "\"Hi\"")),
        new(CallerDialect.Gemini, "/v1beta/models/MODEL:batchEmbedContents", """{"requests":[{"model":"models/MODEL","content":{"parts":[{"text":"Hi"}]}}]}""", ("requests", "7")),
    ];

    /// <summary>The deployment in the path is the model.</summary>
    public static readonly JsonEndpoint[] OfAzure =
    [
        Azure("chat/completions", $$"""{{{Messages}}}""", ("messages", "7")) with { Lists = ["messages"] },
        Azure("completions", """{"prompt":"Hi"}""", ("prompt", "{}")),
        Azure("embeddings", """{"input":"Hi"}""", ("input", "true")) with { Lists = ["input"] },
        Azure("images/generations", """{"prompt":"Hi"}""", ("prompt", "7")),
        Azure("audio/speech", """{"input":"Hi","voice":"alloy"}""", ("input", "7")),
        new(CallerDialect.Azure, "/openai/v1/chat/completions", $$"""{"model":"MODEL",{{Messages}}}""", ("model", "7"), ("messages", "7")),
        new(CallerDialect.Azure, "/openai/v1/responses", """{"model":"MODEL","input":"Hi"}""", ("model", "7")) { Optional = [("input", "7")] },
    ];

    /// <summary>What it can do without but must be right where it is there, and a wrong value for each.</summary>
    public (string Member, string Wrong)[] Optional { get; init; } = [];

    /// <summary>Lists that must not be empty.</summary>
    public string[] Lists { get; init; } = [];

    /// <summary>Numbers that must not be negative.</summary>
    public string[] Smallest { get; init; } = [];

    /// <summary>What else can be wrong: a name for people, the body, the code, and what the message must say.</summary>
    public (string Name, string Body, string Code, string Says)[] Others { get; init; } = [];

    /// <summary>Of a sound request.</summary>
    public IEnumerable<string> Members => JsonNode.Parse(Sound)!.AsObject().Select(member => member.Key);

    public string Without(string member)
    {
        var left = JsonNode.Parse(Sound)!.AsObject();
        left.Remove(member);
        return left.ToJsonString();
    }

    public string With(string member, string value)
    {
        var changed = JsonNode.Parse(Sound)!.AsObject();
        changed[member] = JsonNode.Parse(value);
        return changed.ToJsonString();
    }

    private static JsonEndpoint Chat(string method) =>
        new(CallerDialect.Gemini, $"/v1beta/models/MODEL:{method}", $$$"""{{{{Contents}}},"generationConfig":{"temperature":1}}""", ("contents", "\"Hi\""))
        {
            Optional = [("generationConfig", "7")],
            Lists = ["contents"],
            // Two spellings of one name are as bad as the name twice.
            Others =
            [
                ("two spellings", $$$"""{{{{Contents}}},"generationConfig":{},"generation_config":{}}""", "duplicate_parameter", "'generationConfig'"),
                ("two spellings within", $$$"""{{{{Contents}}},"generationConfig":{"maxOutputTokens":1,"max_output_tokens":2}}""", "duplicate_parameter", "'generationConfig.maxOutputTokens'"),
                ("a cap in words", $$$"""{{{{Contents}}},"generationConfig":{"maxOutputTokens":"many"}}""", "invalid_type", "'generationConfig.maxOutputTokens'"),
            ],
        };

    private static JsonEndpoint Azure(string operation, string sound, params (string Member, string Wrong)[] required) =>
        new(CallerDialect.Azure, $"/openai/deployments/MODEL/{operation}?api-version=2024-10-21", sound, required);
}
