using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace AiGateway.Core.Health;

/// <summary>What the rules look at: a status, the names the provider gave the error, and its message.</summary>
internal sealed class ErrorSignal
{
    private const int LongestOpening = 160;

    private readonly List<string> _names;
    private readonly string _message;
    private readonly string _opening;

    /// <param name="status">0 for an error inside an answer that does not say which status it stands for.</param>
    /// <param name="body">What the provider wrote.</param>
    /// <param name="headerType">AWS's name of the error, from a header.</param>
    public ErrorSignal(int status, UpstreamErrorBody body, string? headerType = null)
    {
        Status = status;
        Body = body;
        HeaderType = headerType;
        string?[] names = [body.Code, body.Type, body.Status, body.Detail, headerType];
        _names = [.. names.Select(Bare).OfType<string>()];
        // A page or a text is not an API's message: phrases in it prove nothing.
        _message = body.IsMarkup || body.IsText ? "" : body.Message ?? "";
        _opening = Opening(_message);
    }

    public int Status { get; }

    public UpstreamErrorBody Body { get; }

    public string? HeaderType { get; }

    /// <summary>Whether the status is one of these, or unknown.</summary>
    public bool MayBe(params ReadOnlySpan<int> statuses) => Status == 0 || statuses.Contains(Status);

    public bool Names(FrozenSet<string> codes) => _names.Exists(codes.Contains);

    public bool IsNamed(string code) => _names.Exists(name => name.Equals(code, StringComparison.OrdinalIgnoreCase));

    public bool NamesPrefix(string prefix) => _names.Exists(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    public bool Says(Regex phrase) => phrase.IsMatch(_message);

    /// <summary>
    /// Whether the message begins with the phrase, before anything quoted. Providers quote what a caller wrote, and a
    /// caller must not be able to take a key out by writing what a provider would.
    /// </summary>
    public bool OpensWith(Regex phrase) => phrase.IsMatch(_opening);

    /// <summary>AWS writes <c>namespace#Name</c> and <c>Name:address</c>.</summary>
    public static string? Bare(string? name)
    {
        if (name is null)
            return null;
        name = name[(name.LastIndexOf('#') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? name : name[..colon];
    }

    private static string Opening(string message)
    {
        var end = Math.Min(message.Length, LongestOpening);
        for (var i = 0; i < end; i++)
        {
            // An apostrophe inside a word opens no quotation.
            if (message[i] is '"' or '`' or '“' or ':' or '\n' || (message[i] == '\'' && (i == 0 || !char.IsLetter(message[i - 1]))))
                return message[..i];
        }
        return message[..end];
    }
}
