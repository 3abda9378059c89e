using System.Globalization;
using System.Text;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>Well-formed JSON with odd spacing, escapes and nesting, the same for the same seed.</summary>
internal sealed class RandomJson(int seed)
{
    private static readonly string[] Letters = ["a", "model", "usage", "é", "你", "\\n", "\\\"", "\\u00e9", "\\\\", "😀", "\\ud83d\\ude00", ",", "}", "[", ":", "data: "];
    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public string Space() => _random.Next(4) switch { 0 => " ", 1 => "\t ", _ => "" };

    public string Value(int depth = 3) => _random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => "null",
        1 => _random.Next(2) == 0 ? "true" : "false",
        2 => _random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture),
        3 => _random.NextDouble().ToString("R", CultureInfo.InvariantCulture),
        4 => String(),
        5 => $"[{string.Join(",", Many(() => Space() + Value(depth - 1)))}{Space()}]",
        _ => Object([.. Many(() => Value(depth - 1)).Select((value, i) => ($"\"{i}{String()[1..]}", value))]),
    };

    public string String() => $"\"{string.Concat(Many(() => Letters[_random.Next(Letters.Length)]))}\"";

    /// <summary>Members of names no rule knows.</summary>
    public List<(string Name, string Value)> Strangers() =>
        [.. Enumerable.Range(0, _random.Next(4)).Select(i => ($"\"x_{i}\"", Value()))];

    /// <summary>An object of these members in random order.</summary>
    public string Shuffled(List<(string Name, string Value)> members)
    {
        var order = members.ToArray();
        _random.Shuffle(order);
        return Object([.. order]);
    }

    public string Object(List<(string Name, string Value)> members)
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < members.Count; i++)
            text.Append(i > 0 ? "," : "").Append(Space()).Append(members[i].Name).Append(Space()).Append(':').Append(Space()).Append(members[i].Value);
        return text.Append(Space()).Append('}').ToString();
    }

    private IEnumerable<T> Many<T>(Func<T> make)
    {
        for (var left = _random.Next(4); left > 0; left--)
            yield return make();
    }
}
