using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Quirks;

/// <summary>A place in requests, and what is known of it and of what stands in it.</summary>
/// <param name="path">As the catalog writes it; empty for the whole.</param>
internal sealed class QuirkNode(string path)
{
    private const string InArray = "[]";

    private readonly List<(byte[] Name, QuirkNode Node)> _members = [];

    public string Path { get; } = path;

    /// <summary>Its own name; empty for the whole and for elements.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Whether it is taken out.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>What it is called in place of its name; null for nothing else.</summary>
    public string? NewName { get; private set; }

    /// <summary>That as it is written in a body; empty for nothing else.</summary>
    public ReadOnlyMemory<byte> QuotedNewName { get; private set; }

    /// <summary>What is known of its elements; null for nothing.</summary>
    public QuirkNode? Elements { get; private set; }

    /// <summary>Whether anything is known of its members.</summary>
    public bool HasMembers => _members.Count > 0;

    public static QuirkNode Of(IEnumerable<string> drop, IEnumerable<KeyValuePair<string, string>> rename)
    {
        var root = new QuirkNode("");
        foreach (var path in drop)
            root.At(path).IsDropped = true;
        foreach (var (from, to) in rename)
        {
            var node = root.At(from);
            (node.NewName, node.QuotedNewName) = (to, Encoding.UTF8.GetBytes($"\"{to}\""));
        }

        return root;
    }

    /// <summary>Those in it that something becomes of.</summary>
    public IEnumerable<QuirkNode> Leaves() =>
        _members.SelectMany(member => member.Node.Leaves()).Concat(Elements?.Leaves() ?? []).Concat(IsDropped || NewName is not null ? [this] : []);

    /// <summary>What is known of the member whose name the reader stands at; null for nothing.</summary>
    public QuirkNode? Find(ref readonly Utf8JsonReader json)
    {
        foreach (var (name, node) in _members)
        {
            if (json.ValueTextEquals(name))
                return node;
        }

        return null;
    }

    private QuirkNode At(string path)
    {
        var node = this;
        foreach (var step in path.Split('.'))
        {
            var isArray = step.EndsWith(InArray, StringComparison.Ordinal);
            node = node.Member(isArray ? step[..^InArray.Length] : step);
            if (isArray)
                node = node.Elements ??= new QuirkNode(node.Path + InArray);
        }

        return node;
    }

    private QuirkNode Member(string name)
    {
        if (_members.Find(member => member.Node.Name == name).Node is { } known)
            return known;
        var added = new QuirkNode(Path.Length == 0 ? name : $"{Path}.{name}") { Name = name };
        _members.Add((Encoding.UTF8.GetBytes(name), added));
        return added;
    }
}
