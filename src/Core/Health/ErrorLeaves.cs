using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Health;

/// <summary>
/// The scalar members of a JSON text by path, such as <c>error.details[].reason</c>. Takes what it can of a text that
/// is cut or broken, and bounds what a hostile one can cost. An array at the root is left out of the paths.
/// </summary>
internal sealed class ErrorLeaves
{
    private const int MaxLeaves = 512;
    private const int MaxNameLength = 64;
    private const int MaxTextLength = 4_096;

    /// <summary>No provider's error nests deeper; deeper members are passed over.</summary>
    private const int MaxDepth = 8;

    private readonly List<(string Path, string Text, int Item)> _leaves = [];

    public static ErrorLeaves Read(ReadOnlySpan<byte> json)
    {
        var leaves = new ErrorLeaves();
        // Not the final block: a text that was cut yields what came before the cut instead of an error.
        var reader = new Utf8JsonReader(json, isFinalBlock: false, state: default);
        try
        {
            leaves.Collect(ref reader);
        }
        catch (JsonException)
        {
            // What was read before the fault is worth keeping.
        }
        return leaves;
    }

    public bool AnyUnder(string prefix) => _leaves.Exists(leaf => leaf.Path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    public string? First(string path)
    {
        var at = _leaves.FindIndex(leaf => Is(leaf.Path, path));
        return at < 0 ? null : _leaves[at].Text;
    }

    public List<string> All(string path) => [.. _leaves.Where(leaf => Is(leaf.Path, path)).Select(leaf => leaf.Text)];

    /// <summary>As <see cref="All"/>, but only those in the same array element as the first.</summary>
    public List<string> AllOfFirstItem(string path)
    {
        var at = _leaves.FindIndex(leaf => Is(leaf.Path, path));
        return at < 0 ? [] : [.. _leaves.Where(leaf => Is(leaf.Path, path) && leaf.Item == _leaves[at].Item).Select(leaf => leaf.Text)];
    }

    private static bool Is(string path, string wanted) => path.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private void Collect(ref Utf8JsonReader reader)
    {
        var open = new Stack<(string Path, bool IsArray)>();
        var name = "";
        var item = 0;
        while (_leaves.Count < MaxLeaves && reader.Read())
        {
            var (path, inArray) = open.Count == 0 ? ("", true) : open.Peek();
            var here = inArray ? path : path.Length == 0 ? name : $"{path}.{name}";
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = Text(ref reader, MaxNameLength);
                    break;
                case JsonTokenType.StartObject:
                    item += inArray ? 1 : 0;
                    open.Push((open.Count < MaxDepth ? here : "?", false));
                    break;
                case JsonTokenType.StartArray:
                    open.Push((open.Count == 0 ? "" : open.Count < MaxDepth ? here + "[]" : "?", true));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    break;
                case JsonTokenType.String or JsonTokenType.Number when open.Count <= MaxDepth:
                    _leaves.Add((here, Text(ref reader, MaxTextLength), item));
                    break;
                default:
                    break;
            }
        }
    }

    private static string Text(ref Utf8JsonReader reader, int maxLength)
    {
        string text;
        try
        {
            text = reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Not UTF-8, or half of a surrogate pair: show what can be shown.
            text = Encoding.UTF8.GetString(reader.ValueSpan);
        }
        return text.Length <= maxLength ? text : text[..maxLength];
    }
}
