using System.Collections.Concurrent;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Upstream;

/// <summary>Where a provider takes each kind of call.</summary>
internal static class Addresses
{
    private static readonly ConcurrentDictionary<(string BaseUrl, string Path), Uri> Known = new();

    public static Uri Of(ProviderEntry provider, OpenAiOperation operation) => Of(provider, operation switch
    {
        OpenAiOperation.ChatCompletions => "chat/completions",
        OpenAiOperation.Completions => "completions",
        _ => "embeddings",
    });

    public static Uri Models(ProviderEntry provider) => Of(provider, "models");

    private static Uri Of(ProviderEntry provider, string path) =>
        Known.GetOrAdd((provider.BaseUrl, path), static key => new Uri($"{key.BaseUrl}/{key.Path}"));
}
