using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>A <c>functionResponse</c>: the result of a call as a JSON object, and media beside it.</summary>
internal sealed class FunctionResponseReader(CallLedger calls, List<UnknownField> unknown)
{
    public ToolResultPart Read(Field response)
    {
        string? id = null;
        string? called = null;
        var content = new List<ContentPart>();
        var media = new List<ContentPart>();
        var isError = false;
        foreach (var (name, field) in response.Present())
        {
            switch (name)
            {
                case "id":
                    id = field.Text() is { Length: > 0 } given ? given : null;
                    break;
                case "name":
                    called = field.Text() is { Length: > 0 } function ? function : null;
                    break;
                case "response":
                    content.Add(new TextPart(Text(field.Object()!.Value, out isError)));
                    break;
                case "parts":
                    field.Many().ForEach(part => ReadMedia(part, media));
                    break;
                default:
                    if (field.Value.ValueKind != JsonValueKind.False)
                        unknown.Add(new UnknownField(field.Path, field.Value, name == "scheduling"));
                    break;
            }
        }
        called ??= calls.NameOf(id) ?? throw DialectException.Missing(response["name"].Path);
        return new ToolResultPart(calls.Result(id, called), called, [.. content, .. media], isError) { Path = response.Path };
    }

    private void ReadMedia(Field part, List<ContentPart> media)
    {
        foreach (var (name, field) in part.Present())
        {
            var data = name switch
            {
                "inlineData" => MediaReader.Inline(field, unknown),
                "fileData" => MediaReader.File(field, unknown),
                _ => null,
            };
            if (data is not null)
                media.Add(data with { Path = part.Path });
        }
    }

    /// <summary>An object of one member that Google's documentation gives a meaning stands for its value.</summary>
    private static string Text(JsonElement response, out bool isError)
    {
        isError = false;
        var count = 0;
        JsonProperty only = default;
        foreach (var member in response.EnumerateObject())
        {
            only = member;
            if (++count > 1)
                return response.GetRawText();
        }
        if (count == 0 || only.Name is not ("error" or "output" or "result"))
            return response.GetRawText();
        isError = only.Name == "error";
        return only.Value.ValueKind == JsonValueKind.String ? only.Value.GetString()! : only.Value.GetRawText();
    }
}
