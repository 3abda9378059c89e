namespace AiGateway.Core.Dialects;

/// <summary>
/// What a target is not told of a request. Hints it goes without; what would change the answer is refused, except where the
/// target's own documentation says that it is ignored.
/// </summary>
/// <param name="caller">By whose words fields are named.</param>
/// <param name="target">The target's name for people, such as <c>Anthropic's messages</c>.</param>
/// <param name="strict">True refuses even what could be left out.</param>
public sealed class Omissions(IRequestNames caller, string target, bool strict)
{
    private readonly List<string> _fields = [];

    /// <summary>By the caller's own names, in the order in which they were met, each once.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <exception cref="DialectException">The operator wants everything refused that a target does not know.</exception>
    public void Drop(RequestField field) => Drop(caller.NameOf(field));

    /// <inheritdoc cref="Drop(RequestField)"/>
    public void Drop(string field)
    {
        if (strict)
            throw Refuse(field);
        if (!_fields.Contains(field))
            _fields.Add(field);
    }

    public DialectException Refuse(RequestField field) => Refuse(caller.NameOf(field));

    public DialectException Refuse(string? field) => DialectException.Inexpressible(field ?? "messages", target);

    /// <summary>What has no place in the common model is no hint to anyone but a target of the caller's own dialect.</summary>
    /// <exception cref="DialectException">There is something in it that cannot be left out.</exception>
    public void DropUnknown(ChatRequest request) => DropUnknown(request.Unknown);

    /// <inheritdoc cref="DropUnknown(ChatRequest)"/>
    public void DropUnknown(IReadOnlyList<UnknownField> unknown)
    {
        foreach (var field in unknown)
        {
            if (!field.IsHint)
                throw Refuse(field.Path);
            Drop(field.Path);
        }
    }
}

/// <summary>What a dialect calls the members of a request.</summary>
public interface IRequestNames
{
    /// <summary>Such as <c>max_completion_tokens</c> or <c>generationConfig.maxOutputTokens</c>.</summary>
    string NameOf(RequestField field);
}
