using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Tests.Catalog;

/// <summary>Parses as in production, with an environment and files that the test makes up.</summary>
internal static class Files
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["DEEPSEEK_KEY_1"] = "sk-deep",
        ["TEAM_A_KEY"] = "team a's key",
        ["EMPTY"] = "",
        ["WEIGHT"] = "7",
        ["BRACES"] = "a ${DEEPSEEK_KEY_1} } b",
    };

    private static readonly Dictionary<string, string> Content = new()
    {
        ["/run/secrets/one"] = "sk-from-file\n",
        ["/run/secrets/windows"] = "sk-from-file\r\n",
    };

    public static CatalogFileResult Parse(string yaml) =>
        CatalogFile.Parse(yaml, Environment.GetValueOrDefault, Content.GetValueOrDefault);

    public static CatalogDocument Read(string yaml)
    {
        var result = Parse(yaml);
        Assert.Empty(result.Problems);
        return Assert.IsType<CatalogDocument>(result.Document);
    }

    /// <summary>The secret of a catalog that holds just one key, with this as its value.</summary>
    public static string Secret(string value) =>
        Read($"providers: [ {{ id: p, baseUrl: 'http://p/', keys: [ {{ id: k, secret: {value} }} ] }} ]").Providers[0].Keys[0].Secret!.Reveal();
}
