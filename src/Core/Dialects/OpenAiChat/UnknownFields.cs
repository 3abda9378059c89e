using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Gathers what a request holds that the common model has no place for.</summary>
internal sealed class UnknownFields
{
    private readonly List<UnknownField> _fields = [];

    public IReadOnlyList<UnknownField> All => _fields;

    public void Add(Field field, bool isHint = false)
    {
        if (!field.IsAbsent)
            _fields.Add(new UnknownField(field.Path, field.Value, isHint));
    }

    /// <summary>The members of an object other than the known ones.</summary>
    public void AddRest(Field holder, ReadOnlySpan<string> known, bool isHint = false)
    {
        foreach (var member in holder.Value.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                Add(holder[member.Name], isHint);
        }
    }
}
