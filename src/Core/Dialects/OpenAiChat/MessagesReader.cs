using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Reads the messages of a request. Results of tools that stand one after the other become one turn of the user's.</summary>
internal sealed class MessagesReader(UnknownFields unknown)
{
    private static readonly string[] OfFunction = ["role", "content", "name"];
    private static readonly string[] OfSpeaker = [.. OfFunction, "cache_control"];
    private static readonly string[] OfTool = [.. OfSpeaker, "tool_call_id"];

    private readonly List<ChatMessage> _messages = [];
    private readonly List<ContentPart> _results = [];
    private readonly AssistantReader _assistant = new(unknown);
    private readonly PartReader _parts = new(unknown);

    /// <exception cref="DialectException">There are none, or one of them makes no sense.</exception>
    public List<ChatMessage> Read(Field messages)
    {
        if (messages.IsAbsent)
            throw DialectException.Missing(messages.Path);
        var items = messages.Items();
        if (items.Count == 0)
            throw DialectException.Invalid(messages.Path, "it is empty");
        foreach (var message in items)
            Add(message);
        Flush();
        return _messages;
    }

    private void Add(Field message)
    {
        var role = message["role"].RequiredText();
        switch (role)
        {
            case "tool":
                unknown.AddRest(message, OfTool);
                AddResult(message, message["tool_call_id"].RequiredText(), message["name"].Text());
                return;
            case "function":
                unknown.AddRest(message, OfFunction);
                var name = message["name"].RequiredText();
                AddResult(message, _assistant.LegacyId(name), name);
                return;
        }
        Flush();
        switch (role)
        {
            case "system":
                AddSpoken(message, ChatRole.System);
                return;
            case "developer":
                AddSpoken(message, ChatRole.Developer);
                return;
            case "user":
                AddSpoken(message, ChatRole.User);
                return;
            case "assistant":
                Add(message, ChatRole.Assistant, _assistant.Read(message));
                return;
            default:
                throw DialectException.Invalid(message["role"].Path, "expected system, developer, user, assistant, tool or function");
        }
    }

    private void AddSpoken(Field message, ChatRole role)
    {
        if (message["content"].IsAbsent)
            throw DialectException.Missing(message["content"].Path);
        unknown.AddRest(message, OfSpeaker);
        Add(message, role, Marked(message, _parts.Read(message["content"], isEcho: false)));
    }

    private void Add(Field message, ChatRole role, List<ContentPart> parts)
    {
        // Nothing was said; most dialects have no word for that, and refuse an empty turn.
        if (parts.Count > 0)
            _messages.Add(new ChatMessage(role, parts) { Name = message["name"].Text() });
    }

    private void AddResult(Field message, string callId, string? name)
    {
        var content = _parts.Read(message["content"], isEcho: false);
        _results.Add(new ToolResultPart(callId, name ?? _assistant.NameOf(callId), content) { Path = message.Path, CacheControl = message["cache_control"].Object() });
    }

    /// <summary>Some clients mark the message rather than its last part.</summary>
    private static List<ContentPart> Marked(Field message, List<ContentPart> parts)
    {
        if (message["cache_control"].Object() is { } mark && parts.Count > 0)
            parts[^1] = parts[^1] with { CacheControl = mark };
        return parts;
    }

    private void Flush()
    {
        if (_results.Count > 0)
            _messages.Add(new ChatMessage(ChatRole.User, [.. _results]));
        _results.Clear();
    }
}
