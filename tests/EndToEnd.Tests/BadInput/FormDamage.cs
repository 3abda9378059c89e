using System.Text;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>Everything that can be wrong with a form.</summary>
internal static class FormDamage
{
    private const string Type = $"multipart/form-data; boundary={FormPiece.Boundary}";
    private const long TooMany = 513L * 1024 * 1024;
    private const int LongestField = 64 * 1024;
    private const int MostParts = 128;

    /// <summary>Of a file to keep, which passes through unread: the inside of its form is for the provider to judge.</summary>
    public static IEnumerable<Damage> OfUpload =>
    [
        Broken("no boundary", "", "boundary", "multipart/form-data"),
        Broken("a boundary of no length", "", "boundary", "multipart/form-data; boundary=\"\""),
        Broken("a boundary too long", "", "boundary", $"multipart/form-data; boundary={new string('b', 71)}"),
        .. Elsewhere("application/json", "text/plain", ""),
        TooLarge,
    ];

    private static Damage TooLarge => new("too large", _ => new Announced(TooMany, Type), 413, "request_too_large", "larger than the 536870912 bytes") { Announces = true };

    public static IEnumerable<Damage> Of(FormEndpoint endpoint)
    {
        var sound = FormPiece.Form(endpoint.Sound);
        yield return Broken("no boundary", sound, "boundary", "multipart/form-data");
        yield return Broken("a boundary of no length", sound, "boundary", "multipart/form-data; boundary=\"\"");
        yield return Broken("a boundary too long", sound, "boundary", $"multipart/form-data; boundary={new string('b', 71)}");
        yield return Broken("another boundary", sound, "ends before its last boundary", "multipart/form-data; boundary=elsewhere");
        yield return Broken("empty", "", "ends before its last boundary");
        yield return Broken("no end", sound[..^(FormPiece.Boundary.Length + 6)], "ends before its last boundary");
        yield return Broken("cut within the file", sound[..(sound.IndexOf("not really", StringComparison.Ordinal) + 5)], "ends before its last boundary");
        yield return Broken("cut within a head", sound[..30], "headers of a part");
        yield return Broken("a part without a name", With(endpoint, new FormPiece(null, "x")), "has no name");
        yield return Broken("a part that is no field", sound.Replace("form-data;", "attachment;", StringComparison.Ordinal), "has no name");
        yield return Broken("a head too long", With(endpoint, new FormPiece("x", "x") { Head = $"X-Long: {new string('x', 40_000)}\r\n" }), "headers of a part");
        yield return Broken("a head of too many lines", With(endpoint, new FormPiece("x", "x") { Head = string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: x\r\n")) }), "headers of a part");
        yield return Broken("a head that is none", With(endpoint, new FormPiece("x", "x") { Head = "no colon here\r\n" }), "headers of a part");
        yield return Refused("too many parts", With(endpoint, [.. Enumerable.Range(0, MostParts).Select(i => new FormPiece($"x{i}", "x"))]), "too_many_parameters", "128");
        yield return Refused("a field too long", With(endpoint, new FormPiece("x", new string('x', LongestField + 1))), "string_above_max_length", "'x'");
        yield return Refused("no file", FormPiece.Form(endpoint.Sound.Where(piece => piece.FileName is null)), "missing_required_parameter", $"'{endpoint.File}'");
        foreach (var field in endpoint.Fields)
        {
            yield return Refused($"no {field}", FormPiece.Form(endpoint.Sound.Where(piece => piece.Name != field)), "missing_required_parameter", $"'{field}'");
            yield return Refused($"{field} twice", With(endpoint, new FormPiece(field, "x")), "duplicate_parameter", $"'{field}'");
            yield return Refused($"{field} as a file", FormPiece.Form(endpoint.Sound.Select(piece => piece.Name == field ? FormPiece.OfFile(field) : piece)), "invalid_type", $"'{field}'");
            yield return Broken($"{field} is not UTF-8", FormPiece.Form(endpoint.Sound.Select(piece => piece.Name == field ? piece with { Value = "\u00e9" } : piece)), $"'{field}' is not valid UTF-8");
        }
        foreach (var (field, value, expected) in endpoint.Wrong)
            yield return Refused($"{field} is {value}", With(endpoint, new FormPiece(field, value)), "invalid_type", $"'{field}': expected {expected}");
        // Edits of images are also asked for in JSON.
        foreach (var unsupported in Elsewhere(endpoint.Path.EndsWith("/edits", StringComparison.Ordinal) ? ["text/plain", ""] : ["application/json", "text/plain", ""]))
            yield return unsupported;
        yield return TooLarge;
    }

    private static IEnumerable<Damage> Elsewhere(params string[] types) =>
        types.Select(type => Make($"sent as '{type}'", "{\"model\":\"MODEL\"}", type, 415, "unsupported_content_type", "content type"));

    private static string With(FormEndpoint endpoint, params FormPiece[] further) => FormPiece.Form(endpoint.Sound.Concat(further));

    private static Damage Broken(string name, string body, string says, string type = Type) => Make(name, body, type, 400, "invalid_multipart", says);

    private static Damage Refused(string name, string body, string code, string says) => Make(name, body, Type, 400, code, says);

    /// <summary>A character stands for a byte.</summary>
    private static Damage Make(string name, string body, string type, int status, string code, string says) =>
        new(name, model => Damage.Bytes(Encoding.Latin1.GetBytes(body.Replace("MODEL", model, StringComparison.Ordinal)), type), status, code, says);
}
