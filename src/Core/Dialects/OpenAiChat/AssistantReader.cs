using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>
/// Reads what the model said earlier. Clients send it back as they received it, so that members they do not know of come with it:
/// those are hints, except the few that ask for something.
/// </summary>
internal sealed class AssistantReader(UnknownFields unknown)
{
    /// <summary>An earlier spoken answer; a beginning that the model is to go on with.</summary>
    private static readonly string[] Asking = ["audio", "prefix", "partial"];

    private static readonly string[] Known =
    [
        "role", "content", "name", "refusal", "tool_calls", "function_call", "images", "reasoning_content", "reasoning", "reasoning_details", "cache_control",
        .. Asking,
    ];

    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, string> _legacyIds = [];
    private readonly PartReader _parts = new(unknown);

    public List<ContentPart> Read(Field message)
    {
        var parts = new List<ContentPart>();
        ThoughtsJson.Read(message.Value, parts);
        foreach (var part in _parts.Read(message["content"], isEcho: true))
        {
            if (part is not TextPart { Text: "" })
                parts.Add(part);
        }
        if (message["refusal"].Text() is { Length: > 0 } refusal)
            parts.Add(new RefusalPart(refusal));
        foreach (var image in message["images"].Items())
            _parts.ReadPart(image, isEcho: true, parts);
        foreach (var call in message["tool_calls"].Items())
            ReadCall(call, parts);
        if (message["function_call"] is { IsAbsent: false } function)
            ReadLegacyCall(function, parts);
        if (message["cache_control"].Object() is { } mark && parts.Count > 0)
            parts[^1] = parts[^1] with { CacheControl = mark };

        foreach (var name in Asking)
        {
            if (message[name].Value.ValueKind != JsonValueKind.False)
                unknown.Add(message[name]);
        }
        unknown.AddRest(message, Known, isHint: true);
        return parts;
    }

    /// <summary>The function an earlier call was of; null when there was none.</summary>
    public string? NameOf(string callId) => _names.GetValueOrDefault(callId);

    /// <summary>The id given to the last call of a function, from a time when calls had none.</summary>
    public string LegacyId(string function) => _legacyIds.GetValueOrDefault(function) ?? "call_" + function;

    private void ReadCall(Field call, List<ContentPart> parts)
    {
        if (call["type"].Text() is { } type and not "function" and not "")
        {
            unknown.Add(call);
            return;
        }
        var id = call["id"].RequiredText();
        if (call["function"].IsAbsent)
            throw DialectException.Missing(call["function"].Path);
        var name = call["function"]["name"].RequiredText();
        _names[id] = name;
        parts.Add(new ToolCallPart(id, name, Arguments(call["function"]["arguments"])) { Path = call.Path, Signature = CallSignature.Read(call.Value) });
    }

    private void ReadLegacyCall(Field function, List<ContentPart> parts)
    {
        var name = function["name"].RequiredText();
        var id = $"call_{name}_{_names.Count}";
        _names[id] = name;
        _legacyIds[name] = id;
        parts.Add(new ToolCallPart(id, name, Arguments(function["arguments"])) { Path = function.Path });
    }

    /// <summary>Some clients send the object itself.</summary>
    private static string Arguments(Field field) =>
        field.Value.ValueKind == JsonValueKind.Object ? field.Value.GetRawText()
        : field.Text() is { } text && !string.IsNullOrWhiteSpace(text) ? text : "{}";
}
