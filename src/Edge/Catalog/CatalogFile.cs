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
    public static CatalogFileResult Parse(string yaml, Func<string, string?> environment, Func<string, string?> readFile) =>
        Read(yaml, YamlSource.MostBytes, new Variables(environment, readFile), null, CatalogValidator.Validate);

    /// <summary>The same for a text that is only a part of a catalog, as it comes by the management API.</summary>
    /// <param name="stored">The stored secret that a variable in place of one stands for; null for none.</param>
    /// <param name="check">Says what is wrong with the part, by its own paths.</param>
    public static CatalogFileResult ReadPart(
        string yaml, int mostBytes, Func<string, Secret?> stored, Func<CatalogDocument, IEnumerable<CatalogProblem>> check) =>
        Read(yaml, mostBytes, Variables.None("must not hold a ${ here, for the gateway's environment and files are not read for what is sent to it; write the value, or $${ if it is meant as it stands"), stored, check);

    private static CatalogFileResult Read(
        string yaml, int mostBytes, Variables variables, Func<string, Secret?>? stored, Func<CatalogDocument, IEnumerable<CatalogProblem>> check)
    {
        if (!YamlSource.TryRead(yaml, out var root, out var at, out var message, mostBytes))
            return new CatalogFileResult(null, [new CatalogFileProblem(at.Line, at.Column, "", message)]) { IsYaml = false };

        var log = new CatalogFileLog();
        var reading = new CatalogFileReading(variables, log) { Stored = stored };
        var document = root is null or YamlScalar { IsNull: true } ? CatalogDocument.Empty : reading.Map(root, "", CatalogFileSchema.Catalog);
        foreach (var problem in check(document))
            log.Add(problem);
        return new CatalogFileResult(log.Problems.Count == 0 ? document : null, log.Problems);
    }
}
