using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

/// <summary>Says what a test expects of a catalog in one line.</summary>
internal static class Problems
{
    public static void AssertOne(CatalogDocument catalog, string path, string fragment)
    {
        var problem = Assert.Single(CatalogValidator.Validate(catalog));
        Assert.Equal(path, problem.Path);
        Assert.Contains(fragment, problem.Message, StringComparison.Ordinal);
    }

    public static void AssertNone(CatalogDocument catalog) => Assert.Empty(CatalogValidator.Validate(catalog));
}
