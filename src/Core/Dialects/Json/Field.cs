using System.Text.Json;

namespace AiGateway.Core.Dialects.Json;

/// <summary>A value of a request together with its place in it, so that a refusal can name it. An absent member is a field as well.</summary>
internal readonly struct Field
{
    private readonly string? _parent;
    private readonly string? _name;
    private readonly int _index;

    public Field(JsonElement root) => Value = root;

    private Field(JsonElement value, string? parent, string? name, int index) => (Value, _parent, _name, _index) = (value, parent, name, index);

    public JsonElement Value { get; }

    public bool IsAbsent => Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>Such as <c>messages[2].content</c>; empty for the whole. Made when asked for.</summary>
    public string Path => _name is null
        ? _parent is null ? "" : $"{_parent}[{_index}]"
        : string.IsNullOrEmpty(_parent) ? _name : $"{_parent}.{_name}";

    /// <exception cref="DialectException">This is no object.</exception>
    public Field this[string name]
    {
        get
        {
            if (Value.ValueKind != JsonValueKind.Object)
                throw DialectException.WrongType(Path, "an object");
            return new Field(Value.TryGetProperty(name, out var value) ? value : default, Path, name, 0);
        }
    }

    /// <summary>Null when absent.</summary>
    /// <exception cref="DialectException">It is no string.</exception>
    public string? Text() => IsAbsent ? null : Value.ValueKind == JsonValueKind.String ? Value.GetString() : throw DialectException.WrongType(Path, "a string");

    /// <exception cref="DialectException">It is absent, empty, or no string.</exception>
    public string RequiredText()
    {
        if (IsAbsent)
            throw DialectException.Missing(Path);
        return Text() is { Length: > 0 } text ? text : throw DialectException.Invalid(Path, "it is empty");
    }

    /// <summary>Null when absent.</summary>
    /// <exception cref="DialectException">It is no boolean.</exception>
    public bool? Flag() => IsAbsent ? null : Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw DialectException.WrongType(Path, "a boolean"),
    };

    /// <summary>Null when absent.</summary>
    /// <exception cref="DialectException">It is no number, or out of range.</exception>
    public double? Number(double from, double to)
    {
        if (IsAbsent)
            return null;
        if (Value.ValueKind != JsonValueKind.Number || !Value.TryGetDouble(out var number))
            throw DialectException.WrongType(Path, "a number");
        return number >= from && number <= to ? number : throw DialectException.Invalid(Path, FormattableString.Invariant($"expected {from} to {to}"));
    }

    /// <summary>Null when absent.</summary>
    /// <exception cref="DialectException">It is no integer, or out of range.</exception>
    public long? Integer(long from, long to)
    {
        if (IsAbsent)
            return null;
        if (Value.ValueKind != JsonValueKind.Number || !Value.TryGetInt64(out var number))
            throw DialectException.WrongType(Path, "an integer");
        return number >= from && number <= to ? number : throw DialectException.Invalid(Path, FormattableString.Invariant($"expected {from} to {to}"));
    }

    /// <summary>Null when absent.</summary>
    /// <exception cref="DialectException">It is no object.</exception>
    public JsonElement? Object() => IsAbsent ? null : Value.ValueKind == JsonValueKind.Object ? Value : throw DialectException.WrongType(Path, "an object");

    /// <summary>Its elements; none when absent.</summary>
    /// <exception cref="DialectException">It is no array.</exception>
    public List<Field> Items()
    {
        if (IsAbsent)
            return [];
        if (Value.ValueKind != JsonValueKind.Array)
            throw DialectException.WrongType(Path, "an array");
        var path = Path;
        var items = new List<Field>(Value.GetArrayLength());
        foreach (var item in Value.EnumerateArray())
            items.Add(new Field(item, path, null, items.Count));
        return items;
    }

    /// <summary>Its members, absent ones (null) included.</summary>
    /// <exception cref="DialectException">It is no object.</exception>
    public List<(string Name, Field Field)> Members()
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw DialectException.WrongType(Path, "an object");
        var path = Path;
        var members = new List<(string, Field)>();
        foreach (var member in Value.EnumerateObject())
            members.Add((member.Name, new Field(member.Value, path, member.Name, 0)));
        return members;
    }
}
