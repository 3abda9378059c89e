using System.Collections.Concurrent;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Upstream;

/// <summary>Where a provider takes each kind of call.</summary>
internal static class Addresses
{
    private static readonly ConcurrentDictionary<(string BaseUrl, string Path), Uri> Known = new();

    public static Uri Of(ProviderEntry provider, Operation operation) => Of(provider, operation switch
    {
        Operation.ChatCompletions => "chat/completions",
        Operation.Completions => "completions",
        Operation.Responses => "responses",
        _ => "embeddings",
    });

    public static Uri Models(ProviderEntry provider) => Of(provider, "models");

    /// <summary>Of a file or batch. There are as many as objects: none is remembered.</summary>
    public static Uri Object(ProviderEntry provider, string path) => new($"{provider.BaseUrl}/{path}");

    private static Uri Of(ProviderEntry provider, string path) =>
        Known.GetOrAdd((provider.BaseUrl, path), static key => new Uri($"{key.BaseUrl}/{key.Path}"));
}
