using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Reads the blocks of a turn, and keeps in mind what they say of one another.</summary>
internal sealed class BlockReader(UnknownFields unknown)
{
    private readonly Dictionary<string, string> _functions = [];

    /// <summary>Proofs of calls by the ids of these.</summary>
    public Dictionary<string, ThoughtSignature> CallSignatures { get; } = [];

    /// <summary>Null for a block without a place of its own among the parts.</summary>
    public ContentPart? Read(Field block, ChatRole role)
    {
        var type = block["type"];
        switch (type.RequiredText())
        {
            case "text":
                return ReadText(block);
            case "image":
                return ReadImage(block);
            case "document":
                return ReadDocument(block);
            case "tool_use":
                Expect(role == ChatRole.Assistant, type);
                return ReadCall(block);
            case "tool_result":
                Expect(role == ChatRole.User, type);
                return ReadResult(block);
            case "thinking":
                Expect(role == ChatRole.Assistant, type);
                return ReadThinking(block);
            case "redacted_thinking":
                Expect(role == ChatRole.Assistant, type);
                return ReadRedacted(block);
            default:
                // The provider's own tools, their results, and what is yet to come.
                unknown.Add(block);
                return null;
        }
    }

    public TextPart ReadText(Field block)
    {
        unknown.AddRest(block, ["type", "text", "cache_control", "citations"]);
        if (block["text"].IsAbsent)
            throw DialectException.Missing(block["text"].Path);
        var citations = block["citations"];
        return new TextPart(block["text"].Text() ?? "")
        {
            Annotations = citations.Items().Count > 0 ? citations.Value : null,
            CacheControl = block["cache_control"].Object(),
        };
    }

    private ImagePart ReadImage(Field block)
    {
        unknown.AddRest(block, ["type", "source", "cache_control"], ["transformations"]);
        return new ImagePart(SourceReader.Image(block["source"])) { Path = block.Path, CacheControl = block["cache_control"].Object() };
    }

    private DocumentPart? ReadDocument(Field block)
    {
        unknown.AddRest(block, ["type", "source", "cache_control", "title", "citations"]);
        var citations = block["citations"];
        // Sources that were asked for and do not come make another answer.
        if (!citations.IsAbsent && citations["enabled"].Flag() == true)
            unknown.Add(citations);
        if (SourceReader.Document(block["source"]) is { } source)
            return new DocumentPart(source, block["title"].Text()) { Path = block.Path, CacheControl = block["cache_control"].Object() };
        unknown.Add(block["source"]);
        return null;
    }

    private ToolCallPart ReadCall(Field block)
    {
        unknown.AddRest(block, ["type", "id", "name", "input", "cache_control", "caller"]);
        var caller = block["caller"];
        if (!caller.IsAbsent && caller["type"].Text() != "direct")
            unknown.Add(caller);
        var input = block["input"];
        var arguments = input.Object() ?? throw DialectException.Missing(input.Path);
        var call = new ToolCallPart(block["id"].RequiredText(), block["name"].RequiredText(), arguments.GetRawText())
        {
            Path = block.Path,
            CacheControl = block["cache_control"].Object(),
        };
        _functions[call.Id] = call.Name;
        return call;
    }

    private ToolResultPart ReadResult(Field block)
    {
        unknown.AddRest(block, ["type", "tool_use_id", "content", "is_error", "cache_control"]);
        var id = block["tool_use_id"].RequiredText();
        return new ToolResultPart(id, _functions.GetValueOrDefault(id), ReadContent(block["content"]), block["is_error"].Flag() ?? false)
        {
            Path = block.Path,
            CacheControl = block["cache_control"].Object(),
        };
    }

    private List<ContentPart> ReadContent(Field content)
    {
        if (content.Value.ValueKind == JsonValueKind.String)
            return [new TextPart(content.Text() ?? "")];
        var parts = new List<ContentPart>();
        foreach (var block in content.Items())
        {
            ContentPart? part = null;
            switch (block["type"].RequiredText())
            {
                case "text":
                    part = ReadText(block);
                    break;
                case "image":
                    part = ReadImage(block);
                    break;
                case "document":
                    part = ReadDocument(block);
                    break;
                default:
                    unknown.Add(block);
                    break;
            }
            if (part is not null)
                parts.Add(part);
        }
        return parts;
    }

    private ReasoningPart ReadThinking(Field block)
    {
        unknown.AddRest(block, ["type", "thinking", "signature"], ["cache_control"]);
        return new ReasoningPart(block["thinking"].Text() ?? "") { Path = block.Path, Signature = CarriedSignature.Unwrap(block["signature"].Text()) };
    }

    private ReasoningPart? ReadRedacted(Field block)
    {
        unknown.AddRest(block, ["type", "data"], ["cache_control"]);
        var data = block["data"].RequiredText();
        if (!CarriedSignature.TryUnwrapTool(data, out var callId, out var signature))
            return new ReasoningPart("") { Path = block.Path, Signature = CarriedSignature.Unwrap(data), IsRedacted = true };
        CallSignatures[callId] = signature;
        return null;
    }

    private static void Expect(bool fits, Field type)
    {
        if (!fits)
            throw DialectException.Invalid(type.Path, $"a message of this role holds no '{type.Text()}'");
    }
}
