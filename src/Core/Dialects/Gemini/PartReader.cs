using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>One part of a turn of a client's request.</summary>
internal sealed class PartReader(CallLedger calls, List<UnknownField> unknown)
{
    /// <param name="add">Takes what it is, which may be nothing, or more than one.</param>
    public void Read(Field part, Action<ContentPart> add)
    {
        string? text = null;
        var isThought = false;
        ThoughtSignature? signature = null;
        ContentPart? data = null;
        foreach (var (name, field) in part.Present())
        {
            switch (name)
            {
                case "text":
                    text = field.Text();
                    break;
                case "thought":
                    isThought = field.Flag() ?? false;
                    break;
                case "thoughtSignature":
                    signature = field.Text() is { Length: > 0 } value ? GeminiSignature.Read(value) : null;
                    break;
                case "inlineData":
                    data = MediaReader.Inline(field, unknown);
                    break;
                case "fileData":
                    data = MediaReader.File(field, unknown);
                    break;
                case "functionCall":
                    data = ReadCall(field);
                    break;
                case "functionResponse":
                    data = new FunctionResponseReader(calls, unknown).Read(field);
                    break;
                default:
                    unknown.Add(new UnknownField(field.Path, field.Value, name is "partMetadata" or "mediaResolution" or "mediaProcessing"));
                    break;
            }
        }
        if (isThought && data is null)
        {
            if (text is { Length: > 0 } || signature is not null)
                add(new ReasoningPart(text ?? "") { Signature = signature });
            return;
        }
        if (text is { Length: > 0 })
            add(new TextPart(text));
        if (data is ToolCallPart call)
        {
            add(call with { Signature = signature });
            return;
        }
        if (data is not null)
            add(data with { Path = part.Path });
        // The thoughts behind a text are in its signature, for their maker alone to read.
        if (signature is not null)
            add(new ReasoningPart("") { Signature = signature, IsRedacted = true });
    }

    /// <summary>Keeps what has no place in the common model.</summary>
    public void Leave(Field field) => unknown.Add(new UnknownField(field.Path, field.Value, IsHint: false));

    private ToolCallPart ReadCall(Field call)
    {
        string? id = null;
        string? called = null;
        var arguments = "{}";
        foreach (var (name, field) in call.Present())
        {
            switch (name)
            {
                case "id":
                    id = field.Text() is { Length: > 0 } given ? given : null;
                    break;
                case "name":
                    called = field.RequiredText();
                    break;
                case "args":
                    arguments = field.Object()!.Value.GetRawText();
                    break;
                default:
                    if (field.Value.ValueKind != JsonValueKind.False)
                        Leave(field);
                    break;
            }
        }
        if (called is null)
            throw DialectException.Missing(call["name"].Path);
        return new ToolCallPart(calls.Call(id, called), called, arguments) { Path = call.Path };
    }
}
