using System.Net;
using System.Net.Http.Headers;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Objects;

/// <summary>
/// The caller's body on its way to a provider, piece by piece as it comes: a file is held nowhere. Both sides may take their time
/// with the whole, but not be silent for long.
/// </summary>
internal sealed class Upload : HttpContent
{
    private readonly HttpRequest _from;
    private readonly GatewaySettings _settings;
    private readonly CancellationTokenSource _silence;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="from">The caller's request.</param>
    /// <param name="settings">How long who may be silent.</param>
    /// <param name="silence">Ends the attempt; set anew by each piece.</param>
    public Upload(HttpRequest from, GatewaySettings settings, CancellationTokenSource silence)
    {
        (_from, _settings, _silence) = (from, settings, silence);
        if (MediaTypeHeaderValue.TryParse(from.ContentType, out var type))
            Headers.ContentType = type;
    }

    /// <summary>Whether any of it may have been read, so that it cannot be sent again.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>What went wrong on the caller's side; null when nothing did.</summary>
    public Exception? CallerFault { get; private set; }

    /// <summary>Reads no more. A provider may answer before it has all of it, and the connection would go on with a request that is over.</summary>
    public async ValueTask Stop()
    {
        if (!HasBegun)
            return;
        await _silence.CancelAsync();
        await _ended.Task;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasBegun = true;
        try
        {
            for (var whole = false; !whole;)
            {
                var read = await Read();
                _silence.CancelAfter(_settings.FirstByteMs);
                foreach (var piece in read.Buffer)
                    await stream.WriteAsync(piece, _silence.Token);
                _from.BodyReader.AdvanceTo(read.Buffer.End);
                whole = read.IsCompleted;
            }
        }
        finally
        {
            _ended.SetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _from.ContentLength ?? 0;
        return _from.ContentLength is not null;
    }

    private async ValueTask<System.IO.Pipelines.ReadResult> Read()
    {
        _silence.CancelAfter(_settings.BodyTimeoutMs);
        try
        {
            return await _from.BodyReader.ReadAsync(_silence.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            CallerFault = e;
            throw;
        }
    }
}
