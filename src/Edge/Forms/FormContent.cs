using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace AiGateway.Edge.Forms;

/// <summary>
/// The body of one attempt: the caller's parts in their order, with the target's name of the model in place of the caller's. Their heads are
/// written anew, for what two readers might understand in two ways must not get past the gateway.
/// </summary>
internal sealed class FormContent : HttpContent
{
    private const string Model = "model";

    private readonly Form _form;
    private readonly List<(byte[] Head, FormPart? Part)> _parts = [];
    private readonly byte[] _end;
    private readonly byte[] _model;

    /// <param name="form">Stays the call's.</param>
    /// <param name="model">The target's name of the model.</param>
    public FormContent(Form form, string model)
    {
        // Nobody can know it beforehand, and so nobody can write a part within a part.
        var boundary = $"aigateway-{Guid.NewGuid():n}";
        (_form, _model, _end) = (form, Encoding.UTF8.GetBytes(model), Encoding.UTF8.GetBytes($"--{boundary}--\r\n"));
        Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
        if (!form.Parts.Exists(part => part.Name == Model))
            _parts.Add((Head(boundary, new FormPart(Model, null, null, 0, 0)), null));
        foreach (var part in form.Parts)
            _parts.Add((Head(boundary, part), part.Name == Model ? null : part));
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var (head, part) in _parts)
        {
            await stream.WriteAsync(head, cancellationToken);
            if (part is null)
                await stream.WriteAsync(_model, cancellationToken);
            else
                await _form.Spool.CopyTo(stream, part.Start, part.Length, cancellationToken);
            await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
        }
        await stream.WriteAsync(_end, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _end.Length;
        foreach (var (head, part) in _parts)
            length += head.Length + (part?.Length ?? _model.Length) + 2;
        return true;
    }

    private static byte[] Head(string boundary, FormPart part)
    {
        var head = new StringBuilder($"--{boundary}\r\nContent-Disposition: form-data; name=\"{Escape(part.Name)}\"");
        if (part.FileName is { } file)
            head.Append("; filename=\"").Append(Escape(file)).Append('"');
        if ((part.ContentType ?? (part.IsFile ? "application/octet-stream" : null)) is { } type)
            head.Append("\r\nContent-Type: ").Append(Escape(type, quotes: false));
        return Encoding.UTF8.GetBytes(head.Append("\r\n\r\n").ToString());
    }

    /// <summary>As browsers write names; a backslash, which they leave alone, is for many readers the beginning of an escape.</summary>
    private static string Escape(string text, bool quotes = true)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsControl(c) || (quotes && c == '"'))
                escaped.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else if (quotes && c == '\\')
                escaped.Append("\\\\");
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }
}
