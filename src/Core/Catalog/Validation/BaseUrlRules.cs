using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>A base URL is where keys are sent, so it must say one place and nothing else.</summary>
internal static class BaseUrlRules
{
    /// <remarks>The address is not repeated in messages: one with user info holds a password.</remarks>
    /// <param name="provider">Whose address it is.</param>
    /// <param name="isKindSure">Whether it can be said that no preset and no kind gives an address.</param>
    /// <param name="path">Where the address stands.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Check(ProviderSpec provider, bool isKindSure, string path, ProblemList problems)
    {
        var kind = ProviderTraits.KindOf(provider);
        if (kind == ProviderKind.Demo)
            return;
        if (!string.IsNullOrEmpty(provider.BaseUrl))
        {
            if (Fault(provider.BaseUrl) is { } fault)
                problems.Add(path, fault);
        }
        else if (isKindSure && KnownPresets.Find(provider.Preset)?.BaseUrl is null && KindTraits.BaseUrl(kind, provider.Region) is null)
        {
            problems.Add(path, $"is missing; give the provider's address, such as {Example(kind)}");
        }
    }

    private static string Example(ProviderKind kind) =>
        kind == ProviderKind.Azure ? "https://my-resource.openai.azure.com" : "https://api.openai.com/v1";

    private static string? Fault(string text)
    {
        if (text.Length > CatalogBounds.BaseUrlLength)
            return $"is longer than {CatalogBounds.BaseUrlLength:N0} characters";
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return "must be visible ASCII characters without spaces";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return "must be an absolute address, such as https://api.openai.com/v1";
        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            return "must begin with https:// or http://";
        if (uri.UserInfo.Length > 0)
            return "must not hold a user name or password; put the credential into keys";
        if (text.Contains('?', StringComparison.Ordinal))
            return "must not have a query; paths are appended to it";
        return text.Contains('#', StringComparison.Ordinal) ? "must not have a fragment; paths are appended to it" : null;
    }
}
