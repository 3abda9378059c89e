using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Gathers what a request holds that the common model has no place for.</summary>
internal sealed class UnknownFields
{
    private readonly List<UnknownField> _fields = [];

    public IReadOnlyList<UnknownField> All => _fields;

    public void Add(Field field, bool isHint = false) => _fields.Add(new UnknownField(field.Path, field.Value, isHint));

    /// <summary>Every member of an object but those that are absent or in <paramref name="known"/>.</summary>
    public void AddRest(Field parent, string[] known, params string[] hints)
    {
        foreach (var (name, field) in parent.Members())
            if (!field.IsAbsent && Array.IndexOf(known, name) < 0)
                Add(field, Array.IndexOf(hints, name) >= 0);
    }
}
