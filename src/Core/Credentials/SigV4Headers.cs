using System.Text;

namespace AiGateway.Core.Credentials;

/// <summary>Headers as a signature covers them.</summary>
/// <param name="Canonical">A line each with its end, by name.</param>
/// <param name="Names">Which they are.</param>
internal readonly record struct SigV4Headers(string Canonical, string Names)
{
    private const string Date = "x-amz-date";
    private const string Token = "x-amz-security-token";

    /// <exception cref="ArgumentException">There is no host.</exception>
    public static SigV4Headers Of(IReadOnlyList<KeyValuePair<string, string>> headers, string date, string? token)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            var key = name.ToLowerInvariant();
            if (key is not ("authorization" or Date or Token))
                values[key] = values.TryGetValue(key, out var earlier) ? $"{earlier},{Tidy(value)}" : Tidy(value);
        }
        if (!values.ContainsKey("host"))
            throw new ArgumentException("The host must be signed.", nameof(headers));
        values[Date] = date;
        if (token is not null)
            values[Token] = token;

        var canonical = new StringBuilder();
        foreach (var (name, value) in values)
            canonical.Append(name).Append(':').Append(value).Append('\n');
        return new(canonical.ToString(), string.Join(';', values.Keys));
    }

    /// <summary>Without blanks at its ends, and with one for each run of them.</summary>
    private static string Tidy(string value) => string.Join(' ', value.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
