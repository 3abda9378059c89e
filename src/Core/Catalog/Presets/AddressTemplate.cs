namespace AiGateway.Core.Catalog.Presets;

/// <summary>An address in which names in braces stand for what the operator gives.</summary>
internal static class AddressTemplate
{
    private const string Region = "{region}";
    private const string Project = "{project}";

    public static bool HoldsRegion(string? template) => template?.Contains(Region, StringComparison.Ordinal) == true;

    public static bool HoldsProject(string? template) => template?.Contains(Project, StringComparison.Ordinal) == true;

    public static string Fill(string template, string? region, string? project) => template
        .Replace(Region, region, StringComparison.Ordinal)
        .Replace(Project, project, StringComparison.Ordinal);
}
