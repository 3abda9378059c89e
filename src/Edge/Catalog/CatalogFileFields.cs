using System.Globalization;
using AiGateway.Core.Catalog;
using AiGateway.Core.Money;
using AiGateway.Edge.Catalog.Yaml;

namespace AiGateway.Edge.Catalog;

/// <summary>The fields of one mapping. A field that nobody asked for by the end is unknown.</summary>
internal sealed class CatalogFileFields
{
    // A whole line pasted in the wrong place is cut, not repeated.
    private const int NameShown = 40;

    private readonly CatalogFileReading _reading;
    private readonly string _path;
    private readonly Dictionary<string, YamlField> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];

    public CatalogFileFields(CatalogFileReading reading, string path, IReadOnlyList<YamlField> fields)
    {
        (_reading, _path) = (reading, path);
        foreach (var field in fields)
        {
            if (!_fields.TryAdd(field.Name, field))
                Log.Add(PathOf(field.Name), field.At, $"is given a second time, first on line {_fields[field.Name].At.Line}; keep one");
        }
    }

    private CatalogFileLog Log => _reading.Log;

    public string? Text(string name) => Take(name) is { } node ? _reading.Text(node, PathOf(name)) : null;

    public Secret? Secret(string name) => Take(name) is { } node ? _reading.Secret(node, PathOf(name)) : null;

    public bool Flag(string name) => FlagIfGiven(name) ?? false;

    public bool? FlagIfGiven(string name) => Scalar(name, "must be true or false", text => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => (bool?)null,
    });

    public long? Whole(string name) => Scalar(name, "must be a whole number in digits only, such as 600", text =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (long?)null);

    /// <summary>A whole number; what is too large for its type is as far out of range as the largest one.</summary>
    public int? Count(string name) => Whole(name) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>An amount of money. A number in quotes is text, and refused: money is not to be guessed at.</summary>
    public Usd? Price(string name) => Scalar(
        name,
        "must be US dollars as a plain number of 0–1,000,000, such as 2.50: digits, at most nine of them behind the point, no quotes, sign or exponent",
        text => Usd.TryParse(text, out var amount) ? amount : (Usd?)null,
        plainOnly: true);

    public decimal? Dollars(string name) => Scalar(name, "must be an amount of US dollars in digits, such as 250 or 0.05", ParseDecimal);

    public decimal? Decimal(string name) => Scalar(name, "must be a plain number, such as 1.5", ParseDecimal);

    /// <summary>A list of numbers; null when the field is absent.</summary>
    public IReadOnlyList<decimal>? Percents(string name) => Items(name, (node, path) =>
    {
        if (_reading.Text(node, path) is not { } text)
            return 0m;
        if (ParseDecimal(text) is { } percent)
            return percent;
        Log.Add(path, node.At, "must be a percentage in digits, such as 5 or 0.5");
        return 0m;
    });

    public double? Number(string name) => Scalar(name, "must be a plain number, such as 0.5", text =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : (double?)null);

    public T? OneOf<T>(string name)
        where T : struct, Enum => Scalar(name, EnumNames.Expected<T>(), text => EnumNames.TryParse<T>(text, out var value) ? value : (T?)null);

    /// <summary>A list of names; null when the field is absent.</summary>
    public IReadOnlyList<T>? EachOf<T>(string name)
        where T : struct, Enum => Items(name, (node, path) =>
    {
        if (_reading.Text(node, path) is not { } text)
            return (T?)null;
        if (EnumNames.TryParse<T>(text, out var value))
            return value;
        Log.Add(path, node.At, EnumNames.Expected<T>());
        return null;
    })?.OfType<T>().ToArray();

    public T? Map<T>(string name, Func<CatalogFileFields, T> read)
        where T : class => Take(name) is { } node ? _reading.Map(node, PathOf(name), read) : null;

    public IReadOnlyList<T> Maps<T>(string name, Func<CatalogFileFields, T> read) => MapsIfGiven(name, read) ?? [];

    /// <returns>Null when the list is absent or empty of everything, brackets included.</returns>
    public IReadOnlyList<T>? MapsIfGiven<T>(string name, Func<CatalogFileFields, T> read) =>
        Items(name, (node, path) => _reading.Map(node, path, read));

    public IReadOnlyList<string> Texts(string name) => Items(name, (node, path) => _reading.Text(node, path) ?? "") ?? [];

    /// <summary>Null when the field is absent.</summary>
    public IReadOnlyList<string>? TextsIfGiven(string name) => Items(name, (node, path) => _reading.Text(node, path) ?? "");

    /// <summary>A mapping of names the gateway does not know beforehand to texts; null when the field is absent.</summary>
    public IReadOnlyDictionary<string, string>? TextMap(string name)
    {
        if (Take(name) is not { } node)
            return null;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node is not YamlMap map)
        {
            Log.Add(PathOf(name), node.At, $"must be a mapping of names to names, not {CatalogFileReading.Kind(node)}");
            return texts;
        }

        foreach (var field in map.Fields)
        {
            var path = $"{PathOf(name)}.{Shown(field.Name)}";
            Log.Place(path, field.Value.At);
            if (!texts.TryAdd(field.Name, _reading.Text(field.Value, path) ?? ""))
                Log.Add(path, field.At, "is given a second time; keep one");
        }

        return texts;
    }

    /// <summary>Null when the field is absent: no list is not an empty one.</summary>
    public LimitNames? Names(string name) => Texts(name) is var names && _fields.ContainsKey(name) ? [.. names] : null;

    public void RefuseOthers()
    {
        foreach (var field in _fields.Values.Where(field => !_known.Contains(field.Name)))
        {
            if (Log.IsFull)
                return;
            var nearest = NearestName.Of(field.Name, _known);
            Log.Add(
                PathOf(field.Name),
                field.At,
                nearest is null
                    ? $"is not a known field; known here: {string.Join(", ", _known)}"
                    : $"is not a known field; did you mean '{nearest}'?");
            if (nearest is not null)
                Log.Settle(PathOf(nearest));
        }
    }

    private static decimal? ParseDecimal(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private T[]? Items<T>(string name, Func<YamlNode, string, T> read)
    {
        var node = Take(name);
        if (node is null)
            return null;
        if (node is YamlList list)
            return [.. list.Items.Select((item, i) => Item(item, $"{PathOf(name)}[{i}]", read))];
        Log.Add(PathOf(name), node.At, $"must be a list, each entry on a line of its own after a -, not {CatalogFileReading.Kind(node)}");
        return [];
    }

    private T Item<T>(YamlNode item, string path, Func<YamlNode, string, T> read)
    {
        Log.Place(path, item.At);
        return read(item, path);
    }

    private T? Scalar<T>(string name, string otherwise, Func<string, T?> parse, bool plainOnly = false)
        where T : struct
    {
        if (Take(name) is not { } node || _reading.Text(node, PathOf(name)) is not { } text)
            return null;
        var value = plainOnly && node is not YamlScalar { IsPlain: true } ? null : parse(text);
        if (value is null)
            Log.Add(PathOf(name), node.At, otherwise);
        return value;
    }

    /// <returns>The field's value; null when it is absent or empty.</returns>
    private YamlNode? Take(string name)
    {
        _known.Add(name);
        if (!_fields.TryGetValue(name, out var field))
            return null;
        var isNull = field.Value is YamlScalar { IsNull: true };
        Log.Place(PathOf(name), isNull ? field.At : field.Value.At);
        return isNull ? null : field.Value;
    }

    private string PathOf(string name) => _path.Length == 0 ? Shown(name) : $"{_path}.{Shown(name)}";

    private static string Shown(string name) => name.Length <= NameShown ? name : name[..NameShown] + "…";
}
