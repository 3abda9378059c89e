using System.Text.Json;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Why a body is refused with 400.</summary>
/// <param name="Code">Stable name of the reason.</param>
/// <param name="Param">The member at fault; null when the body as a whole is.</param>
/// <param name="Message">For a person to read.</param>
internal sealed record RequestProblem(string Code, string? Param, string Message)
{
    public static RequestProblem InvalidJson(string reason) =>
        new("invalid_json", null, $"We could not parse the JSON body of your request: {reason}.");

    public static RequestProblem InvalidForm(string reason) =>
        new("invalid_multipart", null, $"We could not read the multipart body of your request: {reason}.");

    public static RequestProblem NoBoundary => InvalidForm("its content type names no boundary of 1 to 70 characters");

    /// <param name="param">A field of a form.</param>
    /// <param name="mostBytes">What it may have.</param>
    public static RequestProblem TooLongField(string param, int mostBytes) => new(
        "string_above_max_length", param, $"Invalid '{param}': longer than the {mostBytes} bytes a field may have. A file has to be sent with a file name.");

    public static RequestProblem FileForText(string param) =>
        new("invalid_type", param, $"Invalid type for '{param}': expected a text field, but got a file instead.");

    public static RequestProblem Missing(string param) =>
        new("missing_required_parameter", param, $"Missing required parameter: '{param}'.");

    public static RequestProblem Duplicate(string param) =>
        new("duplicate_parameter", param, $"Duplicate parameter: '{param}' is given more than once.");

    public static RequestProblem TooManyMembers(int limit) =>
        new("too_many_parameters", null, $"Too many parameters: a request may have at most {limit}.");

    public static RequestProblem WrongType(string param, string expected, JsonTokenType got) =>
        new("invalid_type", param, $"Invalid type for '{param}': expected {expected}, but got {Name(got)} instead.");

    public static RequestProblem Empty(string param, string kind) =>
        new($"empty_{kind}", param, $"Invalid '{param}': empty {kind}. Expected {(kind == "array" ? "an array" : "a string")} with minimum length 1.");

    public static RequestProblem BelowMinimum(string param, long minimum) =>
        new("integer_below_min_value", param, $"Invalid '{param}': integer below minimum value. Expected a value >= {minimum}.");

    public static RequestProblem AboveMaximum(string param, long maximum) =>
        new("integer_above_max_value", param, $"Invalid '{param}': integer above maximum value. Expected a value <= {maximum}.");

    public static RequestProblem TooLong(string param, int maximum) =>
        new("array_above_max_length", param, $"Invalid '{param}': array too long. Expected an array with maximum length {maximum}.");

    public static RequestProblem Unsupported(string param, string why) =>
        new("unsupported_parameter", param, $"Unsupported parameter: '{param}': {why}.");

    private static string Name(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a boolean",
    };
}
