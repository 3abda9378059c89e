using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Catalog.Export;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Admin.Catalog.Transfer;

/// <summary>
/// Makes the managed layer from a text in the shape of the catalog file: all of it, or what the text names besides what is there. Secrets
/// that are stored and not given anew stay as they are.
/// </summary>
internal sealed class CatalogImport(SecretBox box, ConsumerKeyDigest digest, StoredSecrets secrets)
{
    /// <summary>Bytes of UTF-8: some 30,000 consumers.</summary>
    public const int MostBytes = 8 << 20;

    /// <param name="replace">Whether what the text does not name goes away.</param>
    /// <returns>The new managed layer, secrets in stored form; or everything that is wrong, by the text's lines.</returns>
    public CatalogFileResult Into(CatalogLayers layers, string yaml, bool replace)
    {
        CatalogDocument? made = null;
        var result = CatalogFile.ReadPart(yaml, MostBytes, SecretPlaceholders.Of(layers.Managed).Find, given =>
        {
            var whole = Compose(layers.Managed, new KeptSecrets(layers.Managed, secrets, digest).In(given), replace);
            var paths = new ImportPaths(given);
            var problems = Problems(layers with { Managed = whole }, paths);
            if (problems.Count > 0)
                return problems;
            // Only in stored form do two secrets show that they are one.
            made = CatalogSealing.Seal(whole, box, digest);
            problems = Problems(layers with { Managed = made }, paths);
            return problems.Count > 0 ? problems : [.. secrets.Unreadable(made).Select(problem => paths.InText(problem, made))];
        });
        return result.Document is null ? result : result with { Document = made };
    }

    private static List<CatalogProblem> Problems(CatalogLayers layers, ImportPaths paths)
    {
        var merge = layers.Merge();
        return
        [
            .. merge.Problems.Select(problem => paths.InText(problem, layers.Managed)),
            .. CatalogValidator.Validate(merge.Document).Select(problem => paths.InText(problem, merge.Document)),
        ];
    }

    private static CatalogDocument Compose(CatalogDocument managed, CatalogDocument given, bool replace) => replace
        ? given
        : new CatalogDocument
        {
            Providers = Compose(managed.Providers, given.Providers, provider => provider.Id),
            Models = Compose(managed.Models, given.Models, model => model.Id),
            Consumers = Compose(managed.Consumers, given.Consumers, consumer => consumer.Id),
        };

    /// <summary>What has a known id stands in its place, what is new at the end. One that is given twice is there twice, for the rules to refuse.</summary>
    private static T[] Compose<T>(IReadOnlyList<T> old, IReadOnlyList<T> given, Func<T, string> id)
    {
        var byId = given.ToLookup(id, StringComparer.Ordinal);
        var known = old.Select(id).ToHashSet(StringComparer.Ordinal);
        return [.. old.SelectMany(item => byId.Contains(id(item)) ? byId[id(item)] : [item]), .. given.Where(item => !known.Contains(id(item)))];
    }
}
