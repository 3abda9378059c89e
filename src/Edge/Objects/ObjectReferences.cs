using System.Text.Json;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Objects;

/// <summary>
/// All ids in a body of JSON, at any depth: by the names of members, by what objects call themselves, and by their looks. What is
/// found in an answer was found in the request it may repeat, for both are read in the same way.
/// </summary>
internal sealed class ObjectReferences
{
    /// <summary>More than anybody needs.</summary>
    public const int Most = 256;

    private const int LongestText = 256;

    /// <summary>Below these a caller writes what it likes, and nobody looks for files there.</summary>
    private static readonly HashSet<string> OwnWords = ["metadata", "attributes", "parameters", "properties", "schema", "item_schema", "item", "sample"];

    private readonly Dictionary<(PinKind Kind, string Id), ObjectReference> _found = [];

    /// <summary>In the order in which they stand there.</summary>
    public IReadOnlyCollection<ObjectReference> Found => _found.Values;

    /// <summary>There are more, which were not noted.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Null when it is no JSON object.</summary>
    public static ObjectReferences? Read(ReadOnlySpan<byte> body)
    {
        var references = new ObjectReferences();
        return references.TakeJson(body) ? references : null;
    }

    /// <summary>Notes all that an object names.</summary>
    /// <returns>False when it is no JSON object; some may have been noted all the same.</returns>
    public bool TakeJson(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return false;
            ReadObject(ref json, "", isOwnWords: false);
            // What follows must still be well-formed.
            return !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Notes what the value of one member may name.</summary>
    /// <param name="member">Its name.</param>
    /// <param name="parent">The name of the member in whose object it stands.</param>
    /// <param name="text">Its value.</param>
    public void Take(string member, string parent, string text) => Take(member, parent, text, isOwnWords: false);

    private void Take(string member, string parent, string text, bool isOwnWords)
    {
        if (text.Length is 0 or > LongestText)
            return;
        var says = member == "id" ? parent : member;
        if (!isOwnWords && ObjectKinds.Named(says, text) is { } named)
            Add(named, text, says, isSure: true);
        else if (member is not ("type" or "object") && ObjectKinds.Like(text) is { } like)
            Add(like, text, member, isSure: false);
    }

    private void ReadObject(ref Utf8JsonReader json, string parent, bool isOwnWords)
    {
        string? id = null, type = null, itself = null;
        while (json.NextMember())
        {
            var name = Text(ref json);
            json.Read();
            var text = json.TokenType == JsonTokenType.String ? Text(ref json) : null;
            if (text is null)
                ReadValue(ref json, name, isOwnWords || OwnWords.Contains(name));
            else
                Take(name, parent, text, isOwnWords);
            (id, type, itself) = (name == "id" ? text : id, name == "type" ? text : type, name == "object" ? text : itself);
        }
        if (id is { Length: > 0 and <= LongestText } && !isOwnWords && (type == "file_id" ? ObjectKinds.Of(PinKind.File) : itself is null ? null : ObjectKinds.OfType(itself)) is { } kind)
            Add(kind, id, "id", isSure: true);
    }

    private void ReadValue(ref Utf8JsonReader json, string member, bool isOwnWords)
    {
        if (json.TokenType == JsonTokenType.StartObject)
            ReadObject(ref json, member, isOwnWords);
        else if (json.TokenType == JsonTokenType.StartArray)
            ReadArray(ref json, member, isOwnWords);
    }

    private void ReadArray(ref Utf8JsonReader json, string member, bool isOwnWords)
    {
        while (json.NextElement())
        {
            if (json.TokenType == JsonTokenType.String)
                Take(member, "", Text(ref json), isOwnWords);
            else
                ReadValue(ref json, member, isOwnWords);
        }
    }

    private void Add(ObjectKind kind, string id, string member, bool isSure)
    {
        var key = (kind.Kind, id);
        if (_found.TryGetValue(key, out var known) ? known.IsSure || !isSure : _found.Count == Most)
            IsFull |= known is null;
        else
            _found[key] = new ObjectReference(kind.Kind, id, member, isSure);
    }

    private static string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.ValueSpan.Length > LongestText * 6 ? "" : json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is in nobody's id.
            return "";
        }
    }
}
