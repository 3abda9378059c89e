using System.Text.Json;
using AiGateway.Core.Dialects.Gemini;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>What Google's clients ask and its providers answer.</summary>
internal static class GeminiEmbeddingReader
{
    public static EmbeddingRequest SingleRequest(Field root)
    {
        var unknown = new List<UnknownField>();
        var (input, dimensions) = ReadOne(root, unknown);
        return new EmbeddingRequest { Model = "", Inputs = [input], Dimensions = dimensions, Unknown = unknown };
    }

    public static EmbeddingRequest BatchRequest(Field root)
    {
        var unknown = new List<UnknownField>();
        var inputs = new List<EmbeddingInput>();
        int? common = null;
        foreach (var (name, field) in root.Present())
        {
            if (name != "requests")
            {
                Leave(field, unknown);
                continue;
            }
            foreach (var item in field.Many())
            {
                var (input, dimensions) = ReadOne(item, unknown);
                if (inputs.Count > 0 && dimensions != common)
                    throw DialectException.Invalid(item["outputDimensionality"].Path, "expected the same for all requests of a batch");
                common = dimensions;
                inputs.Add(input);
            }
        }
        return inputs.Count > 0
            ? new EmbeddingRequest { Model = "", Inputs = inputs, Dimensions = common, Unknown = unknown }
            : throw DialectException.Missing("requests");
    }

    public static EmbeddingAnswer? Answer(JsonElement root)
    {
        var vectors = new List<float[]>();
        var one = root.Get("embedding"u8);
        if (one.ValueKind == JsonValueKind.Object && !TryAdd(one, vectors))
            return null;
        foreach (var item in root.GetItems("embeddings"u8))
            if (!TryAdd(item, vectors))
                return null;
        return vectors.Count > 0 ? new EmbeddingAnswer { Vectors = vectors, Usage = GeminiUsage.Read(root) } : null;
    }

    private static bool TryAdd(JsonElement embedding, List<float[]> vectors)
    {
        if (VectorReader.Read(embedding.Get("values"u8)) is not { } vector)
            return false;
        vectors.Add(vector);
        return true;
    }

    private static (EmbeddingInput Input, int? Dimensions) ReadOne(Field request, List<UnknownField> unknown)
    {
        string? text = null;
        string? task = null;
        string? title = null;
        int? dimensions = null;
        foreach (var (name, field) in request.Present())
        {
            switch (name)
            {
                case "model":
                    break;
                case "content":
                    text = TextOf(field, unknown);
                    break;
                case "taskType":
                    task = field.Text() is var given and not "TASK_TYPE_UNSPECIFIED" ? given : null;
                    break;
                case "title":
                    title = field.Text();
                    break;
                case "outputDimensionality":
                    dimensions = (int?)field.Whole(1, int.MaxValue);
                    break;
                default:
                    Leave(field, unknown);
                    break;
            }
        }
        if (text is null)
            throw DialectException.Missing(request["content"].Path);
        return (new EmbeddingInput.Text(text) { Path = request["content"].Path, TaskType = task, Title = title }, dimensions);
    }

    private static string TextOf(Field content, List<UnknownField> unknown)
    {
        var texts = new List<string>();
        var isEmpty = true;
        foreach (var (name, field) in content.Present())
        {
            if (name != "parts")
                continue;
            foreach (var part in field.Many())
                foreach (var (kind, value) in part.Present())
                {
                    isEmpty = false;
                    if (kind == "text")
                        texts.Add(value.Text()!);
                    else
                        Leave(value, unknown);
                }
        }
        return isEmpty ? throw DialectException.Missing(content["parts"].Path) : string.Join('\n', texts);
    }

    private static void Leave(Field field, List<UnknownField> unknown) => unknown.Add(new UnknownField(field.Path, field.Value, IsHint: false));
}
