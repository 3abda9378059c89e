namespace AiGateway.Edge.Upstream;

/// <summary>
/// Sends one attempt with a body of its own in place of the forwarder's: that one sends the head by itself first, to suit
/// bodies that are still being received, and costs every call a packet more.
/// </summary>
internal sealed class AttemptInvoker(HttpMessageHandler connections, HttpContent body) : HttpMessageInvoker(connections, disposeHandler: false)
{
    public HttpContent Body { get; } = body;

    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Content = Body;
        return base.SendAsync(request, cancellationToken);
    }
}
