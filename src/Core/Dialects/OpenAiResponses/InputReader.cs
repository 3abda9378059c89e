using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>
/// Reads items into turns. What the model said in one go, thoughts, words and calls, is one turn; so are the results of its calls,
/// which stand in the order of their items.
/// </summary>
internal sealed class InputReader(UnknownFields unknown)
{
    /// <summary>The <see cref="ContentPart.Path"/> of the text that came as instructions rather than as an item.</summary>
    public const string Instructions = "instructions";

    private static readonly string[] Marks = ["type", "id", "status"];

    /// <summary>OpenAI's clients put this beside the text it was read from, and send it back with the rest of the item.</summary>
    private static readonly string[] Echoed = ["parsed_arguments"];

    private readonly List<ChatMessage> _messages = [];
    private readonly Dictionary<string, string> _functions = [];
    private readonly Dictionary<string, ThoughtSignature> _proofs = [];
    private List<ContentPart>? _said;
    private List<ContentPart>? _results;

    public void AddInstructions(Field instructions)
    {
        if (instructions.Text() is { Length: > 0 } text)
            _messages.Add(new(ChatRole.System, [new TextPart(text) { Path = Instructions }]));
    }

    /// <param name="input">A text or an array of items; nothing when absent.</param>
    public void Add(Field input)
    {
        if (input.Value.ValueKind == JsonValueKind.String)
        {
            Turn(ChatRole.User, [new TextPart(input.Text()!)]);
            return;
        }
        foreach (var item in input.Items())
            Item(item);
    }

    /// <summary>All turns; nothing may be added after.</summary>
    public List<ChatMessage> Take()
    {
        if (_proofs.Count == 0)
            return _messages;
        foreach (var message in _messages)
        {
            if (message.Role != ChatRole.Assistant)
                continue;
            var parts = (List<ContentPart>)message.Parts;
            for (var i = 0; i < parts.Count; i++)
            {
                if (parts[i] is ToolCallPart call && _proofs.TryGetValue(call.Id, out var proof))
                    parts[i] = call with { Signature = proof };
            }
        }
        return _messages;
    }

    private void Item(Field item)
    {
        switch (item["type"].Text() ?? (item["role"].IsAbsent ? "" : "message"))
        {
            case "message":
                Message(item);
                break;
            case "function_call":
                unknown.AddRest(item, [.. Marks, "call_id", "name", "arguments", "caller"], Echoed);
                Caller(item["caller"]);
                var arguments = item["arguments"].Text() is { Length: > 0 } said ? said : "{}";
                var call = new ToolCallPart(item["call_id"].RequiredText(), item["name"].RequiredText(), arguments) { Path = item.Path };
                _functions[call.Id] = call.Name;
                Assistant().Add(call);
                break;
            case "function_call_output":
                unknown.AddRest(item, [.. Marks, "call_id", "output", "caller"]);
                Caller(item["caller"]);
                var id = item["call_id"].RequiredText();
                Results().Add(new ToolResultPart(id, _functions.GetValueOrDefault(id), InputParts.Read(item["output"], unknown)) { Path = item.Path });
                break;
            case "reasoning":
                Reasoning(item);
                break;
            case "image_generation_call" when item["result"].Text() is { Length: > 0 } image:
                // This is how answers hold an image the model has made, whoever made it.
                var type = item["output_format"].Text() is { Length: > 0 } format ? $"image/{format}" : "image/png";
                Assistant().Add(new ImagePart(new MediaSource.Base64(type, image)) { Path = item.Path });
                break;
            default:
                unknown.Add(item);
                break;
        }
    }

    private void Message(Field item)
    {
        unknown.AddRest(item, [.. Marks, "role", "content"], ["phase"]);
        var role = item["role"];
        var parts = InputParts.Read(item["content"], unknown);
        switch (role.RequiredText())
        {
            case "assistant":
                Assistant().AddRange(parts);
                break;
            case "user":
                Turn(ChatRole.User, parts);
                break;
            case "system":
                Turn(ChatRole.System, parts);
                break;
            case "developer":
                Turn(ChatRole.Developer, parts);
                break;
            default:
                throw DialectException.Invalid(role.Path, "expected user, assistant, system or developer");
        }
    }

    private void Reasoning(Field item)
    {
        unknown.AddRest(item, [.. Marks, "summary", "content", "encrypted_content"]);
        var text = Thoughts(item["summary"]);
        if (text.Length == 0)
            text = Thoughts(item["content"]);
        var thought = SealedThought.Read(item["encrypted_content"].Text());
        if (thought.CallId is { } call)
        {
            _proofs[call] = thought.Signature!;
            if (text.Length == 0)
                return;
            thought = default;
        }
        if (text.Length > 0 || thought.Signature is not null)
            Assistant().Add(new ReasoningPart(text) { Signature = thought.Signature, IsRedacted = thought.IsRedacted(text), Path = item.Path });
    }

    private static string Thoughts(Field parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts.Items())
        {
            if (part["text"].Text() is { Length: > 0 } piece)
                text.Append(text.Length > 0 ? "\n\n" : "").Append(piece);
        }
        return text.ToString();
    }

    /// <summary>Programs that call functions are run by the provider only.</summary>
    private void Caller(Field caller)
    {
        if (!caller.IsAbsent && caller["type"].Text() is not "direct")
            unknown.Add(caller);
    }

    private void Turn(ChatRole role, List<ContentPart> parts)
    {
        (_said, _results) = (null, null);
        _messages.Add(new(role, parts));
    }

    private List<ContentPart> Assistant()
    {
        if (_said is null)
        {
            var parts = new List<ContentPart>();
            Turn(ChatRole.Assistant, parts);
            _said = parts;
        }
        return _said;
    }

    private List<ContentPart> Results()
    {
        if (_results is null)
        {
            var parts = new List<ContentPart>();
            Turn(ChatRole.User, parts);
            _results = parts;
        }
        return _results;
    }
}
