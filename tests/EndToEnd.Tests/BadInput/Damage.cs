using System.Text;
using System.Text.RegularExpressions;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>Something that is wrong with a request, and what its caller is told of it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Content">The body, with <c>MODEL</c> in it where it names the model.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Code">The gateway's name for it.</param>
/// <param name="Says">What the message must have in it: the member, or the cause.</param>
internal sealed partial record Damage(string Name, Func<string, HttpContent> Content, int Status, string Code, string Says)
{
    /// <summary>Nothing of it is ever sent: who announces so much is refused before.</summary>
    private const long TooMany = 33L * 1024 * 1024;

    private const string Json = "application/json";
    private const int MostMembers = 128;
    private const int DeepestNesting = 64;

    /// <summary>Asks before it sends, so that nothing need be sent.</summary>
    public bool Announces { get; init; }

    /// <summary>Everything that can be wrong with a request to an endpoint.</summary>
    public static IEnumerable<Damage> Of(JsonEndpoint endpoint)
    {
        var sound = endpoint.Sound;
        yield return Broken("empty", "");
        yield return Broken("blank", " \n");
        yield return Broken("cut in the middle", sound[..(sound.Length / 2)]);
        yield return Broken("cut before its last brace", sound[..^1]);
        yield return Broken("something behind it", sound + " trailing");
        yield return Broken("two of them", sound + sound);
        yield return Broken("a list", "[" + sound + "]");
        yield return Broken("null", "null");
        yield return Broken("no JSON at all", "model=MODEL&messages=Hi");
        yield return Broken("nested too deep", Beside(sound, $"\"x\":{new string('[', DeepestNesting)}{new string(']', DeepestNesting)}"));
        yield return new Damage("not UTF-8", _ => Bytes(Encoding.Latin1.GetBytes(Beside(sound, "\"x\":\"\u00e9\"")), Json), 400, "invalid_json", "JSON");
        yield return Member("too many members", Beside(sound, string.Join(',', Enumerable.Range(0, MostMembers).Select(i => $"\"x{i}\":0"))), "too_many_parameters", "128");
        foreach (var member in endpoint.Members)
        {
            yield return Member($"{member} twice", Beside(sound, $"\"{member}\":null"), "duplicate_parameter", $"'{member}'");
            yield return Member($"{member} twice, once with an escape", Beside(sound, $"\"\\u{(int)member[0]:x4}{member[1..]}\":null"), "duplicate_parameter", $"'{member}'");
        }
        yield return Member("what nobody reads twice", Beside(sound, "\"x\":1,\"x\":1"), "duplicate_parameter", "'x'");
        foreach (var (member, wrong) in endpoint.Required)
        {
            yield return Member($"no {member}", endpoint.Without(member), "missing_required_parameter", $"'{member}'");
            yield return Member($"{member} is {wrong}", endpoint.With(member, wrong), "invalid_type", $"'{member}'");
        }
        foreach (var (member, wrong) in endpoint.Optional)
            yield return Member($"{member} is {wrong}", endpoint.With(member, wrong), "invalid_type", $"'{member}'");
        foreach (var member in endpoint.Smallest)
            yield return Member($"{member} is -1", endpoint.With(member, "-1"), "integer_below_min_value", $"'{member}'");
        foreach (var member in endpoint.Lists)
            yield return Member($"{member} is an empty list", endpoint.With(member, "[]"), "empty_array", $"'{member}'");
        foreach (var (name, body, code, says) in endpoint.Others)
            yield return Member(name, body, code, says);
        if (sound.Contains("\"model\":\"MODEL\"", StringComparison.Ordinal))
            yield return Member("model is empty", endpoint.With("model", "\"\""), "empty_string", "'model'");
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "" })
            yield return new Damage($"sent as '{type}'", model => Bytes(Filled(sound, model), type), 415, "unsupported_content_type", "content type");
        yield return new Damage("too large", _ => new Announced(TooMany, Json), 413, "request_too_large", "larger than the 33554432 bytes") { Announces = true };
    }

    /// <summary>Nothing is wrong with it but the model.</summary>
    public static Damage UnknownModel(JsonEndpoint endpoint) => new("unknown model", model => Bytes(Filled(endpoint.Sound, model), Json), 404, "model_not_found", "'no-such-model'");

    public static HttpContent Bytes(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        if (type.Length > 0)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    public static byte[] Filled(string text, string model) => Encoding.UTF8.GetBytes(text.Replace("MODEL", model, StringComparison.Ordinal));

    private static Damage Broken(string name, string body) => new(name, model => Bytes(Filled(body, model), Json), 400, "invalid_json", "JSON");

    private static Damage Member(string name, string body, string code, string says) => new(name, model => Bytes(Filled(body, model), Json), 400, code, says);

    /// <summary>A request with further members.</summary>
    private static string Beside(string sound, string members) => LastBrace().Replace(sound, $",{members}}}");

    [GeneratedRegex(@"\}\z")]
    private static partial Regex LastBrace();
}
