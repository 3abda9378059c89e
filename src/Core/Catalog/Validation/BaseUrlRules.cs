namespace AiGateway.Core.Catalog.Validation;

/// <summary>A base URL is where keys are sent, so it must say one place and nothing else.</summary>
internal static class BaseUrlRules
{
    /// <remarks>The address is not repeated in messages: one with user info holds a password.</remarks>
    public static void Check(ProviderSpec provider, string path, ProblemList problems)
    {
        if (provider.Kind == ProviderKind.Demo)
            return;
        if (string.IsNullOrEmpty(provider.BaseUrl))
            problems.Add(path, "is missing; give the provider's address, such as https://api.openai.com/v1");
        else if (Fault(provider.BaseUrl) is { } fault)
            problems.Add(path, fault);
    }

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
