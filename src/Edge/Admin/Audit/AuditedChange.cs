using System.Text.Json;

namespace AiGateway.Edge.Admin.Audit;

/// <summary>What a management call changed, for the audit log: set by who changes it, without secrets.</summary>
internal sealed class AuditedChange(JsonSerializerOptions json)
{
    /// <summary>Larger ones are cut: a line of the log is no archive, the catalog's history is.</summary>
    private const int LongestText = 16 * 1024;

    public string? Before { get; private set; }

    public string? After { get; private set; }

    /// <summary>Notes what was there and what is there now; null for nothing. The last note counts.</summary>
    public static void Note(HttpContext http, object? before, object? after) => http.Features.Get<AuditedChange>()?.Set(before, after);

    private void Set(object? before, object? after) => (Before, After) = (Text(before), Text(after));

    private string? Text(object? shown)
    {
        if (shown is null)
            return null;
        var text = JsonSerializer.Serialize(shown, shown.GetType(), json);
        return text.Length <= LongestText ? text : text[..LongestText] + "…";
    }
}
