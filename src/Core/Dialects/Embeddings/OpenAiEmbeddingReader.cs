using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>What OpenAI's clients ask and its providers answer.</summary>
internal static class OpenAiEmbeddingReader
{
    private const int MaxInputs = 2048;

    public static EmbeddingRequest Request(Field root)
    {
        var unknown = new List<UnknownField>();
        var request = new EmbeddingRequest { Model = "", Unknown = unknown };
        foreach (var (name, field) in root.Members())
        {
            if (field.IsAbsent)
                continue;
            switch (name)
            {
                case "model":
                    request = request with { Model = field.RequiredText() };
                    break;
                case "input":
                    request = request with { Inputs = Inputs(field) };
                    break;
                case "dimensions":
                    request = request with { Dimensions = (int?)field.Integer(1, int.MaxValue) };
                    break;
                case "encoding_format":
                    request = request with { Encoding = EncodingOf(field) };
                    break;
                case "user":
                    request = request with { User = field.Text() };
                    break;
                default:
                    unknown.Add(new UnknownField(field.Path, field.Value, name is "metadata" or "service_tier"));
                    break;
            }
        }
        if (request.Model.Length == 0)
            throw DialectException.Missing("model");
        return request.Inputs.Count > 0 ? request : throw DialectException.Missing("input");
    }

    public static EmbeddingAnswer? Answer(JsonElement root)
    {
        if (!root.TryGetProperty("data"u8, out var data) || data.ValueKind != JsonValueKind.Array || data.GetArrayLength() == 0)
            return null;
        var vectors = new float[data.GetArrayLength()][];
        var next = 0;
        foreach (var item in data.EnumerateArray())
        {
            var place = item.TryGetProperty("index"u8, out var index) && index.TryGetInt32(out var given) ? given : next;
            next++;
            // Two vectors in one place leave another without any.
            if (place < 0 || place >= vectors.Length || vectors[place] is not null
                || !item.TryGetProperty("embedding"u8, out var value) || VectorReader.Read(value) is not { } vector)
                return null;
            vectors[place] = vector;
        }
        return new EmbeddingAnswer
        {
            Model = root.TryGetProperty("model"u8, out var model) && model.ValueKind == JsonValueKind.String ? model.GetString() : null,
            Vectors = vectors,
            Usage = UsageOf(root),
        };
    }

    private static List<EmbeddingInput> Inputs(Field input)
    {
        if (input.Value.ValueKind == JsonValueKind.String)
            return [new EmbeddingInput.Text(input.RequiredText()) { Path = input.Path }];
        if (input.Value.ValueKind != JsonValueKind.Array)
            throw DialectException.WrongType(input.Path, "a string, or an array of strings, of tokens or of arrays of tokens");
        var items = input.Items();
        if (items.Count == 0)
            throw DialectException.Invalid(input.Path, "it is empty");
        if (items[0].Value.ValueKind == JsonValueKind.Number)
            return [Tokens(input)];
        return items.Count <= MaxInputs
            ? items.ConvertAll(item => item.Value.ValueKind == JsonValueKind.Array
                ? Tokens(item)
                : (EmbeddingInput)new EmbeddingInput.Text(item.RequiredText()) { Path = item.Path })
            : throw DialectException.Invalid(input.Path, $"expected {MaxInputs} inputs at most");
    }

    private static EmbeddingInput.Tokens Tokens(Field tokens)
    {
        var values = new List<int>(tokens.Value.GetArrayLength());
        foreach (var token in tokens.Items())
            values.Add((int)(token.Integer(0, int.MaxValue) ?? throw DialectException.WrongType(token.Path, "an integer")));
        return values.Count > 0 ? new EmbeddingInput.Tokens(values) { Path = tokens.Path } : throw DialectException.Invalid(tokens.Path, "it is empty");
    }

    private static EmbeddingEncoding EncodingOf(Field field) => field.Text() switch
    {
        "float" => EmbeddingEncoding.Float,
        "base64" => EmbeddingEncoding.Base64,
        _ => throw DialectException.Invalid(field.Path, "expected float or base64"),
    };

    private static ChatUsage? UsageOf(JsonElement root)
    {
        if (!root.TryGetProperty("usage"u8, out var usage) || usage.ValueKind != JsonValueKind.Object)
            return null;
        return usage.TryGetProperty("prompt_tokens"u8, out var prompt) && prompt.ValueKind == JsonValueKind.Number && prompt.TryGetInt64(out var tokens) && tokens >= 0
            ? new ChatUsage(tokens, 0)
            : null;
    }
}
