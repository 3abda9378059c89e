using System.Text;
using System.Text.RegularExpressions;

namespace AiGateway.Core.Health;

/// <summary>The shapes in which providers write errors, tried in order.</summary>
internal static partial class ErrorShapes
{
    private const int MaxMessageLength = 4_096;
    private const int MaxWordLength = 128;

    public static UpstreamErrorBody Read(ReadOnlySpan<byte> body)
    {
        body = Json(body);
        if (body.IsEmpty)
            return UpstreamErrorBody.Empty;
        if (body[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
            return Plain(body);

        var leaves = ErrorLeaves.Read(body);
        if (leaves.AnyUnder("error."))
            return At(leaves, "error.");
        if (leaves.AnyUnder("error[]."))
            return At(leaves, "error[].");
        // The last event of a failed stream of the Responses API.
        if (leaves.AnyUnder("response.error."))
            return At(leaves, "response.error.");
        if (leaves.First("error") is { } error)
            return Bare(leaves, error);
        if (leaves.First("message") is not null || leaves.First("code") is not null || leaves.First("__type") is not null)
            return At(leaves, "");
        // Mistral wraps a validator's answer in its own message.
        if (leaves.AnyUnder("message."))
            return Validation(leaves, "message.");
        if (leaves.AnyUnder("detail"))
            return Validation(leaves, "");
        return leaves.First("") is { } text ? new() { Message = Message(text) } : At(leaves, "");
    }

    /// <summary><c>{"error":{…}}</c>, and flat ones: OpenAI-like, AWS, DashScope.</summary>
    private static UpstreamErrorBody At(ErrorLeaves leaves, string at) => new()
    {
        Type = Word(leaves.First(at + "type") ?? leaves.First(at + "__type")),
        Code = Word(leaves.First(at + "code")),
        Message = Message(leaves.First(at + "message")),
        Param = Word(leaves.First(at + "param")),
        Status = Word(leaves.First(at + "status") ?? leaves.First(at + "statusCode")),
        Detail = Word(leaves.First(at + "details[].reason") ?? leaves.First(at + "details.error_code")
            ?? leaves.First(at + "innererror.code")),
        RetryDelay = Word(leaves.First(at + "details[].retryDelay")),
        QuotaIds = leaves.All(at + "details[].violations[].quotaId").ConvertAll(id => Word(id)!),
    };

    /// <summary><c>{"error":"…"}</c>; beside a message the string is the kind of error.</summary>
    private static UpstreamErrorBody Bare(ErrorLeaves leaves, string error)
    {
        var message = leaves.First("message");
        return new()
        {
            Type = Word(message is null ? leaves.First("type") ?? leaves.First("error_type") : error),
            Code = Word(leaves.First("code")),
            Message = Message(message ?? error),
        };
    }

    /// <summary><c>{"detail":"…"}</c> and FastAPI's <c>{"detail":[{"type","loc","msg"}]}</c>.</summary>
    private static UpstreamErrorBody Validation(ErrorLeaves leaves, string at)
    {
        var place = leaves.AllOfFirstItem(at + "detail[].loc[]");
        return new()
        {
            Type = Word(leaves.First(at + "detail[].type") ?? leaves.First(at + "detail.type") ?? leaves.First("type")),
            Code = Word(leaves.First(at + "detail.code") ?? leaves.First("code")),
            Message = Message(leaves.First(at + "detail") ?? leaves.First(at + "detail[].msg") ?? leaves.First(at + "detail.message")
                ?? leaves.First(at + "detail[]")),
            Param = place.Count == 0 ? null : Word(string.Join('.', place)),
        };
    }

    private static UpstreamErrorBody Plain(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 2 * MaxMessageLength)]).Trim();
        if (!text.StartsWith('<'))
            return new() { IsText = true, Message = Message(text) };
        var title = Title().Match(text);
        return new() { IsMarkup = true, Message = title.Success ? Message(title.Groups[1].Value.Trim()) : null };
    }

    /// <summary>Where the JSON begins: past a byte order mark and blanks, or in the data line of a lone server-sent event.</summary>
    private static ReadOnlySpan<byte> Json(ReadOnlySpan<byte> body)
    {
        var bom = Encoding.UTF8.Preamble;
        body = (body.StartsWith(bom) ? body[bom.Length..] : body).TrimStart(" \t\r\n"u8);
        if (!body.StartsWith("data:"u8) && !body.StartsWith("event:"u8) && !body.StartsWith("id:"u8))
            return body;
        var data = body.IndexOf("data:"u8);
        return data < 0 ? body : body[(data + 5)..].TrimStart(" "u8);
    }

    private static string? Message(string? text) => Shown(text, MaxMessageLength);

    private static string? Word(string? text) => Shown(text, MaxWordLength);

    private static string? Shown(string? text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        text = SecretRedaction.Apply(text.Length <= MaxMessageLength ? text : text[..MaxMessageLength]);
        return text.Length <= maxLength ? text : text[..maxLength];
    }

    [GeneratedRegex("<title>([^<]{1,200})</title>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Title();
}
