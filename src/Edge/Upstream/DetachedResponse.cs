using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Edge.Upstream;

/// <summary>
/// A response nobody receives. The forwarder sees it while an attempt runs, so that nothing of a failed attempt touches
/// the caller's response, and an attempt can be made while the caller is already being sent signs of life.
/// </summary>
internal sealed class DetachedResponse : IHttpResponseFeature
{
    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public Stream Body { get; set; } = Stream.Null;

    public bool HasStarted => false;

    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }
}
