using System.Net.Http.Headers;
using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Upstream.Credentials;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace AiGateway.Edge.Upstream;

/// <summary>
/// Turns the caller's request into the provider's: its own address and credential, and of the caller's headers only those
/// a provider has a use for. Keeps what comes back for the pipeline instead of letting it reach the caller.
/// </summary>
internal sealed class AttemptTransformer(UpstreamCall upstream, ReadOnlyMemory<byte> body, CredentialSources credentials) : HttpTransformer
{
    /// <summary>
    /// Everything else — credentials, cookies, addresses, internal headers — stays here. So do organization and project: they
    /// belong to the caller's own account, and a provider answers 401 where they do not fit the key, as if the key were dead.
    /// </summary>
    private static readonly string[] Forwarded = ["openai-beta", "idempotency-key", "x-client-request-id", "user-agent", "http-referer", "x-title"];

    private static readonly HttpContent NoContent = new ByteArrayContent([]);

    /// <summary>Set once the provider has answered.</summary>
    public UpstreamAnswer? Answer { get; private set; }

    public override ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        proxyRequest.RequestUri = upstream.Address;
        var headers = proxyRequest.Headers;
        Forward(httpContext.Request, headers);
        if (upstream.Dialect == Dialect.Anthropic)
            AnthropicHeaders.Add(httpContext.Request, upstream.Passes, headers);
        headers.TryAddWithoutValidation("Accept", upstream.Accepts);
        // Compressed events could not be read as they pass, and a client that did not ask for compression cannot read them.
        headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        // Last: one that signs has to see all of it.
        return upstream.Credential?.Present(proxyRequest, body, credentials, cancellationToken) ?? default;
    }

    /// <summary>Those of the caller's headers that are for the provider.</summary>
    public static void Forward(HttpRequest caller, HttpRequestHeaders headers)
    {
        foreach (var name in Forwarded)
            Forward(caller, name, headers);
    }

    /// <returns>False when the caller did not send it.</returns>
    public static bool Forward(HttpRequest caller, string name, HttpRequestHeaders headers)
    {
        // A value that cannot be sent would fail the attempt, and be held against a key that has nothing to do with it.
        if (!caller.Headers.TryGetValue(name, out var values) || StringValues.IsNullOrEmpty(values) || !Ascii.IsValid((string?)values))
            return false;
        headers.TryAddWithoutValidation(name, (string?)values);
        return true;
    }

    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is not null)
        {
            // The forwarder disposes of the message when told not to copy it; the body is taken out first and lives on.
            var content = proxyResponse.Content;
            proxyResponse.Content = NoContent;
            Answer = UpstreamAnswer.From((int)proxyResponse.StatusCode, proxyResponse.Headers, content);
        }
        return ValueTask.FromResult(false);
    }
}
