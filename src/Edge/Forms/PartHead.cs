using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AiGateway.Edge.Forms;

/// <summary>
/// The head of one part of a form, as the gateway understood it and as it says it in turn: what two readers might understand in two
/// ways must not get past it.
/// </summary>
/// <param name="Name">Of the field, such as <c>input_reference[file_id]</c>.</param>
/// <param name="FileName">Null for a field that is no file.</param>
/// <param name="ContentType">Null when it is not said, or unreadable.</param>
internal sealed record PartHead(string Name, string? FileName, string? ContentType)
{
    public bool IsFile => FileName is not null;

    /// <returns>Null when it has no name.</returns>
    public static PartHead? Read(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var said) || !said.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
            || Text(said.Name) is not { Length: > 0 } name)
            return null;
        var file = said.FileNameStar.HasValue ? said.FileNameStar.ToString() : Text(said.FileName);
        return new PartHead(name, file, MediaTypeHeaderValue.TryParse(section.ContentType, out var type) ? type.ToString() : null);
    }

    /// <summary>As it stands before its value, with the boundary.</summary>
    public byte[] Write(string boundary)
    {
        var head = new StringBuilder($"--{boundary}\r\nContent-Disposition: form-data; name=\"{Escape(Name)}\"");
        if (FileName is { } file)
            head.Append("; filename=\"").Append(Escape(file)).Append('"');
        if ((ContentType ?? (IsFile ? "application/octet-stream" : null)) is { } type)
            head.Append("\r\nContent-Type: ").Append(Escape(type, quotes: false));
        return Encoding.UTF8.GetBytes(head.Append("\r\n\r\n").ToString());
    }

    /// <summary>What a quoted parameter says; null when it is not there.</summary>
    private static string? Text(StringSegment quoted) => quoted.HasValue ? HeaderUtilities.UnescapeAsQuotedString(quoted).ToString() : null;

    /// <summary>As browsers write names; a backslash, which they leave alone, is for many readers the beginning of an escape.</summary>
    private static string Escape(string text, bool quotes = true)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsControl(c) || (quotes && c == '"'))
                escaped.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            else if (quotes && c == '\\')
                escaped.Append("\\\\");
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }
}
