using System.IO.Compression;
using System.Net.Http.Headers;
using AiGateway.Core.Health;

namespace AiGateway.Edge.Upstream;

/// <summary>What came back from one upstream call: a head with a body yet to be read, or the reason why nothing did.</summary>
internal sealed class UpstreamAnswer : IDisposable
{
    private readonly HttpResponseHeaders? _headers;
    private readonly HttpContent? _content;

    private UpstreamAnswer(int status, HttpResponseHeaders? headers, HttpContent? content, TransportFault? fault) =>
        (Status, _headers, _content, Fault) = (status, headers, content, fault);

    /// <summary>0 when there was no answer.</summary>
    public int Status { get; }

    public TransportFault? Fault { get; }

    /// <summary>Why the provider was not asked; null when it was.</summary>
    public UpstreamFailure? WhyNotAsked { get; private init; }

    /// <summary>Whether the provider may have seen the call.</summary>
    public bool Reached => WhyNotAsked is null && Fault is not TransportFault.ConnectFailed;

    public bool IsSuccess => Status is >= 200 and < 300;

    public string? MediaType => _content?.Headers.ContentType?.MediaType;

    /// <summary>Of its body, bytes; null when nobody said, or said it of what is unpacked on the way.</summary>
    public long? Length => _content is { Headers.ContentEncoding.Count: 0 } ? _content.Headers.ContentLength : null;

    public static UpstreamAnswer From(int status, HttpResponseHeaders headers, HttpContent content) => new(status, headers, content, null);

    public static UpstreamAnswer Failed(TransportFault fault) => new(0, null, null, fault);

    /// <summary>The provider was not asked: the request cannot be said in its dialect, or its key cannot be shown.</summary>
    public static UpstreamAnswer NotAsked(UpstreamFailure why) => new(0, null, null, null) { WhyNotAsked = why };

    /// <summary>A header's value; several are joined as HTTP allows.</summary>
    public string? Header(string name)
    {
        if (_headers is not null && _headers.TryGetValues(name, out var values))
            return string.Join(", ", values);
        return _content is not null && _content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
    }

    /// <summary>The body as it was before compression: nobody is asked to compress, and some do all the same.</summary>
    /// <exception cref="InvalidOperationException">There was no answer.</exception>
    public async Task<Stream> OpenBody(CancellationToken cancellationToken)
    {
        if (_content is null)
            throw new InvalidOperationException("There is no answer to read.");
        var body = await _content.ReadAsStreamAsync(cancellationToken);
        return _content.Headers.ContentEncoding.LastOrDefault() switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        };
    }

    /// <summary>Closes the upstream call; one whose body was not read to its end is cut off.</summary>
    public void Dispose() => _content?.Dispose();
}
