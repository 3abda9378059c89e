using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects;
using AiGateway.Core.Health;
using AiGateway.Edge.Api;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Credentials;
using AiGateway.Edge.Upstream.Dialects;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// A cheap call of the gateway's own. To try a key or a provider with: the list of models, which costs nothing and is refused
/// to a key that is refused; where there is no such list, a chat of one token. To try a model with: that chat, since a list
/// says nothing of whether the model answers.
/// </summary>
internal sealed class ProbeCall(UpstreamClients clients, CredentialSources credentials, TimeProvider time)
{
    private const int MostBodyBytes = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The result of a call that was given up before it was made.</summary>
    public static UpstreamFailure NotMade { get; } = FailureClassifier.Transport(TransportFault.ClientCancelled);

    /// <param name="table">The catalog in force.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="key">The key to try, or to try the provider with.</param>
    /// <param name="model">The provider's name of the model that is tried; null when it is not for one.</param>
    /// <param name="stop">Ends the call.</param>
    /// <returns>What went wrong; null when the provider answered as it should.</returns>
    public async Task<UpstreamFailure?> Make(RoutingTable table, ProviderEntry provider, ProviderKey key, string? model, CancellationToken stop)
    {
        if (model is not null)
            return await Chat(provider, key, model, stop);
        UpstreamFailure? failure = null;
        if (Addresses.Models(provider) is { } models)
        {
            using var list = new HttpRequestMessage(HttpMethod.Get, models);
            (var status, failure) = await Send(list, default, provider, key, stop);
            if (status is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented))
                return failure;
        }
        return ModelOf(table, provider) is { } any ? await Chat(provider, key, any, stop) : failure ?? NotMade;
    }

    private async Task<UpstreamFailure?> Chat(ProviderEntry provider, ProviderKey key, string model, CancellationToken stop)
    {
        var dialect = TargetDialects.Of(Operation.ChatCompletions, provider)!.Value;
        using var chat = new HttpRequestMessage(HttpMethod.Post, Addresses.Chat(provider, dialect, model, stream: false));
        var body = Body(dialect, model);
        chat.Content = new ReadOnlyMemoryContent(body);
        chat.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return (await Send(chat, body, provider, key, stop)).Failure;
    }

    /// <summary>The model an operator named for this, or the first that a route leads to by its own name.</summary>
    internal static string? ModelOf(RoutingTable table, ProviderEntry provider) => provider.ProbeModel ?? table.Routes
        .SelectMany(route => route.Targets.Concat(route.Fallback))
        .FirstOrDefault(target => ReferenceEquals(target.Provider, provider) && !target.Model.Contains('*', StringComparison.Ordinal))?.Model;

    private static ReadOnlyMemory<byte> Body(Dialect dialect, string model)
    {
        var codec = Codecs.Of(dialect);
        var body = new ArrayBufferWriter<byte>();
        var hello = new ChatRequest { Model = model, Messages = [new ChatMessage(ChatRole.User, [new TextPart("hi")])], MaxOutputTokens = 1 };
        codec.WriteRequest(hello, new TargetTraits(model), new Omissions(codec, model, strict: false), body);
        return body.WrittenMemory;
    }

    private async Task<(HttpStatusCode? Status, UpstreamFailure? Failure)> Send(
        HttpRequestMessage request, ReadOnlyMemory<byte> sent, ProviderEntry provider, ProviderKey key, CancellationToken stop)
    {
        if (provider.Kind == ProviderKind.Anthropic)
            AnthropicHeaders.AddKnown(request.Headers);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(Patience);
        try
        {
            await key.Credential.Present(request, sent, credentials, deadline.Token);
            using var client = clients.For(provider.Id);
            using var response = await client.SendAsync(request, deadline.Token);
            if (response.IsSuccessStatusCode)
                return (response.StatusCode, null);
            var body = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            var failure = FailureClassifier.Classify(
                (int)response.StatusCode, name => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null,
                body.AsSpan(0, Math.Min(body.Length, MostBodyBytes)), time.GetUtcNow().ToUnixTimeMilliseconds(), provider.Errors);
            return (response.StatusCode, failure.Hiding(key.Secret));
        }
        catch (CredentialException e)
        {
            return (null, e.Failure);
        }
        catch (HttpRequestException)
        {
            return (null, FailureClassifier.Transport(TransportFault.ConnectFailed));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, FailureClassifier.Transport(TransportFault.FirstByteTimeout));
        }
    }
}
