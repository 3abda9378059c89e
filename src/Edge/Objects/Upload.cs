using System.Net.Http.Headers;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Objects;

/// <summary>
/// The caller's body on its way to a provider as it is: a file is held nowhere. Both sides may take their time with the whole, but
/// not be silent for long.
/// </summary>
internal sealed class Upload : PassingBody
{
    private readonly HttpRequest _from;

    /// <param name="from">The caller's request.</param>
    /// <param name="settings">How long who may be silent.</param>
    /// <param name="silence">Ends the attempt; set anew by each piece.</param>
    public Upload(HttpRequest from, GatewaySettings settings, CancellationTokenSource silence)
        : base(silence, settings.BodyTimeoutMs, settings.FirstByteMs)
    {
        _from = from;
        if (MediaTypeHeaderValue.TryParse(from.ContentType, out var type))
            Headers.ContentType = type;
    }

    protected override async Task Copy(Stream to)
    {
        for (var whole = false; !whole;)
        {
            var read = await FromCaller(_from.BodyReader.ReadAsync);
            foreach (var piece in read.Buffer)
                await ToProvider(to, piece);
            _from.BodyReader.AdvanceTo(read.Buffer.End);
            whole = read.IsCompleted;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _from.ContentLength ?? 0;
        return _from.ContentLength is not null;
    }
}
