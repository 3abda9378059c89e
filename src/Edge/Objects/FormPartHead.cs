using System.Text;
using System.Text.RegularExpressions;
using AiGateway.Edge.Api.OpenAi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AiGateway.Edge.Objects;

/// <summary>The head of one part of a form, as the gateway understood it and as it says it in turn: a provider can read nothing else out of it.</summary>
/// <param name="Name">Of the field, such as <c>input_reference[file_id]</c>.</param>
/// <param name="FileName">Null for a field that is no file.</param>
/// <param name="ContentType">Null when it is not said, or unreadable.</param>
internal sealed partial record FormPartHead(string Name, string? FileName, string? ContentType)
{
    /// <exception cref="FormRefusedException">It has no name, or one that readers of forms may take for different ones.</exception>
    public static FormPartHead Of(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var says) || says.DispositionType != "form-data"
            || HeaderUtilities.UnescapeAsQuotedString(says.Name).Value is not { } name || !PlainName().IsMatch(name))
        {
            throw new FormRefusedException(RequestErrors.InvalidMember("form", "each part needs a plain name in its Content-Disposition."));
        }
        var file = says.FileNameStar.HasValue ? says.FileNameStar : says.FileName;
        return new FormPartHead(name, file.HasValue ? HeaderUtilities.UnescapeAsQuotedString(file).Value : null, TypeOf(section.ContentType));
    }

    /// <summary>The names in its name: those of a member, of the members around it, and of none for an element of a list.</summary>
    public (string Member, string Parent) Place()
    {
        var names = Name.Split(['[', ']'], StringSplitOptions.RemoveEmptyEntries).Where(part => !part.All(char.IsAsciiDigit)).ToArray();
        return (names.Length > 0 ? names[^1] : "", names.Length > 1 ? names[^2] : "");
    }

    /// <summary>As it stands before its value, with the boundary.</summary>
    public byte[] Head(string boundary)
    {
        var head = new StringBuilder($"--{boundary}\r\nContent-Disposition: form-data; name=\"{Name}\"");
        if (FileName is not null)
            head.Append("; filename=\"").Append(Quotable(FileName)).Append('"');
        if (ContentType is not null)
            head.Append("\r\nContent-Type: ").Append(ContentType);
        return Encoding.UTF8.GetBytes(head.Append("\r\n\r\n").ToString());
    }

    /// <summary>As browsers do it.</summary>
    private static string Quotable(string name) => string.Concat(name.Select(c => c is '"' or '\\' || char.IsControl(c) ? $"%{(int)c:X2}" : c.ToString()));

    private static string? TypeOf(string? said) => MediaTypeHeaderValue.TryParse(said, out var type) ? type.ToString() : null;

    [GeneratedRegex(@"^[A-Za-z0-9_.\-\[\]]{1,128}\z")]
    private static partial Regex PlainName();
}
