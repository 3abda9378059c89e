using System.Text;
using AiGateway.Core.Money;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Catalog.Yaml;

namespace AiGateway.Edge.Prices;

/// <summary>What a price file's text came to: a list, or everything that is wrong with it in the order of its lines.</summary>
internal sealed record PriceFileResult(PriceList? List, IReadOnlyList<CatalogFileProblem> Problems);

/// <summary>Reads the text of a price file, by the same rules as a catalog file.</summary>
internal static class PriceFile
{
    /// <summary>Never throws on any text.</summary>
    /// <param name="yaml">The file's text.</param>
    /// <param name="environment">Gives the value of an environment variable; null when it is not set.</param>
    /// <param name="readFile">Gives the text of a file named by <c>${file:…}</c>; null when it cannot be read.</param>
    public static PriceFileResult Parse(string yaml, Func<string, string?> environment, Func<string, string?> readFile)
    {
        if (Encoding.UTF8.GetByteCount(yaml) > YamlSource.MostBytes)
            return Refused(FilePosition.Start, "the file is larger than 1 MiB; use patterns such as gpt-4o* for models of one price");
        if (!YamlSource.TryRead(yaml, out var root, out var at, out var message))
            return Refused(at, message);

        var log = new CatalogFileLog();
        var reading = new CatalogFileReading(new Variables(environment, readFile), log);
        var specs = root is null or YamlScalar { IsNull: true } ? null : reading.Map(root, "", fields => fields.MapsIfGiven("prices", Price));
        foreach (var problem in PriceRules.Check(specs))
            log.Add(problem);
        return new PriceFileResult(log.Problems.Count == 0 ? new PriceList(specs ?? []) : null, log.Problems);
    }

    private static PriceSpec Price(CatalogFileFields fields) => new()
    {
        Provider = fields.Text("provider") ?? "",
        Model = fields.Text("model") ?? "",
        Input = fields.Price("input"),
        CachedInput = fields.Price("cachedInput"),
        Output = fields.Price("output"),
        PerRequest = fields.Price("perRequest"),
    };

    private static PriceFileResult Refused(FilePosition at, string message) => new(null, [new CatalogFileProblem(at.Line, at.Column, "", message)]);
}
