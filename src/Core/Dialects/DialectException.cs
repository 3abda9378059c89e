namespace AiGateway.Core.Dialects;

/// <summary>A request that cannot be read, or cannot be said in the dialect of its target. Its sender is told with a 400.</summary>
public sealed class DialectException : Exception
{
    public DialectException()
    {
    }

    public DialectException(string message)
        : base(message)
    {
    }

    public DialectException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Stable name of the reason.</summary>
    public string Code { get; private init; } = "invalid_request";

    /// <summary>The member at fault by the sender's own names; null when the body as a whole is.</summary>
    public string? Field { get; private init; }

    public static DialectException Malformed(string why) => new($"We could not parse the JSON body of your request: {why}.") { Code = "invalid_json" };

    public static DialectException Missing(string field) => new($"Missing required parameter: '{field}'.") { Code = "missing_required_parameter", Field = field };

    public static DialectException WrongType(string field, string expected) =>
        new($"Invalid type for '{field}': expected {expected}.") { Code = "invalid_type", Field = field };

    public static DialectException Invalid(string field, string why) => new($"Invalid '{field}': {why}.") { Code = "invalid_value", Field = field };

    /// <summary>It makes sense, and only providers that speak the sender's own dialect can take it.</summary>
    public static DialectException Unsupported(string field, string why) => new($"Unsupported value for '{field}': {why}.") { Code = "unsupported_value", Field = field };

    /// <summary>The target has no word for it, and the answer would be another without it.</summary>
    public static DialectException Inexpressible(string field, string target) =>
        new($"Unsupported parameter: '{field}' cannot be expressed for this model, which is served through {target}.") { Code = "unsupported_parameter", Field = field };
}
