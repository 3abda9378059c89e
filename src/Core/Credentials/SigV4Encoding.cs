using System.Buffers;
using System.Text;

namespace AiGateway.Core.Credentials;

/// <summary>Paths and queries as a signature covers them.</summary>
internal static class SigV4Encoding
{
    private static readonly SearchValues<byte> _unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>Tidied, then encoded on top of the encoding it goes over the wire with: <c>%3A</c> becomes <c>%253A</c>.</summary>
    public static string Path(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("" or "." or ".."))
                segments.Add(Encode(segment));
        }
        return segments.Count == 0 ? "/" : $"/{string.Join('/', segments)}{(path.EndsWith('/') ? "/" : "")}";
    }

    /// <summary>Encoded once whatever it came with, and ordered by name, then by value.</summary>
    public static string Query(string query)
    {
        var pairs = new List<(string Name, string Value)>();
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(equals < 0 ? (Encode(Uri.UnescapeDataString(pair)), "")
                : (Encode(Uri.UnescapeDataString(pair[..equals])), Encode(Uri.UnescapeDataString(pair[(equals + 1)..]))));
        }
        pairs.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order : string.CompareOrdinal(a.Value, b.Value));
        return string.Join('&', pairs.Select(static pair => $"{pair.Name}={pair.Value}"));
    }

    private static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (_unreserved.Contains(b))
                encoded.Append((char)b);
            else
                encoded.Append('%').Append(Convert.ToHexString([b]));
        }
        return encoded.ToString();
    }
}
