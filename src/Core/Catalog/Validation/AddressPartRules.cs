using System.Buffers;
using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>What becomes part of an address: given where it is needed, and only there, and nothing that could lead elsewhere.</summary>
internal static class AddressPartRules
{
    private static readonly SearchValues<char> InHost = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> InPath = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.:");

    public static void Check(ProviderSpec provider, string path, ProblemList problems)
    {
        var kind = ProviderTraits.KindOf(provider);
        var template = string.IsNullOrEmpty(provider.BaseUrl) ? KnownPresets.Find(provider.Preset)?.BaseUrl : null;
        CheckOne(
            provider.Region, KindTraits.NeedsRegion(kind) || AddressTemplate.HoldsRegion(template), $"{path}.region",
            "name the region, such as " + (kind == ProviderKind.Vertex ? "us-central1 or global" : "us-east-1"), InHost, "a-z 0-9 -", problems);
        CheckOne(
            provider.Project, KindTraits.NeedsProject(kind) || AddressTemplate.HoldsProject(template), $"{path}.project",
            "name the Google Cloud project that pays", InPath, "a-z 0-9 - . :", problems);
        CheckVersion(provider.ApiVersion, kind, $"{path}.apiVersion", problems);
    }

    private static void CheckOne(
        string? value, bool needed, string path, string whatToDo, SearchValues<char> allowed, string shown, ProblemList problems)
    {
        if (string.IsNullOrEmpty(value))
        {
            if (needed)
                problems.Add(path, $"is missing; {whatToDo}");
        }
        else if (!needed)
        {
            problems.Add(path, "has no place in the address of such a provider; leave it out");
        }
        else if (!IsWellFormed(value, allowed))
        {
            problems.Add(path, $"must be 1–{CatalogBounds.AddressPartLength} characters of {shown} and start with a letter or digit");
        }
    }

    private static void CheckVersion(string? version, ProviderKind kind, string path, ProblemList problems)
    {
        if (version is null)
            return;
        if (kind != ProviderKind.Azure)
            problems.Add(path, "is only for kind azure; leave it out");
        else if (!IsWellFormed(version, InPath))
            problems.Add(path, "must be a version of Azure's API, such as 2024-10-21; leave it out for /openai/v1, which has none");
    }

    private static bool IsWellFormed(string value, SearchValues<char> allowed) =>
        value.Length is > 0 and <= CatalogBounds.AddressPartLength && char.IsAsciiLetterOrDigit(value[0]) && !value.AsSpan().ContainsAnyExcept(allowed);
}
