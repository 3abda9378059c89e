using System.IO.Compression;
using AiGateway.FakeProvider.Control;

namespace AiGateway.FakeProvider.Wire;

/// <summary>Bytes to the peer: compressed and cut into small pieces when the answer says so.</summary>
internal sealed class BodySink : IDisposable
{
    private readonly Stream _body;
    private readonly int _step;
    private readonly MemoryStream _compressed = new();
    private readonly GZipStream? _gzip;

    public BodySink(HttpResponse response, Answer answer)
    {
        _body = response.Body;
        _step = answer.DribbleBytes > 0 ? answer.DribbleBytes : int.MaxValue;
        if (!answer.Gzip)
            return;
        response.Headers.ContentEncoding = "gzip";
        _gzip = new GZipStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken peerGone)
    {
        if (_gzip is null)
        {
            await SendAsync(bytes, peerGone);
            return;
        }

        await _gzip.WriteAsync(bytes, peerGone);
        await _gzip.FlushAsync(peerGone);
        await SendCompressedAsync(peerGone);
    }

    public async Task FinishAsync(CancellationToken peerGone)
    {
        if (_gzip is null)
            return;
        await _gzip.DisposeAsync();
        await SendCompressedAsync(peerGone);
    }

    public void Dispose()
    {
        _gzip?.Dispose();
        _compressed.Dispose();
    }

    private async Task SendCompressedAsync(CancellationToken peerGone)
    {
        var ready = _compressed.ToArray();
        _compressed.SetLength(0);
        await SendAsync(ready, peerGone);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken peerGone)
    {
        for (var at = 0; at < bytes.Length; at += Math.Min(_step, bytes.Length - at))
        {
            peerGone.ThrowIfCancellationRequested();
            await _body.WriteAsync(bytes.Slice(at, Math.Min(_step, bytes.Length - at)), peerGone);
            await _body.FlushAsync(peerGone);
        }
    }
}
