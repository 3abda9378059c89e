using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace AiGateway.Edge.Forms;

/// <summary>
/// The body of one attempt: the caller's parts in their order, with the target's name of the model in place of the caller's.
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
            _parts.Add((new PartHead(Model, null, null).Write(boundary), null));
        foreach (var part in form.Parts)
            _parts.Add((part.Head.Write(boundary), part.Name == Model ? null : part));
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
}
