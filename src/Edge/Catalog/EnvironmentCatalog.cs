using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Catalog;

/// <summary>The catalog of a gateway that was given no file: the demo, and every provider whose key is in the environment.</summary>
internal static class EnvironmentCatalog
{
    private const string Demo = "demo";

    /// <param name="environment">Gives the value of an environment variable; null when it is not set.</param>
    public static CatalogDocument Build(Func<string, string?> environment)
    {
        var catalog = CatalogDocument.Empty
            .With(new ProviderSpec { Id = Demo, Kind = ProviderKind.Demo })
            .With(Model(Demo, Demo, Demo));
        return EnvironmentProvider.All.Aggregate(catalog, (soFar, provider) =>
            Setting(environment, provider.KeyVariable) is { } key ? With(soFar, provider, key, BaseUrl(environment, provider)) : soFar);
    }

    private static string BaseUrl(Func<string, string?> environment, EnvironmentProvider provider)
    {
        if (Setting(environment, provider.BaseUrlVariable)?.TrimEnd('/') is not { } url)
            return provider.BaseUrl;
        return url.EndsWith(provider.SdkPath, StringComparison.Ordinal) ? url : url + provider.SdkPath;
    }

    private static CatalogDocument With(CatalogDocument catalog, EnvironmentProvider provider, string secret, string baseUrl)
    {
        var key = new KeySpec { Id = $"{provider.Id}-1", Secret = Secret.Plain(secret) };
        var withProvider = catalog.With(new ProviderSpec { Id = provider.Id, Kind = ProviderKind.OpenAi, BaseUrl = baseUrl, Keys = [key] });
        return provider.Models
            .Aggregate(withProvider, (soFar, model) => soFar.With(Model(model, provider.Id, model)))
            .With(Model($"{provider.Id}/*", provider.Id, "*"));
    }

    private static ModelSpec Model(string id, string provider, string upstream) =>
        new() { Id = id, Targets = [new TargetSpec { Provider = provider, Model = upstream }] };

    /// <summary>Blank is not set, and a line break from a careless export is no part of a key.</summary>
    private static string? Setting(Func<string, string?> environment, string name) =>
        environment(name)?.Trim() is { Length: > 0 } value ? value : null;
}
