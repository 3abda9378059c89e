namespace AiGateway.Core.Dialects.Json;

/// <summary>Gathers what a request holds that the common model has no place for.</summary>
internal sealed class UnknownFields
{
    private readonly List<UnknownField> _fields = [];

    public IReadOnlyList<UnknownField> All => _fields;

    /// <summary>Takes a whole value, such as a part of a kind that is not understood; not one that is absent.</summary>
    public void Add(Field field, bool isHint = false)
    {
        if (!field.IsAbsent)
            _fields.Add(new UnknownField(field.Path, field.Value, isHint));
    }

    /// <summary>Takes the members of an object that are neither absent nor known.</summary>
    /// <param name="holder">The object.</param>
    /// <param name="known">What others read.</param>
    /// <param name="hints">What may go untold.</param>
    public void AddRest(Field holder, ReadOnlySpan<string> known, ReadOnlySpan<string> hints = default)
    {
        foreach (var (name, field) in holder.Members())
        {
            if (!known.Contains(name))
                Add(field, hints.Contains(name));
        }
    }

    /// <summary>The same of an object of which all the rest, or none of it, may go untold.</summary>
    public void AddRest(Field holder, ReadOnlySpan<string> known, bool isHint)
    {
        foreach (var (name, field) in holder.Members())
        {
            if (!known.Contains(name))
                Add(field, isHint);
        }
    }
}
