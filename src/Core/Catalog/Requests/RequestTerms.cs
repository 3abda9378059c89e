namespace AiGateway.Core.Catalog.Requests;

/// <summary>
/// What becomes of requests of a consumer for a model. Of overrides the model's go first, for they say what it can do at all; of
/// defaults the consumer's, for they are nearer to the caller; of caps the lower counts, and after everything else.
/// </summary>
public sealed class RequestTerms
{
    private readonly RequestValues[] _overrides;
    private readonly RequestValues[] _defaults;
    private readonly RequestCaps[] _caps;

    private RequestTerms(RequestSpec? model, RequestSpec? consumer)
    {
        _overrides = Given(model?.Overrides, consumer?.Overrides);
        _defaults = Given(consumer?.Defaults, model?.Defaults);
        _caps = Given(model?.Caps, consumer?.Caps);
    }

    /// <returns>Null when requests stay as they are.</returns>
    public static RequestTerms? Of(RequestSpec? model, RequestSpec? consumer)
    {
        var terms = new RequestTerms(model, consumer);
        return terms._overrides.Length + terms._defaults.Length + terms._caps.Length == 0 ? null : terms;
    }

    /// <summary>What a provider is to be asked for.</summary>
    /// <param name="asked">What the caller asks for.</param>
    public RequestValues Apply(RequestValues asked)
    {
        var values = new RequestValues
        {
            Temperature = Value(asked, static of => of.Temperature),
            TopP = Value(asked, static of => of.TopP),
            ReasoningEffort = Text(asked, static of => of.ReasoningEffort),
            MaxOutputTokens = Value(asked, static of => of.MaxOutputTokens),
            ServiceTier = Text(asked, static of => of.ServiceTier),
        };
        foreach (var cap in _caps)
        {
            values = values with
            {
                Temperature = values.Temperature > cap.Temperature ? cap.Temperature : values.Temperature,
                ReasoningEffort = cap.ReasoningEffort is { } most && values.ReasoningEffort is { } effort ? ReasoningEfforts.Least(effort, most) : values.ReasoningEffort,
                MaxOutputTokens = cap.MaxOutputTokens is { } tokens ? Math.Min(tokens, values.MaxOutputTokens ?? tokens) : values.MaxOutputTokens,
            };
        }

        return values;
    }

    /// <summary>Of what <see cref="Apply"/> gives, what differs from what was asked; null in all else. Null when nothing does.</summary>
    public RequestValues? Changes(RequestValues asked)
    {
        var values = Apply(asked);
        return values == asked ? null : new RequestValues
        {
            Temperature = values.Temperature.Equals(asked.Temperature) ? null : values.Temperature,
            TopP = values.TopP.Equals(asked.TopP) ? null : values.TopP,
            ReasoningEffort = values.ReasoningEffort == asked.ReasoningEffort ? null : values.ReasoningEffort,
            MaxOutputTokens = values.MaxOutputTokens == asked.MaxOutputTokens ? null : values.MaxOutputTokens,
            ServiceTier = values.ServiceTier == asked.ServiceTier ? null : values.ServiceTier,
        };
    }

    private static T[] Given<T>(params T?[] parts)
        where T : class => [.. parts.OfType<T>()];

    private T? Value<T>(RequestValues asked, Func<RequestValues, T?> member)
        where T : struct => First(_overrides, member) ?? member(asked) ?? First(_defaults, member);

    private string? Text(RequestValues asked, Func<RequestValues, string?> member) =>
        Array.Find(_overrides, of => member(of) is not null) is { } forced ? member(forced)
        : member(asked) ?? (Array.Find(_defaults, of => member(of) is not null) is { } usual ? member(usual) : null);

    private static T? First<T>(RequestValues[] values, Func<RequestValues, T?> member)
        where T : struct
    {
        foreach (var value in values)
        {
            if (member(value) is { } found)
                return found;
        }

        return null;
    }
}
