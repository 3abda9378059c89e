using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using AiGateway.Edge.Forms;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Objects;

/// <summary>A form on its way to a provider, put together anew from what the gateway understood of it, files as they come.</summary>
internal sealed class FormUpload : PassingBody
{
    private const int PieceBytes = 64 * 1024;

    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    private readonly ObjectForm _form;

    /// <summary>As in no value: it is random.</summary>
    private readonly string _boundary = $"form-{Guid.NewGuid():N}";

    /// <param name="form">The part of it that was read, and the rest.</param>
    /// <param name="settings">How long who may be silent.</param>
    /// <param name="silence">Ends the attempt; set anew by each piece.</param>
    public FormUpload(ObjectForm form, GatewaySettings settings, CancellationTokenSource silence)
        : base(silence, settings.BodyTimeoutMs, settings.FirstByteMs)
    {
        _form = form;
        Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={_boundary}");
    }

    protected override async Task Copy(Stream to)
    {
        foreach (var (part, value) in _form.Fields)
            await Field(to, part, value);
        for (var next = _form.File; next is { } one; next = await FromCaller(_form.Next))
        {
            if (one.Part.IsFile)
                await File(to, one.Part, one.Content);
            else
                await Field(to, one.Part, await FromCaller(deadline => _form.LateValue(one.Part, one.Content, deadline)));
        }
        await ToProvider(to, Encoding.ASCII.GetBytes($"--{_boundary}--\r\n"));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task Field(Stream to, PartHead part, byte[] value)
    {
        await ToProvider(to, part.Write(_boundary));
        await ToProvider(to, value);
        await ToProvider(to, LineEnd);
    }

    private async Task File(Stream to, PartHead part, Stream content)
    {
        await ToProvider(to, part.Write(_boundary));
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            while (await FromCaller(deadline => content.ReadAsync(piece, deadline)) is > 0 and var count)
                await ToProvider(to, piece.AsMemory(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
        await ToProvider(to, LineEnd);
    }
}
