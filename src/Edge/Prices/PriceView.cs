using AiGateway.Core.Money;
using AiGateway.Edge.Catalog;
using AiGateway.Hosting;

namespace AiGateway.Edge.Prices;

/// <summary>The prices in force at this edge.</summary>
internal sealed class PriceView(PriceList list)
{
    private volatile PriceList _list = list;

    public PriceList List => _list;

    /// <summary>Reads the file before the first call can come: without its prices that call would never get a cost.</summary>
    /// <exception cref="SettingsException">There is no such file, or something is wrong with it.</exception>
    public static PriceView Open(string path)
    {
        string text;
        try
        {
            text = FileWatch.ReadNow(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"The price file {Path.GetFullPath(path)} cannot be read; correct it or Gateway:PriceFile. {e.Message}"]);
        }
        var result = PriceFile.Parse(text, Environment.GetEnvironmentVariable, SecretFile.Read);
        return result.List is { } list ? new PriceView(list) : throw new SettingsException([.. result.Problems.Select(problem => $"{path}: {problem}")]);
    }

    public void Replace(PriceList list) => _list = list;
}
