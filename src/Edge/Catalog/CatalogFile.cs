using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog.Yaml;

namespace AiGateway.Edge.Catalog;

/// <summary>Reads the text of a catalog file.</summary>
internal static class CatalogFile
{
    /// <summary>
    /// Reads, replaces variables and validates in one go, so that everything wrong is said at once. Never throws on any
    /// text. An empty file is an empty catalog.
    /// </summary>
    /// <param name="yaml">The file's text.</param>
    /// <param name="environment">Gives the value of an environment variable; null when it is not set.</param>
    /// <param name="readFile">Gives the text of a file named by <c>${file:…}</c>; null when it cannot be read.</param>
    public static CatalogFileResult Parse(string yaml, Func<string, string?> environment, Func<string, string?> readFile)
    {
        if (!YamlSource.TryRead(yaml, out var root, out var at, out var message))
            return new CatalogFileResult(null, [new CatalogFileProblem(at.Line, at.Column, "", message)]);
        if (root is null or YamlScalar { IsNull: true })
            return new CatalogFileResult(CatalogDocument.Empty, []);

        var log = new CatalogFileLog();
        var reading = new CatalogFileReading(new Variables(environment, readFile), log);
        var document = reading.Map(root, "", CatalogFileSchema.Catalog);
        foreach (var problem in CatalogValidator.Validate(document))
            log.Add(problem);
        return new CatalogFileResult(log.Problems.Count == 0 ? document : null, log.Problems);
    }
}
